import { expect, it } from 'vitest'
import type { Given } from '../../src/testing/given'
import { amendingHistory, correcting, examOf, noticeOf, on, scenario, verified } from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const closes = on('04-17 17:00')
const lastSecond = on('04-17 16:59:59')
const reviewCloses = on('04-18 17:00')
const pdf = 'application/pdf'

type Result = 'passed' | 'failed' | 'onSite'
type Origin = 'domestic' | 'overseas'
const degree = (result: Result, origin: Origin = 'domestic') =>
  scenario({ candidate: { ...verified, education: { origin, result } } })

const committing = scenario().to('declaring.commitment')
const paying = scenario().to('paying.awaiting')
const evidence = degree('failed').to('declaring.evidence')
const overseasEvidence = degree('failed', 'overseas').to('declaring.evidence')

const onProof = (scenario: Given) =>
  scenario.to('filling.route').when({ type: 'route.choose', route: 'proof' })
const uploading = onProof(scenario()).to('declaring.proof.uploading')
const reviewing = uploading.when('proof.upload')

type EvidenceKind = 'verificationReport' | 'overseasCertificate' | 'degreeScan' | 'degreeCertificate'
const showing = (kind: EvidenceKind, mediaType = pdf) =>
  ({ type: 'evidence.upload', document: { kind, mediaType } }) as const
const handingIn = (...kinds: (EvidenceKind | 'workProof' | 'exemptionProof')[]) => {
  const documents = kinds.map((kind) => ({ kind, mediaType: pdf }))
  return { type: 'proof.upload' as const, documents }
}

/** A provincial exam with a level that exempts from a subject. */
const exempt = (result: Result = 'passed', origin: Origin = 'domestic') => {
  const candidate = {
    photo: true,
    education: { origin, result },
    identityProvider: 'provincial',
  } as const
  const opened = scenario({
    exam: examOf('gd-constructor-2'),
    notice: noticeOf('gd-2023-constructor-2'),
    candidate,
  })
  const application = {
    level: 'two-subjects',
    specialty: 'building',
    subjects: ['law', 'practice'],
    place: '440100',
  }
  return opened.when({ type: 'application.save', application })
}
const signedExempt = exempt().to('declaring.commitment').when('commitment.sign')

describeRule('commitment.statements', () => {
  const statements = { informed: true, eligible: true, truthful: true, acceptsChecks: true }
  return {
    holds() {
      it.each(Object.keys(statements))('refuses a commitment without the statement %s', (missing) => {
        const incomplete = { ...statements, [missing]: false }
        refuses('commitment.statements', committing, { type: 'commitment.sign', statements: incomplete })
      })
      it('refuses a commitment without any statement', () => {
        const none = { informed: false, eligible: false, truthful: false, acceptsChecks: false }
        refuses('commitment.statements', committing, { type: 'commitment.sign', statements: none })
      })
      it('refuses only after the checks of the forfeit and the integrity records', () => {
        const incomplete = {
          type: 'commitment.sign',
          statements: { ...statements, truthful: false },
        } as const
        const integrity = [{ kind: 'serious' as const, from: '2024-01-01' }]
        const barred = committing.when(amendingHistory({ integrity }))
        refuses('commitment.eligible', barred, incomplete)
        refuses(
          'commitment.no-return',
          barred.when(amendingHistory({ commitmentForfeited: true })),
          incomplete,
        )
      })
    },
    fails() {
      it('accepts a commitment with all four statements', () => {
        const after = accepts(committing, { type: 'commitment.sign', statements })
        expectState(after, 'paying.awaiting')
        expect(after.decision.facts.map(({ type }) => type)).toEqual(['commitment.signed', 'order.created'])
      })
      it('accepts a commitment and emits the version of the disclosed text', () => {
        const disclosure = { url: 'https://example.gov.cn/cns', version: '2024-1' }
        const disclosed = scenario({ notice: noticeOf('gd-2024-social-worker', { disclosure }) })
        const after = accepts(disclosed.to('declaring.commitment'), 'commitment.sign')
        expect(after.facts('commitment.signed')).toMatchObject([{ disclosure: '2024-1' }])
      })
    },
  }
})

describeRule('commitment.withdraw-unpaid', {
  holds() {
    it('refuses a withdrawal after a payment claim', () => {
      refuses('commitment.withdraw-unpaid', paying.when('payment.claim'), 'commitment.withdraw')
    })
    it('refuses a withdrawal once paid, even after registration has closed', () => {
      const registered = paying.to('registered.waiting')
      refuses('commitment.withdraw-unpaid', registered, 'commitment.withdraw')
      refuses('commitment.withdraw-unpaid', registered, 'commitment.withdraw', closes)
      refuses('commitment.withdraw-unpaid', registered.to('registered.seated'), 'commitment.withdraw')
    })
    it('refuses by another rule if no commitment was signed', () => {
      refuses('event.not-now', committing, 'commitment.withdraw')
      refuses('event.not-now', uploading, 'commitment.withdraw')
      refuses('event.not-now', reviewing.to('registered.waiting'), 'commitment.withdraw')
    })
  },
  fails() {
    it('accepts a withdrawal before payment and supersedes the order', () => {
      const after = accepts(paying, 'commitment.withdraw')
      expectState(after, 'declaring.proof.uploading')
      expect(after.decision.facts.map(({ type }) => type)).toEqual([
        'commitment.withdrawn',
        'commitment.forfeited',
        'order.superseded',
      ])
      expect(after.facts('order.superseded')).toMatchObject([{ orderNo: 'R-1' }])
      expect(after.snapshot.context).toMatchObject({ route: 'proof' })
    })
    it('accepts a withdrawal after the bank found no debit', () => {
      const cleared = paying.when('payment.claim').when('payment.notFound')
      expectState(accepts(cleared, 'commitment.withdraw'), 'declaring.proof.uploading')
    })
  },
})

describeRule('commitment.withdraw-window', {
  holds() {
    it('refuses a withdrawal from the close of registration on, while payment is open', () => {
      refuses('commitment.withdraw-window', paying, 'commitment.withdraw', closes)
      refuses('commitment.withdraw-window', paying, 'commitment.withdraw', on('04-18 16:59:59'))
    })
    it('refuses a withdrawal after that close while an exemption proof is under review', () => {
      const handedIn = signedExempt.when('proof.upload')
      const last = on('03-10 16:59:59', 2023)
      expectState(accepts(handedIn, 'commitment.withdraw', last), 'declaring.proof.uploading')
      refuses('commitment.withdraw-window', handedIn, 'commitment.withdraw', on('03-10 17:00', 2023))
    })
  },
  fails() {
    it('accepts a withdrawal in the last second of registration', () => {
      expectState(accepts(paying, 'commitment.withdraw', lastSecond), 'declaring.proof.uploading')
    })
    it('accepts a withdrawal after the announced close if registration was extended', () => {
      const windows = {
        registration: { opens: on('04-07 09:00'), closes: on('04-18 12:00') },
      }
      const prolonged = paying.when({ type: 'notice.amend', windows })
      accepts(prolonged, 'commitment.withdraw', on('04-18 11:59:59'))
      refuses('commitment.withdraw-window', prolonged, 'commitment.withdraw', on('04-18 12:00'))
    })
  },
})

describeRule('verification.evidence-kind', {
  holds() {
    it('refuses the overseas certificate for a domestic degree', () => {
      refuses('verification.evidence-kind', evidence, showing('overseasCertificate'))
    })
    it('refuses a report or a scan for an overseas degree', () => {
      refuses('verification.evidence-kind', overseasEvidence, showing('verificationReport'))
      refuses('verification.evidence-kind', overseasEvidence, showing('degreeScan'))
    })
    it('refuses by another rule if no evidence is due', () => {
      refuses('event.not-now', paying, showing('verificationReport'))
      refuses('event.not-now', evidence.when(showing('verificationReport')), showing('verificationReport'))
      refuses('event.not-now', paying.to('registered.waiting'), showing('degreeScan'))
    })
    it('refuses a proof without the papers of an unverified degree, on every level', () => {
      const unverified = onProof(degree('failed')).to('declaring.proof.uploading')
      refuses('verification.evidence-kind', unverified, handingIn('workProof'))
      refuses('verification.evidence-kind', unverified, handingIn('workProof', 'overseasCertificate'))
      const overseas = onProof(degree('onSite', 'overseas')).to('declaring.proof.uploading')
      refuses('verification.evidence-kind', overseas, handingIn('workProof', 'degreeScan'))
      accepts(overseas, handingIn('workProof', 'overseasCertificate'))
      for (const kind of ['verificationReport', 'degreeScan', 'degreeCertificate'] as const) {
        const after = accepts(unverified, handingIn('workProof', kind))
        expect(after.snapshot.context.evidence).toBe(kind)
      }
    })
    it.each(['domestic', 'overseas'] as const)(
      'refuses everything but the diploma of a %s degree below higher education',
      (origin) => {
        const lower = { ...verified, education: { origin, result: 'failed', higher: false } as const }
        const shown = scenario({ candidate: lower }).to('declaring.evidence')
        for (const kind of ['verificationReport', 'overseasCertificate'] as const)
          refuses('verification.evidence-kind', shown, showing(kind))
        for (const kind of ['degreeCertificate', 'degreeScan'] as const) {
          const after = accepts(shown, showing(kind))
          expectState(after, 'paying.awaiting')
          refuses('event.not-now', after, showing('verificationReport'))
        }
      },
    )
    it('refuses an exemption proof without evidence of an unverified degree', () => {
      const unverified = exempt('failed').to('declaring.commitment').when('commitment.sign')
      refuses('verification.evidence-kind', unverified, handingIn('exemptionProof'))
      refuses('verification.evidence-kind', unverified, handingIn('exemptionProof', 'overseasCertificate'))
      for (const kind of ['verificationReport', 'degreeScan'] as const) {
        const after = accepts(unverified, handingIn('exemptionProof', kind))
        expectState(after, 'declaring.proof.reviewing')
        expect(after.snapshot.context.evidence).toBe(kind)
      }
      const overseas = exempt('onSite', 'overseas').to('declaring.commitment').when('commitment.sign')
      refuses('verification.evidence-kind', overseas, handingIn('exemptionProof', 'verificationReport'))
      accepts(overseas, handingIn('exemptionProof', 'overseasCertificate'))
    })
  },
  fails() {
    it('accepts a report or, provisionally, a scan for a domestic degree', () => {
      for (const kind of ['verificationReport', 'degreeScan'] as const) {
        const after = accepts(evidence, showing(kind))
        expectState(after, 'paying.awaiting')
        expect(after.facts('order.created')).toMatchObject([{ orderNo: 'R-1', amountFen: 17_100 }])
        expect(after.snapshot.context.evidence).toBe(kind)
      }
    })
    it('accepts the certificate for an overseas degree', () => {
      expectState(accepts(overseasEvidence, showing('overseasCertificate')), 'paying.awaiting')
    })
    it('accepts only the report in place of an uploaded scan', () => {
      const scanned = evidence.when(showing('degreeScan'))
      for (const later of [scanned, scanned.to('registered.waiting')]) {
        refuses('verification.evidence-kind', later, showing('degreeScan'))
        refuses('verification.evidence-kind', later, showing('overseasCertificate'))
        const after = accepts(later, showing('verificationReport'))
        expect(after.snapshot.context.evidence).toBe('verificationReport')
        expect(after.snapshot.value).toEqual(later.snapshot.value)
      }
    })
    it('accepts the exemption proof alone if the degree was verified', () => {
      accepts(signedExempt, handingIn('exemptionProof'))
    })
  },
})

describeRule('proof.window', {
  holds() {
    it('refuses proof before a postponed registration opens again', () => {
      const windows = { registration: { opens: on('04-10 09:00'), closes } }
      const putOff = uploading.when({ type: 'notice.amend', windows })
      refuses('proof.window', putOff, handingIn('workProof'), on('04-10 08:59:59'))
      accepts(putOff, handingIn('workProof'), on('04-10 09:00'))
    })
    it('refuses proof after the close if another proof is under review or approved', () => {
      refuses('proof.window', reviewing, handingIn('workProof'), closes)
      refuses('proof.window', reviewing.when('proof.approve'), handingIn('workProof'), closes)
    })
    it('refuses proof by another rule at the close if none was uploaded: the registration has ended', () => {
      refuses('registration.ended', uploading, handingIn('workProof'), closes, 'ended.abandoned')
    })
    it('refuses before the check of the documents', () => {
      const windows = { registration: { opens: on('04-10 09:00'), closes } }
      const putOff = uploading.when({ type: 'notice.amend', windows })
      refuses('proof.window', putOff, {
        type: 'proof.upload',
        documents: [{ kind: 'workProof', mediaType: 'a/b' }],
      })
    })
    it('refuses by another rule while registration is open and no proof is due', () => {
      refuses('event.not-now', reviewing, handingIn('workProof'))
      refuses('event.not-now', committing, handingIn('workProof'))
    })
  },
  fails() {
    it('accepts proof in the last second of registration', () => {
      const after = accepts(uploading, handingIn('workProof'), lastSecond)
      expectState(after, 'declaring.proof.reviewing')
      expect(after.facts('proof.submitted')).toEqual([
        { type: 'proof.submitted', at: lastSecond, kinds: ['workProof'] },
      ])
    })
  },
})

describeRule('proof.pdf', {
  holds() {
    it.each(['image/jpeg', 'application/PDFX', 'application/pdf+zip', ''])(
      'refuses evidence as %j',
      (type) => {
        refuses('proof.pdf', evidence, showing('verificationReport', type))
        refuses('proof.pdf', evidence, showing('degreeScan', type))
      },
    )
    it('refuses proof if a single document is not a PDF', () => {
      const documents = [
        { kind: 'workProof', mediaType: pdf },
        { kind: 'degreeCertificate', mediaType: 'image/png' },
      ] as const
      refuses('proof.pdf', uploading, { type: 'proof.upload', documents: [...documents] })
    })
    it('refuses evidence of the wrong kind by another rule, in any format', () => {
      refuses('verification.evidence-kind', evidence, showing('overseasCertificate', 'image/jpeg'))
    })
    it('refuses the report in place of a scan unless it is a PDF', () => {
      const scanned = evidence.when(showing('degreeScan'))
      refuses('proof.pdf', scanned, showing('verificationReport', 'image/png'))
      refuses('proof.pdf', scanned.to('registered.waiting'), showing('verificationReport', 'image/png'))
    })
  },
  fails() {
    it('accepts proof and evidence as PDF', () => {
      accepts(uploading, handingIn('workProof', 'degreeCertificate'))
      accepts(evidence, showing('verificationReport'))
    })
    it('accepts the certificate for an overseas degree in any format', () => {
      accepts(overseasEvidence, showing('overseasCertificate', 'image/jpeg'))
    })
  },
})

describeRule('proof.required', () => {
  const exam = examOf('social-worker')
  const levels = exam.levels.map((level) => ({
    ...level,
    proof: ['workProof' as const, 'degreeCertificate' as const],
  }))
  const asked = onProof(scenario({ exam: { ...exam, levels } })).to('declaring.proof.uploading')
  return {
    holds() {
      it('refuses proof without any document', () => {
        refuses('proof.required', uploading, handingIn())
        refuses('proof.required', asked, handingIn())
      })
      it('refuses proof that lacks a document the level requires', () => {
        refuses('proof.required', asked, handingIn('workProof'))
        refuses('proof.required', asked, handingIn('degreeCertificate', 'degreeCertificate'))
        refuses('proof.required', asked, handingIn('workProof', 'exemptionProof'))
      })
    },
    fails() {
      it('accepts any document if the level requires none by name', () => {
        accepts(uploading, handingIn('workProof'))
      })
      it('accepts all documents that the level requires, in any order and with others', () => {
        accepts(asked, handingIn('degreeCertificate', 'workProof'))
        accepts(asked, handingIn('degreeScan', 'workProof', 'degreeCertificate'))
      })
    },
  }
})

describeRule('exemptionLevel', {
  holds() {
    it('sends a signed commitment to the proof of the exemption first', () => {
      expectState(signedExempt, 'declaring.proof.uploading')
      expect(signedExempt.facts('commitment.signed')).toHaveLength(1)
      expect(signedExempt.facts('order.created')).toEqual([])
    })
    it('applies even if the degree is unverified, because one upload covers both', () => {
      const unverified = exempt('failed').to('declaring.commitment')
      expectState(accepts(unverified, 'commitment.sign'), 'declaring.proof.uploading')
    })
    it('returns a withdrawal to the upload without an order to supersede', () => {
      const after = accepts(signedExempt.when('proof.upload'), 'commitment.withdraw')
      expectState(after, 'declaring.proof.uploading')
      expect(after.decision.facts.map(({ type }) => type)).toEqual([
        'commitment.withdrawn',
        'commitment.forfeited',
      ])
    })
  },
  fails() {
    it('does not apply to other levels', () => {
      expectState(accepts(committing, 'commitment.sign'), 'paying.awaiting')
    })
  },
})

describeRule('educationUnverified', {
  holds() {
    it.each([
      ['failed', 'domestic'],
      ['onSite', 'domestic'],
      ['failed', 'overseas'],
    ] as const)('sends a commitment with a %s degree (%s) to the evidence', (result, origin) => {
      const after = accepts(degree(result, origin).to('declaring.commitment'), 'commitment.sign')
      expectState(after, 'declaring.evidence')
      expect(after.facts('order.created')).toEqual([])
    })
    it('applies to a degree that was amended after the evidence for the former degree', () => {
      const shown = evidence.when(showing('degreeScan'))
      const again = shown.when(correcting({ subjects: ['law'] })).when('correction.approve')
      const failed = again.when('education.amend').when({ type: 'verification.report', education: 'failed' })
      const back = failed.when({
        type: 'application.save',
        application: { level: 'intermediate', subjects: ['law'], place: '440100' },
      })
      expectState(back.when('application.confirm').when('commitment.sign'), 'declaring.evidence')
    })
  },
  fails() {
    it('does not apply to a verified degree', () => {
      expectState(accepts(committing, 'commitment.sign'), 'paying.awaiting')
    })
    it('does not apply if evidence from before a correction is still valid', () => {
      const shown = evidence.when(showing('degreeScan'))
      const again = shown.when(correcting({ subjects: ['law'] })).when('correction.approve')
      const signed = again.when('application.confirm').when('commitment.sign')
      expectState(signed, 'paying.awaiting')
      expect(signed.facts('order.created')).toMatchObject([{ orderNo: 'R-2', amountFen: 5700 }])
    })
  },
})

describeRule('commitmentStands', {
  holds() {
    it('accepts a withdrawal in every state with a signed, unpaid commitment', () => {
      for (const signed of [evidence, signedExempt, signedExempt.when('proof.upload'), paying]) {
        const after = accepts(signed, 'commitment.withdraw')
        expectState(after, 'declaring.proof.uploading')
        expect(after.facts('commitment.withdrawn')).toHaveLength(1)
        expect(after.facts('commitment.forfeited')).toHaveLength(1)
      }
    })
  },
  fails() {
    it('does not apply to a second withdrawal', () => {
      refuses('event.not-now', paying.when('commitment.withdraw'), 'commitment.withdraw')
    })
    it('does not apply on the proof route, where no commitment was signed', () => {
      for (const unsigned of [uploading, reviewing, reviewing.when('proof.approve')])
        refuses('event.not-now', unsigned, 'commitment.withdraw')
    })
    it('does not apply after a correction until the commitment is signed again', () => {
      const back = paying.when(correcting({ subjects: ['law'] })).when('correction.approve')
      refuses('event.not-now', back, 'commitment.withdraw')
      refuses('event.not-now', back.to('declaring.commitment'), 'commitment.withdraw')
      accepts(back.to('paying.awaiting'), 'commitment.withdraw')
    })
  },
})

describeRule('evidenceAwaited', () => {
  const scanned = evidence.when(showing('degreeScan'))
  const registered = scanned.to('registered.waiting')
  return {
    holds() {
      it('accepts the report in place of a scan until the last second of registration', () => {
        for (const scenario of [scanned, registered]) {
          const after = accepts(scenario, showing('verificationReport'), lastSecond)
          expect(after.snapshot.context.evidence).toBe('verificationReport')
          expect(after.decision.facts).toEqual([])
        }
      })
      it('accepts the report if the scan was part of the proof', () => {
        const handedIn = onProof(degree('failed')).to('declaring.proof.uploading')
        const approved = handedIn.when(handingIn('workProof', 'degreeScan')).when('proof.approve')
        accepts(approved, showing('verificationReport'))
      })
    },
    fails() {
      it('does not apply from the close of registration on', () => {
        for (const scenario of [scanned, registered]) {
          refuses('event.not-now', scenario, showing('verificationReport'), closes)
          refuses('event.not-now', scenario, showing('degreeScan', 'image/png'), closes)
        }
      })
      it('does not apply to a second report', () => {
        refuses(
          'event.not-now',
          registered.when(showing('verificationReport')),
          showing('verificationReport'),
        )
      })
      it('does not apply if an overseas certificate was uploaded', () => {
        const shown = overseasEvidence.when(showing('overseasCertificate'))
        refuses('event.not-now', shown, showing('verificationReport'))
      })
    },
  }
})

describeRule('uploadClosed', () => {
  it('keeps a review open after registration closes', () => {
    const after = accepts(reviewing, 'proof.approve', on('04-18 16:59:59'))
    expectState(after, 'paying.awaiting')
    expect(after.facts('order.created')).toHaveLength(1)
  })
  it('ends a review at its own close', () => {
    const after = accepts(reviewing, 'clock.advance', reviewCloses)
    expectState(after, 'ended.abandoned')
    expect(after.facts('registration.abandoned')).toMatchObject([{ reason: 'proofNotReviewed' }])
  })
  return {
    holds() {
      it('ends the registration on a rejection from the close of registration on', () => {
        const after = accepts(reviewing, 'proof.reject', closes)
        expectState(after, 'ended.abandoned')
        expect(after.facts('registration.abandoned')).toEqual([
          { type: 'registration.abandoned', at: closes, reason: 'proofRejected' },
        ])
      })
    },
    fails() {
      it('does not apply before the close: the candidate can upload again', () => {
        const after = accepts(reviewing, 'proof.reject', lastSecond)
        expectState(after, 'declaring.proof.uploading')
        expect(after.decision.facts).toEqual([])
      })
    },
  }
})

describeRule('uploadClosesByItself', () => {
  const base = noticeOf('gd-2024-social-worker')
  const uploadCloses = on('04-15 17:00')
  const notice = { ...base, windows: { ...base.windows, proofUpload: { closes: uploadCloses } } }
  return {
    holds() {
      it('ends the registration because nothing was uploaded in time', () => {
        const after = accepts(
          onProof(scenario({ notice })).to('declaring.proof.uploading'),
          'clock.advance',
          uploadCloses,
        )
        expectState(after, 'ended.abandoned')
        expect(after.facts('registration.abandoned')).toEqual([
          { type: 'registration.abandoned', at: uploadCloses, reason: 'proofNotUploaded' },
        ])
        const { decision } = after.when('proof.upload')
        expect(decision.accepted || decision.refusal.message.zh).toContain('未在截止前上传证明材料')
      })
    },
    fails() {
      it('does not apply if the upload closes with registration', () => {
        const after = accepts(uploading, 'clock.advance', closes)
        expectState(after, 'ended.abandoned')
        expect(after.facts('registration.abandoned')).toMatchObject([{ reason: 'registrationClosed' }])
      })
    },
  }
})
