import { expect, it } from 'vitest'
import { given } from '../../src/testing'
import { education, examOf, noticeOf, on, profile, scenario } from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const stranger = scenario({ candidate: null, at: on('04-01 10:00') })
const atProfile = stranger.to('account.profile')
const atPhoto = stranger.to('account.photo')
const verifying = stranger.to('verifying')
const filling = scenario().to('filling.application')
const confirmed = scenario().to('declaring.commitment')

/** An exam for which the province vouches for the identity. */
const constructors = {
  exam: examOf('gd-constructor-2'),
  notice: noticeOf('gd-2023-constructor-2'),
}
const vouched = {
  photo: true,
  education: { origin: 'domestic', result: 'passed' },
  identityProvider: 'provincial',
} as const

const photo = { mediaType: 'image/jpeg', widthPx: 295, heightPx: 413, background: 'white' }
const withPhoto = (changes: Partial<typeof photo>) =>
  ({ type: 'photo.upload', photo: { ...photo, ...changes } }) as const
const withProfile = (changes: Partial<typeof profile>) =>
  ({ type: 'profile.submit', profile: { ...profile, ...changes } }) as const

describeRule('account.identity-provider', () => {
  const unvouched = scenario({ ...constructors, candidate: null }).to('account.profile')
  return {
    holds() {
      it('refuses a profile before any provider has vouched', () => {
        refuses('account.identity-provider', unvouched, 'profile.submit')
      })
      it('refuses a profile if only the portal has vouched', () => {
        const portal = unvouched.when({ type: 'identity.assert', provider: 'portal' })
        refuses('account.identity-provider', portal, 'profile.submit')
      })
      it('refuses a profile if only an association has vouched', () => {
        const association = unvouched.when({ type: 'identity.assert', provider: 'association' })
        refuses('account.identity-provider', association, 'profile.submit')
      })
      it('refuses the form of a known candidate until the province has vouched', () => {
        const known = scenario(constructors)
        refuses('account.identity-provider', known, 'application.save')
        expectState(accepts(known.when('identity.assert'), 'application.save'), 'filling.route')
      })
      it('refuses before the check of the employer', () => {
        refuses('account.identity-provider', unvouched, withProfile({ employer: '' }))
      })
    },
    fails() {
      it('accepts a profile once the province has vouched', () => {
        const after = accepts(unvouched.when('identity.assert'), 'profile.submit')
        expectState(after, 'account.photo')
      })
      it('accepts a profile without the province if the portal is enough', () => {
        expectState(accepts(atProfile, 'profile.submit'), 'account.photo')
      })
      it('accepts a profile without the province if an association runs the registration', () => {
        const appraiser = given('account.profile', { exam: 'estate-appraiser' })
        expectState(accepts(appraiser, 'profile.submit'), 'account.photo')
      })
      it('accepts the form of a known candidate for whom the province has vouched', () => {
        expectState(
          accepts(scenario({ ...constructors, candidate: vouched }), 'application.save'),
          'filling.route',
        )
      })
    },
  }
})

describeRule('account.employer-required', {
  holds() {
    it('refuses an empty employer', () => {
      refuses('account.employer-required', atProfile, withProfile({ employer: '' }))
    })
    it('refuses an employer that consists of blanks, including full-width blanks', () => {
      refuses('account.employer-required', atProfile, withProfile({ employer: ' \u3000\t' }))
    })
    it('refuses before the check of the identity number', () => {
      refuses('account.employer-required', atProfile, withProfile({ employer: '', idNumber: '1' }))
    })
  },
  fails() {
    it('accepts a school as the employer of a student', () => {
      expectState(accepts(atProfile, withProfile({ employer: '中山大学' })), 'account.photo')
    })
  },
})

describeRule('account.id-number', () => {
  const numbered = (idNumber: string) => withProfile({ idNumber })
  const valid = ['440101199001080079', '11010519491231002X']
  /** Appends the check digit of ISO 7064 mod 11-2 by repeated doubling, unlike the table of weights in the source. */
  function completed(seventeen: string): string {
    let product = 0
    for (const digit of seventeen) product = ((product + Number(digit)) * 2) % 11
    const check = (12 - product) % 11
    return seventeen + (check === 10 ? 'X' : check)
  }
  return {
    holds() {
      it.each(valid)(
        'refuses %s with any single digit changed',
        (number) => {
          for (const [i, digit] of [...number].entries()) {
            for (const other of '0123456789X') {
              if (other === digit) continue
              refuses(
                'account.id-number',
                atProfile,
                numbered(number.slice(0, i) + other + number.slice(i + 1)),
              )
            }
          }
        },
        30_000,
      )
      it('refuses a number that is too short, too long or contains a space', () => {
        for (const number of [
          '',
          '44010119900108007',
          '4401011990010800790',
          ' 440101199001080079',
          '４４０１０１',
        ])
          refuses('account.id-number', atProfile, numbered(number))
      })
      it('refuses a valid check digit on an impossible date of birth', () => {
        // 30 February 1990 does not exist, nor does 29 February 1900, which was not a leap year.
        refuses('account.id-number', atProfile, numbered(completed('44010119900230007')))
        refuses('account.id-number', atProfile, numbered(completed('44010119000229007')))
      })
      it('refuses a valid check digit on a future date of birth', () => {
        refuses('account.id-number', atProfile, numbered(completed('44010120240402007')))
        accepts(atProfile, numbered(completed('44010120240331007')))
      })
      it('refuses an invalid residence permit number of a resident of Hong Kong, Macao or Taiwan', () => {
        const permit = (idNumber: string) => withProfile({ idType: 'hkMacaoTaiwanResidence', idNumber })
        accepts(atProfile, permit(completed('81000019900108007')))
        refuses('account.id-number', atProfile, permit('810000199001080070'))
      })
    },
    fails() {
      it.each(valid)('accepts the valid number %s', (idNumber) => {
        expectState(accepts(atProfile, numbered(idNumber)), 'account.photo')
      })
      it('accepts a lowercase x as the check digit', () => {
        accepts(atProfile, numbered('11010519491231002x'))
      })
      it('accepts either gender regardless of the sex digit', () => {
        accepts(atProfile, withProfile({ gender: 'female' }))
        accepts(atProfile, withProfile({ gender: 'male' }))
      })
      it('accepts rare characters and foreign letters in a name', () => {
        for (const name of ['𠮷野', '买买提·吐尔逊', 'María-José O’Neill'])
          accepts(atProfile, withProfile({ name }))
      })
      it('accepts any number of a document without such a check digit', () => {
        accepts(atProfile, withProfile({ idType: 'passport', idNumber: 'E12345678' }))
        accepts(atProfile, withProfile({ idType: 'hkMacaoPermit', idNumber: 'H1234567800' }))
      })
    },
  }
})

describeRule('account.photo-spec', {
  holds() {
    it.each([
      ['another format', { mediaType: 'image/png' }],
      ['a pixel too narrow', { widthPx: 294 }],
      ['a pixel too wide', { widthPx: 296 }],
      ['a pixel too low', { heightPx: 412 }],
      ['a pixel too high', { heightPx: 414 }],
      ['turned on its side', { widthPx: 413, heightPx: 295 }],
      ['another background', { background: 'blue' }],
    ])('refuses a photo: %s', (_, changes) => {
      refuses('account.photo-spec', atPhoto, withPhoto(changes))
      refuses('account.photo-spec', confirmed, { ...withPhoto(changes), type: 'photo.replace' })
    })
  },
  fails() {
    it('accepts a JPEG of 295 by 413 pixels on white', () => {
      const after = accepts(atPhoto, 'photo.upload')
      expectState(after, 'verifying')
      expect(after.facts('verification.requested')).toHaveLength(1)
      expect(after.snapshot.context.photo).toBe(true)
    })
    it('accepts the alternative name of the media type', () => {
      expectState(accepts(atPhoto, withPhoto({ mediaType: 'image/jpg' })), 'verifying')
    })
  },
})

describeRule('account.photo-final', {
  holds() {
    it.each([
      ['while verifying', verifying],
      ['of a candidate known already', filling],
      ['after a failed identity check', verifying.when({ type: 'verification.report', identity: 'failed' })],
      ['after confirming', confirmed],
      ['once paid', confirmed.to('registered.waiting')],
    ])('refuses another photo %s', (_, later) => {
      refuses('account.photo-final', later, 'photo.upload')
    })
    it('refuses another photo even if it meets the specification', () => {
      refuses('account.photo-final', filling, withPhoto({}))
    })
  },
  fails() {
    it('accepts the first photo', () => {
      expectState(accepts(atPhoto, 'photo.upload'), 'verifying')
    })
    it('accepts a replacement by the office, in principle at any time before the end', () => {
      for (const later of [verifying, filling, confirmed, confirmed.to('certified')]) {
        const after = accepts(later, 'photo.replace')
        expect(after.decision.facts.map(({ type }) => type)).toEqual(['photo.replaced'])
        expect(after.snapshot.value).toEqual(later.snapshot.value)
      }
      refuses('event.not-now', atPhoto, 'photo.replace')
    })
  },
})

describeRule('verification.complete-first', {
  holds() {
    it('refuses the form in each state before the report', () => {
      for (const early of [stranger, atProfile, atPhoto, verifying])
        refuses('verification.complete-first', early, 'application.save', on('04-08 09:00'))
    })
    it('refuses the form even if no report came within 24 hours', () => {
      refuses('verification.complete-first', verifying, 'application.save', on('04-07 10:00'))
    })
    it('refuses the form while an amended degree is verified again', () => {
      refuses('verification.complete-first', filling.when('education.amend'), 'application.save')
    })
  },
  fails() {
    it('accepts the form after the report', () => {
      const reported = verifying.when('verification.report', on('04-02 10:00'))
      expectState(accepts(reported, 'application.save', on('04-07 09:00')), 'filling.route')
    })
    it('accepts the form even if the degree was not verified online', () => {
      for (const result of ['failed', 'onSite'] as const) {
        const reported = verifying.when({ type: 'verification.report', education: result })
        expectState(accepts(reported, 'application.save', on('04-07 09:00')), 'filling.route')
      }
    })
  },
})

describeRule('verification.overseas-online', () => {
  const overseas = atProfile
    .when(withProfile({ education: { ...education, origin: 'overseas' } }))
    .to('verifying')
  return {
    holds() {
      it('refuses a report that an overseas degree passed online', () => {
        refuses('verification.overseas-online', overseas, 'verification.report')
      })
      it('refuses such a report after an amendment to an overseas degree', () => {
        const amended = verifying.when({
          type: 'education.amend',
          education: { ...education, origin: 'overseas' },
        })
        refuses('verification.overseas-online', amended, 'verification.report')
      })
    },
    fails() {
      it('accepts a report that an overseas degree was not verified online', () => {
        for (const result of ['failed', 'onSite'] as const) {
          const after = accepts(overseas, { type: 'verification.report', education: result })
          expectState(after, 'filling.application')
          expect(after.snapshot.context.education).toEqual({ origin: 'overseas', result })
        }
      })
      it('accepts a report that a domestic degree passed', () => {
        const after = accepts(verifying, 'verification.report')
        expect(after.snapshot.context.education).toEqual({ origin: 'domestic', result: 'passed' })
      })
      it('accepts the report after a corrected degree, whose result counts', () => {
        const amended = confirmed.when({ type: 'correction.request', changes: { education } })
        const pending = amended.when('correction.approve')
        for (const result of ['passed', 'failed', 'onSite'] as const) {
          const after = accepts(pending, { type: 'verification.report', education: result })
          expectState(after, 'declaring.commitment')
          expect(after.snapshot.context.education).toEqual({ origin: 'domestic', result })
        }
      })
      it('accepts the report on a corrected degree that the office already checks, and keeps a worse result out', () => {
        const checked = scenario({
          candidate: { photo: true, education: { origin: 'domestic', result: 'failed' } },
        })
          .to('paying.awaiting')
          .when({ type: 'correction.request', changes: { education } })
          .when('correction.approve')
          .to('marking')
          .when('marks.publish', on('08-05 10:00'))
        for (const [result, kept] of [
          ['passed', 'passed'],
          ['onSite', 'failed'],
        ] as const) {
          const after = accepts(checked, { type: 'verification.report', education: result })
          expectState(after, 'qualifying.check.unreviewed')
          expect(after.snapshot.context.education).toMatchObject({ result: kept })
        }
      })
    },
  }
})

describeRule('photoOnFile', {
  holds() {
    it('sends a corrected profile straight to verification, because the photo is kept', () => {
      const failed = verifying.when({ type: 'verification.report', identity: 'failed' })
      const after = accepts(failed, 'profile.submit')
      expectState(after, 'verifying')
      expect(after.facts('verification.requested')).toHaveLength(1)
    })
  },
  fails() {
    it('does not apply to a first profile, which needs a photo next', () => {
      const after = accepts(atProfile, 'profile.submit')
      expectState(after, 'account.photo')
      expect(after.facts('verification.requested')).toEqual([])
    })
  },
})

describeRule('alreadyVerified', {
  holds() {
    it('sends a candidate with a verification result straight to the form', () => {
      for (const result of ['passed', 'failed', 'onSite'] as const) {
        const known = scenario({ candidate: { photo: true, education: { origin: 'domestic', result } } })
        expectState(known, 'filling.application')
        expect(known.decision.facts).toEqual([])
      }
    })
  },
  fails() {
    it('does not apply to a candidate whose degree has no result yet', () => {
      expectState(scenario({ candidate: { photo: true, education: { origin: 'domestic' } } }), 'verifying')
    })
    it('does not apply to an unknown candidate', () => {
      expectState(stranger, 'account.agreement')
    })
  },
})

describeRule('alreadyRegistered', {
  holds() {
    it('sends a candidate with an account and a photo to verification', () => {
      const known = scenario({ candidate: { photo: true, education: { origin: 'overseas' } } })
      expectState(known, 'verifying')
      expect(known.facts('verification.requested')).toEqual([
        { type: 'verification.requested', at: on('04-07 09:00') },
      ])
    })
  },
  fails() {
    it('does not apply to a candidate with a verification result', () => {
      expectState(scenario(), 'filling.application')
    })
    it('does not apply to an unknown candidate', () => {
      expectState(stranger, 'account.agreement')
      expect(stranger.decision.facts).toEqual([])
    })
  },
})

describeRule('identityFailed', {
  holds() {
    it('returns a candidate with a failed identity to the profile, for any result of the degree', () => {
      for (const result of ['passed', 'failed'] as const) {
        const report = { type: 'verification.report', identity: 'failed', education: result } as const
        expectState(accepts(verifying, report), 'account.profile')
      }
    })
  },
  fails() {
    it('does not apply to a confirmed identity, even if the degree failed', () => {
      const report = { type: 'verification.report', identity: 'passed', education: 'failed' } as const
      expectState(accepts(verifying, report), 'filling.application')
    })
  },
})

describeRule('verificationAwaited', () => {
  const renamed = confirmed.when({ type: 'correction.request', changes: { name: '陈小' } })
  const reverified = renamed.when('correction.approve')
  return {
    holds() {
      it('accepts the report after a corrected name and changes nothing', () => {
        expect(reverified.facts('verification.requested')).toHaveLength(1)
        const after = accepts(reverified, {
          type: 'verification.report',
          identity: 'failed',
          education: 'failed',
        })
        expectState(after, 'declaring.commitment')
        expect(after.decision.facts).toEqual([])
        expect(after.snapshot.context.education).toEqual({ origin: 'domestic', result: 'passed' })
      })
    },
    fails() {
      it('does not apply to a report that is not awaited', () => {
        refuses('event.not-now', confirmed, 'verification.report')
        refuses('event.not-now', reverified.when('verification.report'), 'verification.report')
      })
      it('does not apply to a report after a correction of other fields', () => {
        const moved = confirmed.when('correction.request').when('correction.approve')
        refuses('event.not-now', moved, 'verification.report')
      })
    },
  }
})
