import { describe, expect, it } from 'vitest'
import {
  amendingHistory,
  correcting,
  education,
  examOf,
  marks,
  noticeOf,
  on,
  scenario,
  verified,
} from '../support/scenario'

const morning = on('04-08 10:00')
const onPublication = on('08-05 10:00')
const onSite = { photo: true, education: { origin: 'domestic', result: 'onSite' } } as const
const scan = {
  type: 'evidence.upload',
  document: { kind: 'degreeScan', mediaType: 'application/pdf' },
} as const
const finding = { type: 'finding.record', finding: 'ineligible' } as const

const paying = scenario().to('paying.awaiting')
const registered = paying.to('registered.admitCard')
const marking = registered.to('marking')
const notPassed = marking.when(marks({ law: 59 }), onPublication)
const qualifying = marking.when('marks.publish', onPublication)

describe('an approved correction (§6.13)', () => {
  const scanned = scenario({ candidate: onSite }).to('declaring.evidence').when(scan).to('paying.awaiting')
  const corrected = (origin: 'domestic' | 'overseas') =>
    scanned.when(correcting({ education: { ...education, origin } })).when('correction.approve')

  it('of the origin of the degree drops the result and the evidence of the other origin', () => {
    const { education: kept, evidence } = corrected('overseas').snapshot.context
    expect(scanned.snapshot.context.evidence).toBe('degreeScan')
    expect({ kept, evidence }).toEqual({
      kept: { origin: 'overseas' },
      evidence: undefined,
    })
  })

  it('to a domestic degree of higher education owes its report', () => {
    const lower = { ...onSite, education: { origin: 'domestic', result: 'onSite', higher: false } } as const
    const diploma = { kind: 'degreeCertificate', mediaType: 'application/pdf' } as const
    const shown = scenario({ candidate: lower })
      .to('declaring.evidence')
      .when({ type: 'evidence.upload', document: diploma })
    const after = shown.to('registered.waiting').when(correcting({ education })).when('correction.approve')
    expect(after.snapshot.context.education).toEqual({ origin: 'domestic' })
    const passed = after.to('marking').when('marks.publish', onPublication)
    expect(passed.snapshot.value).toMatchObject({ qualifying: { check: 'unreviewed' } })
    expect(passed.until('report.due').snapshot.value).toEqual({ ended: 'scoresVoided' })
  })

  it('of the degree keeps result and evidence, if the kind stays the same, until the new check is reported', () => {
    const pending = corrected('domestic')
    expect(pending.snapshot.context).toMatchObject({ ...onSite, evidence: 'degreeScan' })
    expect(pending.snapshot.context.formerDegree).toEqual({ evidence: true })
    const reported = pending.when({ type: 'verification.report', education: 'failed' }).snapshot.context
    expect(reported.education).toEqual({ origin: 'domestic', result: 'failed' })
    expect(reported).not.toHaveProperty('evidence')
    expect(reported).not.toHaveProperty('formerDegree')
  })

  it('of the degree keeps the evidence that was uploaded since', () => {
    const report = { ...scan, document: { ...scan.document, kind: 'verificationReport' } } as const
    const shown = corrected('domestic').when(report)
    expect(shown.snapshot.context.formerDegree).toEqual({})
    const reported = shown.when({ type: 'verification.report', education: 'failed' }).snapshot.context
    expect(reported).toMatchObject({
      education: { origin: 'domestic', result: 'failed' },
      evidence: 'verificationReport',
    })
  })

  it.each([
    ['a name', { name: '陈小', phone: '13900000000' }, true],
    ['a kind of document', { idType: 'passport' }, true],
    ['a number', { idNumber: 'E00000000' }, true],
    ['a degree', { education }, true],
    ['a telephone', { phone: '13900000000', email: 'a@example.com' }, false],
  ] as const)('of %s requests verification only if the identity or degree changes', (_, changes, again) => {
    const after = paying.when(correcting(changes), morning).when('correction.approve')
    expect(after.facts('verification.requested')).toHaveLength(again ? 1 : 0)
    expect(after.snapshot.context.verifying).toBe(again ? Date.parse(morning) : undefined)
  })

  it('of the application supersedes only the open order, not earlier ones', () => {
    const back = (from: typeof paying, id: string, place: string) =>
      from.when(correcting({ place }, id)).when('correction.approve')
    const once = back(paying, 'K1', '440300')
    const twice = back(once.to('paying.awaiting'), 'K2', '440100')
    expect(once.facts('order.superseded').map(({ orderNo }) => orderNo)).toEqual(['R-1'])
    expect(twice.facts('order.superseded').map(({ orderNo }) => orderNo)).toEqual(['R-2'])
    expect(twice.decision.facts.every(({ type }) => typeof type === 'string')).toBe(true)
  })

  it('leaves the evidence also if proof is chosen afterwards (§6.4.1(3))', () => {
    const back = scanned.when(correcting({ place: '440300' })).when('correction.approve')
    const proof = back.when({ type: 'route.choose', route: 'proof' })
    expect(back.snapshot.context.evidence).toBe('degreeScan')
    expect(proof.snapshot.context).toMatchObject({ route: 'proof', evidence: 'degreeScan' })
  })
})

describe('the identity provider (§6.4.1(1))', () => {
  it('stays the province if the portal vouches later', () => {
    const exam = examOf('gd-constructor-2')
    const notice = noticeOf('gd-2023-constructor-2')
    const vouched = scenario({ exam, notice, candidate: verified }).when({
      type: 'identity.assert',
      provider: 'provincial',
    })
    const again = vouched.when({ type: 'identity.assert', provider: 'portal' })
    expect(again.snapshot.context.identityProvider).toBe('provincial')
  })
})

describe('an overturned decision (§16)', () => {
  const dueAt = on('08-20 17:00')
  const demanded = notPassed.when({ type: 'spotCheck.demand', dueAt })

  it('keeps the marks if it only withdraws an open demand', () => {
    const { marks, spotCheck } = demanded.when('decision.overturn').snapshot.context
    expect({ marks, spotCheck }).toEqual({ marks: notPassed.snapshot.context.marks, spotCheck: undefined })
  })

  it('removes the marks if the demand has expired, even at its due instant', () => {
    for (const late of [dueAt, on('08-21 09:00')]) {
      const { context } = demanded.when('decision.overturn', late).snapshot
      expect(context.marks, late).toBeUndefined()
    }
  })

  it('removes the marks if it withdraws a finding', () => {
    const found = qualifying.when(finding)
    expect(found.snapshot.context.marks).toBeDefined()
    expect(found.when('decision.overturn').snapshot.context).not.toHaveProperty('marks')
  })
})

describe('the context of an ended registration', () => {
  const opened = scenario()
  const unreviewed = opened
    .to('filling.route')
    .when({ type: 'route.choose', route: 'proof' })
    .to('declaring.proof.reviewing')
  const base = noticeOf('gd-2024-social-worker')
  const windows = { ...base.windows, proofUpload: { closes: on('04-15 17:00') } }
  const notUploaded = scenario({ notice: { ...base, windows } })
    .to('filling.route')
    .when({ type: 'route.choose', route: 'proof' })
    .to('declaring.proof.uploading')
  const unpaid = paying.when('clock.advance', on('04-19 17:00'))
  const certified = qualifying.to('certified')
  it.each([
    ['registrationClosed', opened.until('registration.closes')],
    ['proofNotUploaded', notUploaded.until('proofUpload.closes')],
    ['proofNotReviewed', unreviewed.until('proofReview.closes')],
    ['proofRejected', unreviewed.when('proof.reject', on('04-17 17:00'))],
    ['unpaid', unpaid],
    ['cancelled', paying.when('registration.cancel')],
    ['voided', registered.when(finding)],
    ['scoresVoided', qualifying.when(finding)],
    ['notPassed', notPassed.until('scoreReview.closes')],
    ['scoresVoided', notPassed.until('scoreReview.closes').when(finding)],
    ['revoked', certified.when(finding)],
    ['examCancelled', paying.when('exam.cancel')],
    ['terminated', paying.when('registration.terminate')],
  ])('keeps why it ended: %s', (endedBy, ended) => {
    expect(ended.snapshot.context.endedBy).toBe(endedBy)
    // What an ended registration still accepts does not change that.
    expect(ended.when(finding).snapshot.context.endedBy).toBe(
      endedBy === 'notPassed' ? 'scoresVoided' : endedBy,
    )
  })

  it('has no reason before it ends, nor after an overturned decision continues it', () => {
    expect(certified.snapshot.context).not.toHaveProperty('endedBy')
    for (const ended of [registered, qualifying, certified].map((before) => before.when(finding))) {
      const again = ended.when('decision.overturn').snapshot.context
      expect(again).not.toHaveProperty('endedBy')
    }
  })

  it('keeps the reason if an overturned decision leaves it ended', () => {
    const overturned = paying.when(finding).when('decision.overturn').snapshot.context
    expect(overturned.endedBy).toBe('voided')
  })
})

describe('void marks (§16)', () => {
  it('do not exist if no marks were published', () => {
    expect(
      registered.to('registered.seated').when(finding, on('06-16 10:00')).snapshot.context,
    ).not.toHaveProperty('marks')
  })

  it('of one subject leave a zero mark in another unchanged', () => {
    const low = marking.when(marks({ law: 0 }), onPublication)
    const after = low.when({ type: 'misconduct.record', scope: 'subject', subject: 'practice', article: 6 })
    expect(after.snapshot.context.marks).toMatchObject({ law: 0, practice: -2 })
  })
})

describe('absent values in facts', () => {
  it('omit the specialty if the level has none', () => {
    const [earned] = notPassed.facts('credits.earned')
    expect(earned).toBeDefined()
    expect(earned).not.toHaveProperty('specialty')
  })

  it('omit the version of the disclosed text if the notice has none', () => {
    const { disclosure: _, ...notice } = noticeOf('gd-2024-social-worker')
    const signed = scenario({ notice }).to('declaring.commitment').when('commitment.sign')
    expect(signed.facts('commitment.signed')).toHaveLength(1)
    expect(signed.facts('commitment.signed')[0]).not.toHaveProperty('disclosure')
    const disclosed = scenario({
      notice: { ...notice, disclosure: { url: 'https://example.com', version: 'v1' } },
    })
      .to('declaring.commitment')
      .when('commitment.sign')
    expect(disclosed.facts('commitment.signed')).toMatchObject([{ disclosure: 'v1' }])
  })
})

describe('the documents of a proof (§6.4.1(3))', () => {
  const documents = (kind: 'workProof' | 'verificationReport' | 'degreeScan' | 'degreeCertificate') => ({
    type: 'proof.upload' as const,
    documents: [{ kind, mediaType: 'application/pdf' }],
  })
  const at = (candidate: typeof onSite | typeof verified) =>
    scenario({ candidate })
      .to('filling.route')
      .when({ type: 'route.choose', route: 'proof' })
      .to('declaring.proof')

  it('are evidence of a degree that was not verified', () => {
    const shown = at(onSite).when(documents('verificationReport'))
    expect(shown.snapshot.context.evidence).toBe('verificationReport')
  })
  it('do not replace better evidence', () => {
    const lastOf = (first: Parameters<typeof documents>[0], second: Parameters<typeof documents>[0]) =>
      at(onSite).when(documents(first)).when('proof.reject').when(documents(second)).snapshot.context.evidence
    expect(lastOf('verificationReport', 'degreeScan')).toBe('verificationReport')
    expect(lastOf('degreeScan', 'degreeCertificate')).toBe('degreeScan')
    expect(lastOf('degreeScan', 'verificationReport')).toBe('verificationReport')
  })
  it('are not evidence of a verified degree', () => {
    expect(at(verified).when(documents('verificationReport')).snapshot.context).not.toHaveProperty('evidence')
  })
  it('are not evidence if they only prove work', () => {
    expect(at(verified).when(documents('workProof')).snapshot.context).not.toHaveProperty('evidence')
  })
})

describe('payments and refunds (§6.11)', () => {
  const pay = (transactionId: string) => ({ type: 'payment.settle', orderNo: 'R-1', transactionId }) as const
  const twice = paying.when(pay('T1'), morning).when(pay('T2')).when(pay('T3'))

  it('each refund is marked as settled separately', () => {
    const settled = twice.when({ type: 'refund.settle', refundId: 'R-F1' }, on('04-20 10:00'))
    expect(settled.snapshot.context.refunds.map((refund) => refund.settled)).toEqual([true, undefined])
  })

  it('refunds are due on the dates of the notice, even after those dates move', () => {
    const { registration } = noticeOf('gd-2024-social-worker').windows
    const closes = on('04-18 17:00')
    const payment = { ...noticeOf('gd-2024-social-worker').windows.payment, closes: on('04-25 17:00') }
    const moved = twice.when({
      type: 'notice.amend',
      windows: { registration: { ...registration, closes }, payment },
    })
    expect(moved.facts('refund.due')).toMatchObject([
      { refundId: 'R-F1', dueAt: closes },
      { refundId: 'R-F2', dueAt: closes },
    ])
    expect(moved.snapshot.context.refunds.map(({ dueAt }) => dueAt)).toEqual([
      Date.parse(closes),
      Date.parse(closes),
    ])
  })

  it('a claim ends with the reconciliation', () => {
    const over = paying.when('payment.claim', morning).until('reconciliation.ends')
    expect(over.snapshot.value).toEqual({ paying: 'awaiting' })
    expect(over.snapshot.context).not.toHaveProperty('claim')
  })

  it('a paid registration keeps only the chosen place (§6.13.1(2))', () => {
    expect(registered.snapshot.context.terms.places).toEqual([registered.snapshot.context.application?.place])
  })
})

describe('a request for direct mail (§13.1)', () => {
  const notice = noticeOf('gd-2024-social-worker')
  const wished = (directMail: (typeof notice)['directMail'], clears: string) => {
    const asked = scenario({ notice: { ...notice, ...(directMail && { directMail }) } })
      .to('marking')
      .when('marks.publish', onPublication)
      .when('publicNotice.open')
      .when('certificate.requestMail')
    return asked.when('clock.advance', clears)
  }

  it('lapses if the certificate is cleared after the mail window', () => {
    const lapsed = wished({ closes: on('08-07 17:00') }, on('09-30 10:00'))
    expect(lapsed.snapshot.context).not.toHaveProperty('mail')
  })
  it('is kept if the certificate is cleared within the mail window', () => {
    expect(wished({ closes: on('10-07 17:00') }, on('09-30 10:00')).snapshot.context.mail).toBe(true)
  })
})

describe('the history of other registrations', () => {
  it('can consist of empty lists, which are stored as they are', () => {
    const brought = paying.when(amendingHistory({ integrity: [], credits: [] }), morning)
    expect(brought.snapshot.context).toMatchObject({ integrity: [], credits: [] })
  })
})

describe('direct mail without a public notice (§13.1)', () => {
  const closes = on('08-10 00:00')
  const notice = noticeOf('gd-2024-social-worker', { directMail: { closes } })
  const wished = scenario({ notice })
    .to('filling.route')
    .when({ type: 'route.choose', route: 'proof' })
    .to('marking')
    .when('marks.publish', onPublication)
    .when('certificate.requestMail', on('08-06 10:00'))

  it.each([
    ['after its window lapses', on('08-12 10:00'), 1],
    ['in time holds', on('08-08 10:00'), 0],
  ])('a clearance %s', (_, at, lapsed) => {
    const cleared = wished.when('postCheck.approve', at)
    expect(cleared.facts('certificate.cleared')).toHaveLength(1)
    expect(cleared.facts('mail.lapsed')).toHaveLength(lapsed)
    expect(cleared.snapshot.context.mail).toBe(lapsed ? undefined : wished.snapshot.context.mail)
  })
})
