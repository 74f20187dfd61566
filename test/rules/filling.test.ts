import { expect, it } from 'vitest'
import type { Given } from '../../src/testing/given'
import {
  amendingHistory,
  correcting,
  education,
  examOf,
  noticeOf,
  on,
  scenario,
  verified,
} from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const opens = on('04-07 09:00')
const closes = on('04-17 17:00')
const lastSecond = on('04-17 16:59:59')

const early = scenario({ at: on('04-01 10:00') })
const filling = scenario()
const route = filling.to('filling.route')
const confirmation = filling.to('filling.confirmation')
const confirmed = filling.to('declaring.commitment')
const paying = filling.to('paying.awaiting')

const applying = (
  subjects: string[],
  level = 'intermediate',
  changes: { place?: string; specialty?: string } = {},
) => ({ type: 'application.save', application: { level, subjects, place: '440100', ...changes } }) as const
const all = ['general', 'law', 'practice']

const choosing = (route: 'commitment' | 'proof') => ({ type: 'route.choose', route }) as const
const choosingProof = choosing('proof')

const economics = { exam: examOf('economics'), notice: noticeOf('gd-2023-economics') }

/** An amended notice that postpones the opening of registration. */
const putOff = (scenario: Given) =>
  scenario.when({
    type: 'notice.amend',
    windows: { registration: { opens: on('04-10 09:00'), closes } },
  })

/** An approved correction of the application, which returns the form to confirmation. */
const corrected = (scenario: Given, changes: { subjects?: string[]; place?: string; level?: string }) =>
  scenario.when(correcting(changes)).when('correction.approve')

describeRule('application.locked', {
  holds() {
    it('refuses the form once it is confirmed', () => {
      for (const state of [
        'declaring.commitment',
        'paying.awaiting',
        'paying.reconciling',
        'registered.waiting',
      ] as const)
        refuses('application.locked', filling.to(state), 'application.save')
    })
    it('refuses another choice of route once the commitment is signed', () => {
      refuses('application.locked', paying, choosingProof)
      refuses('application.locked', paying, choosing('commitment'))
    })
    it('refuses the commitment while it waits to be signed, because it is already chosen', () => {
      refuses('application.locked', confirmed, choosing('commitment'))
    })
    it('refuses before the check of the offer', () => {
      refuses('application.locked', paying, applying(['astrology']))
    })
  },
  fails() {
    it('accepts the form repeatedly until it is confirmed', () => {
      for (const open of [filling, route, confirmation]) accepts(open, applying(['law']))
    })
    it('accepts the form again after an approved correction has returned to it', () => {
      const back = corrected(paying, { subjects: ['law'] })
      expectState(accepts(back, applying(['general'])), 'filling.confirmation')
    })
  },
})

describeRule('application.window', {
  holds() {
    it('refuses the form a second before registration opens', () => {
      refuses('application.window', early, 'application.save', on('04-07 08:59:59'))
    })
    it('refuses a route and the confirmation if the opening was postponed', () => {
      refuses('application.window', putOff(route), choosing('commitment'))
      refuses('application.window', putOff(route), choosingProof)
      refuses('application.window', putOff(confirmation), 'application.confirm')
      expectState(accepts(putOff(route), 'route.choose', on('04-10 09:00')), 'filling.confirmation')
    })
    it('refuses by another rule at the close: the registration has ended', () => {
      refuses('registration.ended', confirmation, 'application.confirm', closes, 'ended.abandoned')
    })
    it('refuses to approve a changed application from the close on', () => {
      const asked = paying.when(correcting({ subjects: ['law'] }))
      refuses('application.window', asked, 'correction.approve', closes)
    })
    it('refuses before the check of the offer', () => {
      refuses('application.window', early, applying(['astrology']))
    })
  },
  fails() {
    it('accepts the form at the instant that registration opens', () => {
      expectState(accepts(early, 'application.save', opens), 'filling.route')
    })
    it('accepts every step up to the confirmation in the last second', () => {
      const saved = accepts(early, 'application.save', lastSecond)
      const chosen = accepts(saved, 'route.choose')
      expectState(accepts(chosen, 'application.confirm'), 'declaring.commitment')
    })
    it('accepts the approval of a changed application in the last second', () => {
      const asked = paying.when(correcting({ subjects: ['law'] }))
      expectState(accepts(asked, 'correction.approve', lastSecond), 'filling.confirmation')
    })
    it('accepts the approval of other fields after the close and keeps the state', () => {
      const asked = paying.when('correction.request', lastSecond)
      const after = accepts(asked, 'correction.approve', closes)
      expectState(after, 'paying.awaiting')
      expect(after.facts('correction.applied')).toMatchObject([{ correctionId: 'K1', fields: ['phone'] }])
    })
  },
})

describeRule('application.offered', {
  holds() {
    it.each([
      ['a level that the exam does not have', applying(all, 'senior')],
      ['a subject that the exam does not have', applying(['astrology'])],
      ['a subject of another level', applying(['general', 'law'], 'junior')],
      ['no subject at all', applying([])],
      ['the same subject twice', applying(['law', 'law'])],
      ['a place that the notice does not name', applying(all, 'intermediate', { place: '440200' })],
      ['a specialty of an exam without specialties', applying(all, 'intermediate', { specialty: 'finance' })],
    ])('refuses %s', (_, save) => {
      refuses('application.offered', filling, save)
    })
    it('refuses a level without a session in the notice', () => {
      refuses('application.offered', filling, applying(['practice-senior'], 'senior'))
      const senior = scenario({ notice: noticeOf('gd-2024-social-worker-senior') })
      accepts(senior, applying(['practice-senior'], 'senior'))
      refuses('application.offered', senior, applying(all))
    })
    it('refuses a correction to a choice that is not offered', () => {
      accepts(paying, correcting({ place: '440300' }))
      refuses('application.offered', paying, correcting({ place: '440200' }))
      refuses('application.offered', paying, correcting({ subjects: [] }))
      // Law is not a subject of the junior level, and it stays if only the level changes.
      refuses('application.offered', paying, correcting({ level: 'junior' }))
    })
    it('refuses to approve a correction that no longer fits after another', () => {
      const two = paying
        .when(correcting({ level: 'junior', subjects: ['general', 'practice'] }))
        .when(correcting({ subjects: ['law', 'practice'] }, 'K2'))
      const first = { type: 'correction.approve', correctionId: 'K1' } as const
      const second = { type: 'correction.approve', correctionId: 'K2' } as const
      refuses('application.offered', two.when(first), second)
      expectState(accepts(two.when(second), first), 'filling.confirmation')
    })
  },
  fails() {
    it('accepts a level, some of its subjects and a place of the notice', () => {
      const after = accepts(filling, applying(['law'], 'intermediate', { place: '440300' }))
      expect(after.snapshot.context.application).toEqual({
        level: 'intermediate',
        subjects: ['law'],
        place: '440300',
      })
    })
    it('accepts a listed specialty, and refuses another or none if one is required', () => {
      const specialised = (specialty?: string) =>
        applying(['basics'], 'intermediate', specialty === undefined ? {} : { specialty })
      accepts(scenario(economics), specialised('finance'))
      refuses('application.offered', scenario(economics), specialised('astrology'))
      refuses('application.offered', scenario(economics), specialised())
    })
    it('accepts a specialty of the level, and refuses one of another level', () => {
      const software = scenario({ exam: examOf('software'), notice: noticeOf('gd-2024-software-1') })
      const papers = ['knowledge', 'case', 'essay']
      accepts(software, applying(papers, 'senior', { specialty: 'systems-analysis' }))
      refuses('application.offered', software, applying(papers, 'senior', { specialty: 'software-design' }))
    })
  },
})

describeRule('application.all-subjects', {
  holds() {
    it('refuses some subjects of a level without rolling years', () => {
      refuses('application.all-subjects', filling, applying(['general'], 'junior'))
      refuses('application.all-subjects', filling, applying(['practice'], 'junior'))
    })
    it('refuses a correction that drops one of them', () => {
      const junior = filling.when(applying(['general', 'practice'], 'junior')).to('paying.awaiting')
      const dropping = correcting({ subjects: ['general'] })
      refuses('application.all-subjects', junior, dropping)
    })
    it('refuses a correction of only the level that leaves subjects out', () => {
      const one = filling.when(applying(['general'])).to('paying.awaiting')
      refuses('application.all-subjects', one, correcting({ level: 'junior' }))
    })
    it('refuses to approve a correction that leaves subjects out after another', () => {
      const two = filling
        .to('paying.awaiting')
        .when(correcting({ level: 'junior', subjects: ['general', 'practice'] }))
        .when(correcting({ subjects: ['general'] }, 'K2'))
      const moved = two.when({ type: 'correction.approve', correctionId: 'K1' })
      refuses('application.all-subjects', moved, { type: 'correction.approve', correctionId: 'K2' })
    })
  },
  fails() {
    it('accepts all subjects of a level without rolling years, in any order', () => {
      accepts(filling, applying(['practice', 'general'], 'junior'))
    })
    it('accepts some subjects of a level with rolling years', () => {
      accepts(filling, applying(['law']))
    })
  },
})

describeRule('application.already-credited', () => {
  const passed = (credit: object) =>
    scenario({ history: { credits: [{ subject: 'law', year: 2023, ...credit }] } })
  return {
    holds() {
      it('refuses a subject passed last year, within the two rolling years', () => {
        refuses('application.already-credited', passed({}), applying(all))
        refuses('application.already-credited', passed({}), applying(['law']))
      })
      it('refuses a subject passed earlier in the same year', () => {
        refuses('application.already-credited', passed({ year: 2024 }), applying(['law']))
      })
      it('refuses a pass extended through this year, and accepts the subject once it has expired', () => {
        refuses('application.already-credited', passed({ year: 2022, validThrough: 2024 }), applying(all))
        accepts(passed({ year: 2021, validThrough: 2023 }), applying(all))
      })
      it('refuses only the same specialty if the credit names one', () => {
        const passedFor = (specialty: string | undefined) => {
          const credit = { subject: 'basics', year: 2022, ...(specialty && { specialty }) }
          return scenario({ ...economics, history: { credits: [credit] } })
        }
        const save = applying(['basics'], 'intermediate', { specialty: 'finance' })
        refuses('application.already-credited', passedFor('finance'), save)
        refuses('application.already-credited', passedFor(undefined), save)
        accepts(passedFor('human-resources'), save)
      })
      it('refuses by credits that arrive while the registration is open', () => {
        const later = filling.when(amendingHistory({ credits: [{ subject: 'law', year: 2023 }] }))
        refuses('application.already-credited', later, applying(all))
        accepts(later.when(amendingHistory({ credits: [] })), applying(all))
      })
      it('refuses a correction and its approval by the same credits', () => {
        const law = amendingHistory({ credits: [{ subject: 'law', year: 2023 }] })
        const adding = correcting({ subjects: ['general', 'law'] })
        const one = filling.when(applying(['general'])).to('paying.awaiting')
        refuses('application.already-credited', one.when(law), adding)
        refuses('application.already-credited', one.when(adding).when(law), 'correction.approve')
        expectState(accepts(one.when(adding), 'correction.approve'), 'filling.confirmation')
      })
    },
    fails() {
      it('accepts subjects that were not passed before', () => {
        accepts(passed({}), applying(['general', 'practice']))
      })
      it('accepts a subject whose rolling years are over', () => {
        accepts(passed({ year: 2022 }), applying(all))
      })
      it('accepts a subject that was passed at another level', () => {
        accepts(passed({ level: 'senior' }), applying(all))
        refuses('application.already-credited', passed({ level: 'intermediate' }), applying(all))
      })
      it('accepts a subject of a level without rolling years, where earlier passes do not count', () => {
        const general = scenario({ history: { credits: [{ subject: 'general', year: 2023 }] } })
        accepts(general, applying(['general', 'practice'], 'junior'))
      })
    },
  }
})

describeRule('commitment.offered', () => {
  const without = scenario({ notice: noticeOf('gd-2024-social-worker', { commitment: 'none' }) }).to(
    'filling.route',
  )
  return {
    holds() {
      it('refuses the commitment if the notice offers none', () => {
        refuses('commitment.offered', without, choosing('commitment'))
      })
    },
    fails() {
      it('accepts the commitment if the notice offers it', () => {
        expectState(accepts(route, choosing('commitment')), 'filling.confirmation')
      })
      it('accepts proof if the notice offers no commitment', () => {
        expectState(accepts(without, choosingProof), 'filling.confirmation')
      })
    },
  }
})

describeRule('commitment.eligible', () => {
  const recorded = (
    record: { from: string; until?: string },
    kind: 'serious' | 'falseCommitment' = 'serious',
  ) => scenario({ history: { integrity: [{ kind, ...record }] } }).to('filling.route')
  const committing = choosing('commitment')
  it('is checked again at signing', () => {
    const ahead = recorded({ from: '2024-04-08' }).to('declaring.commitment')
    accepts(ahead, 'commitment.sign', on('04-07 23:59:59'))
    refuses('commitment.eligible', ahead, 'commitment.sign', on('04-08 00:00'))
    const integrity = [{ kind: 'serious' as const, from: '2024-04-01' }]
    const meanwhile = confirmed.when(amendingHistory({ integrity }))
    refuses('commitment.eligible', meanwhile, 'commitment.sign')
  })
  return {
    holds() {
      it('refuses the commitment while a record of any kind is in force', () => {
        for (const kind of ['falseCommitment', 'serious', 'especiallySerious'] as const) {
          const integrity = [{ kind, from: '2023-06-01' }]
          refuses('commitment.eligible', scenario({ history: { integrity } }).to('filling.route'), committing)
        }
      })
      it('refuses to the last second of a record, and accepts from its end date in Shanghai time', () => {
        const barred = recorded({ from: '2019-04-08', until: '2024-04-08' })
        refuses('commitment.eligible', barred, committing, on('04-07 23:59:59'))
        accepts(barred, committing, on('04-08 00:00:00'))
      })
      it('refuses to the last second of a record that ends at an instant', () => {
        const barred = recorded({ from: '2019-04-08', until: on('04-08 12:00') })
        refuses('commitment.eligible', barred, committing, on('04-08 11:59:59'))
        accepts(barred, committing, on('04-08 12:00'))
      })
      it('refuses permanently if a record has no end', () => {
        refuses('commitment.eligible', recorded({ from: '1998-01-01' }, 'falseCommitment'), committing)
      })
    },
    fails() {
      it('accepts the commitment of a candidate without a record', () => {
        accepts(route, committing)
      })
      it('accepts proof from a candidate with a record, which never bars the registration', () => {
        const barred = recorded({ from: '2023-06-01' })
        expectState(accepts(barred, choosingProof).to('registered.waiting'), 'registered.waiting')
      })
      it('accepts until a record begins, and refuses from its first instant', () => {
        const ahead = recorded({ from: '2024-04-08' })
        accepts(ahead, committing, on('04-07 23:59:59'))
        refuses('commitment.eligible', ahead, committing, on('04-08 00:00'))
      })
      it('accepts proof from a candidate who is barred at signing, and forfeits nothing', () => {
        const ahead = recorded({ from: '2024-04-08' }).to('declaring.commitment')
        const after = accepts(ahead, choosingProof, on('04-08 00:00'))
        expectState(after, 'declaring.proof.uploading')
        expect(after.facts('commitment.forfeited')).toEqual([])
      })
    },
  }
})

describeRule('commitment.no-return', {
  holds() {
    it('refuses to change from proof to the commitment', () => {
      refuses('commitment.no-return', route.when(choosingProof), choosing('commitment'))
    })
    it('refuses it even after the form is saved again', () => {
      const saved = route.when(choosingProof).when(applying(['law']))
      refuses('commitment.no-return', saved, choosing('commitment'))
    })
    it('refuses it after a withdrawal, before the check for a locked form', () => {
      refuses('commitment.no-return', paying.when('commitment.withdraw'), choosing('commitment'))
    })
    it('refuses a candidate who forfeited it in another registration of the year', () => {
      const elsewhere = scenario({ history: { commitmentForfeited: true } }).to('filling.route')
      refuses('commitment.no-return', elsewhere, choosing('commitment'))
      expect(accepts(elsewhere, choosingProof).facts('commitment.forfeited')).toEqual([])
    })
    it('refuses to sign after a forfeit in another registration, until that one is taken back', () => {
      const forfeited = confirmed.when(amendingHistory({ commitmentForfeited: true }))
      refuses('commitment.no-return', forfeited, 'commitment.sign')
      const takenBack = forfeited.when(amendingHistory({ commitmentForfeited: false }))
      expectState(accepts(takenBack, 'commitment.sign'), 'paying.awaiting')
    })
    it('refuses after a forfeit here, even if one elsewhere is taken back', () => {
      const both = route.when(choosingProof).when(amendingHistory({ commitmentForfeited: true }))
      const takenBack = both.when(amendingHistory({ commitmentForfeited: false }))
      refuses('commitment.no-return', takenBack, choosing('commitment'))
    })
    it('refuses before the checks of the window, the offer and the records', () => {
      const integrity = [{ kind: 'serious' as const, from: '2023-01-01' }]
      const notice = noticeOf('gd-2024-social-worker', { commitment: 'none' })
      const barred = scenario({ notice, history: { commitmentForfeited: true, integrity } })
      refuses('commitment.no-return', putOff(barred.to('filling.route')), choosing('commitment'))
    })
  },
  fails() {
    it('accepts a change from the commitment to proof, and emits the forfeit', () => {
      const after = accepts(confirmation, choosingProof)
      expectState(after, 'filling.confirmation')
      expect(after.facts('commitment.forfeited')).toEqual([
        { type: 'commitment.forfeited', at: opens, exam: 'social-worker', examYear: 2024 },
      ])
    })
    it('accepts a second choice of the commitment', () => {
      expectState(accepts(confirmation, choosing('commitment')), 'filling.confirmation')
    })
    it('accepts a second choice of proof, and emits the forfeit once', () => {
      expect(accepts(route.when(choosingProof), choosingProof).facts('commitment.forfeited')).toEqual([])
    })
  },
})

describeRule('routeChosen', {
  holds() {
    it('sends a form that is saved again to confirmation and keeps the route', () => {
      const after = accepts(confirmation, applying(['law']))
      expectState(after, 'filling.confirmation')
      expect(after.snapshot.context.route).toBe('commitment')
    })
    it('applies after the degree was amended and verified again', () => {
      const amended = confirmation.when({ type: 'education.amend', education }).when('verification.report')
      expectState(amended, 'filling.application')
      expectState(accepts(amended, 'application.save'), 'filling.confirmation')
    })
  },
  fails() {
    it('does not apply to a form without a route', () => {
      expectState(accepts(filling, applying(['law'])), 'filling.route')
      expectState(accepts(route, applying(['law'])), 'filling.route')
    })
  },
})

describeRule('choosesProof', {
  holds() {
    it('emits the forfeit of the commitment', () => {
      const after = accepts(route, choosingProof)
      expect(after.facts('commitment.forfeited')).toHaveLength(1)
      expect(after.snapshot.context).toMatchObject({ route: 'proof' })
    })
    it('sends a candidate who waits to sign to the proof', () => {
      expectState(accepts(confirmed, choosingProof), 'declaring.proof.uploading')
    })
  },
  fails() {
    it('does not apply to the commitment', () => {
      const after = accepts(route, choosing('commitment'))
      expect(after.decision.facts).toEqual([])
      expect(after.snapshot.context).toMatchObject({ route: 'commitment' })
    })
  },
})

describeRule('proofRoute', {
  holds() {
    it('sends a confirmed form to the upload of proof', () => {
      const after = accepts(route.when(choosingProof), 'application.confirm')
      expectState(after, 'declaring.proof.uploading')
      expect(after.facts('application.confirmed')).toEqual([
        {
          type: 'application.confirmed',
          at: opens,
          level: 'intermediate',
          subjects: all,
          place: '440100',
        },
      ])
    })
    it('applies to a correction after a withdrawal', () => {
      const back = corrected(paying.when('commitment.withdraw'), { subjects: ['law'] })
      expectState(accepts(back, 'application.confirm'), 'declaring.proof.uploading')
    })
  },
  fails() {
    it('does not apply to a commitment, which is signed first', () => {
      const after = accepts(confirmation, 'application.confirm')
      expectState(after, 'declaring.commitment')
      expect(after.facts('application.confirmed')).toHaveLength(1)
    })
    it('does not apply on the commitment route, even if the degree was not verified', () => {
      const failed = scenario({
        candidate: { ...verified, education: { origin: 'domestic', result: 'failed' } },
      })
      expectState(failed.to('declaring'), 'declaring.commitment')
    })
  },
})
