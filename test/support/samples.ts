import type { EventType } from '../../src'
import { day, formatInstant, parseInstant } from '../../src/time'
import { application, type Fields, pdf, profile, statements } from './plainPath'

/** Payloads of each event type: fitting ones, and ones that a rule may refuse. */
export const samples: { [T in EventType]: (at: string) => Fields<T>[] } = {
  'agreement.accept': () => [{}],
  'profile.submit': () => [
    { profile },
    { profile: { ...profile, employer: ' ' } },
    { profile: { ...profile, idNumber: '440101199001080078' } },
    { profile: { ...profile, education: { ...profile.education, origin: 'overseas' } } },
  ],
  'photo.upload': () => [
    { photo: { mediaType: 'image/jpeg', widthPx: 295, heightPx: 413, background: 'white' } },
    { photo: { mediaType: 'image/png', widthPx: 300, heightPx: 413, background: 'blue' } },
  ],
  'education.amend': () => [
    { education: profile.education },
    { education: { ...profile.education, origin: 'overseas' } },
  ],
  'identity.assert': () => [{ provider: 'portal' }, { provider: 'provincial' }],
  'verification.report': () => [
    { identity: 'passed', education: 'passed' },
    { identity: 'passed', education: 'failed' },
    { identity: 'passed', education: 'onSite' },
    { identity: 'failed', education: 'passed' },
  ],
  'application.save': () => [
    { application },
    { application: { level: 'junior', subjects: ['general', 'practice'], place: '440300' } },
    { application: { level: 'junior', subjects: ['general'], place: '440300' } },
    { application: { level: 'none', subjects: [], place: '' } },
    {
      application: {
        level: 'two-subjects',
        specialty: 'highway',
        subjects: ['law', 'practice'],
        place: '440100',
      },
    },
  ],
  'route.choose': () => [{ route: 'commitment' }, { route: 'proof' }],
  'application.confirm': () => [{}],
  'commitment.sign': () => [{ statements }, { statements: { ...statements, truthful: false } }],
  'commitment.withdraw': () => [{}],
  'evidence.upload': () => [
    { document: { kind: 'verificationReport', mediaType: pdf } },
    { document: { kind: 'degreeScan', mediaType: pdf } },
    { document: { kind: 'overseasCertificate', mediaType: 'image/png' } },
    { document: { kind: 'verificationReport', mediaType: 'image/png' } },
  ],
  'proof.upload': () => [
    { documents: [] },
    { documents: [{ kind: 'workProof', mediaType: pdf }] },
    { documents: [{ kind: 'workProof', mediaType: 'image/png' }] },
    {
      documents: [
        { kind: 'exemptionProof', mediaType: pdf },
        { kind: 'verificationReport', mediaType: pdf },
      ],
    },
  ],
  'proof.approve': () => [{}],
  'proof.reject': () => [{ reason: 'blurred' }],
  'payment.claim': () => [{ orderNo: 'R-1' }, { orderNo: 'R-2' }, { orderNo: 'X-1' }],
  'payment.settle': (at) =>
    ['R-1', 'R-2', 'X-1'].flatMap((orderNo) =>
      ['T1', 'T2', 'T3'].flatMap((transactionId) => [
        { orderNo, transactionId, amountFen: 17100, paidAt: at },
        { orderNo, transactionId, amountFen: 11400, paidAt: at },
        { orderNo, transactionId, amountFen: 17100, paidAt: '2024-04-09T09:00:00+08:00' },
      ]),
    ),
  'payment.notFound': () => [{ orderNo: 'R-1' }, { orderNo: 'R-2' }],
  'refund.settle': () => [{ refundId: 'R-F1' }, { refundId: 'R-F9' }],
  'refund.fail': () => [
    { refundId: 'R-F1', reason: 'closed account' },
    { refundId: 'R-F9', reason: '' },
  ],
  'spotCheck.demand': (at) => [
    { dueAt: formatInstant(parseInstant(at) + 3 * day) },
    { dueAt: formatInstant(parseInstant(at) - day) },
    { dueAt: formatInstant(parseInstant(at) + 300 * day) },
  ],
  'spotCheck.answer': () => [{}],
  'admitCard.print': () => [{}],
  'misconduct.record': () => [
    { scope: 'subject', subject: 'law', article: 6 },
    { scope: 'sitting', article: 7 },
    { scope: 'sitting', article: 8 },
    { scope: 'sitting', article: 1 },
  ],
  'marks.publish': () => [
    { marks: { general: 70, law: 72, practice: 68 } },
    { marks: { general: 70, law: 72, practice: 30 } },
    { marks: { general: -1, law: -2, practice: -4 } },
    { marks: { general: 70 } },
    { marks: { general: 70, practice: 68 }, passMarks: { general: 60, practice: 60 } },
  ],
  'scoreReview.request': () => [{ subjects: ['practice'] }, { subjects: ['none'] }],
  'scoreReview.decide': () => [
    { marks: { practice: 60 } },
    { marks: { practice: 59 } },
    { marks: { none: 1 } },
  ],
  'postCheck.approve': () => [{}],
  'postCheck.reject': (at) => [
    { reason: 'blurred' },
    { reason: 'blurred', dueAt: formatInstant(parseInstant(at) + 9 * day) },
  ],
  'postCheck.resubmit': () => [{ documents: [] }, { documents: [{ kind: 'workProof', mediaType: pdf }] }],
  'publicNotice.open': () => [{}],
  'complaint.receive': () => [{ complaintId: 'X1' }],
  'complaint.dismiss': () => [{ complaintId: 'X1' }, { complaintId: 'X2' }],
  'certificate.requestMail': () => [{ address: profile.address }],
  'certificate.issue': () => [{ certificateNo: 'N1' }],
  'certificate.dispatch': () => [{}],
  'certificate.deliver': () => [{}],
  'certificate.reportLost': () => [{}, { reason: 'damaged' }],
  'certificate.requestReissue': () => [
    { documents: [] },
    {
      documents: [
        { kind: 'reissueForm', mediaType: pdf },
        { kind: 'residentId', mediaType: pdf },
        { kind: 'photo', mediaType: 'image/jpeg' },
      ],
    },
  ],
  'certificate.reissue': () => [{}],
  'certificate.refuseReissue': () => [{}],
  'registration.cancel': () => [{}],
  'exam.cancel': () => [{ reason: 'typhoon' }],
  'correction.request': () => [
    { correctionId: 'K1', changes: { phone: '13900000000' } },
    { correctionId: 'K1', changes: { name: '陈小' } },
    { correctionId: 'K2', changes: { place: '440300' } },
    { correctionId: 'K2', changes: { level: 'junior', subjects: ['general', 'practice'] } },
    { correctionId: 'K3', changes: { education: { ...profile.education, origin: 'overseas' } } },
  ],
  'correction.approve': () => [{ correctionId: 'K1' }, { correctionId: 'K2' }, { correctionId: 'K3' }],
  'correction.reject': () => [{ correctionId: 'K1' }, { correctionId: 'K2', reason: 'no' }],
  'finding.record': () => [
    { finding: 'ineligible' },
    { finding: 'falseMaterials', note: profile.name },
    { finding: 'falseCommitment', referred: true },
    { finding: 'refusedCheck' },
    { finding: 'identicalAnswers', subjects: ['law'] },
    { finding: 'identicalAnswers', subjects: ['geometry'] },
  ],
  'decision.overturn': () => [{}, { note: profile.name }],
  'history.amend': () => [
    { history: { credits: [] } },
    { history: { commitmentForfeited: true } },
    { history: { integrity: [{ kind: 'serious', from: '2023-01-01', until: '2028-01-01' }] } },
    { history: { credits: [{ subject: 'law', year: 2023 }] } },
    { history: { integrity: [], credits: [] } },
  ],
  'notice.amend': () => [
    { passMarks: { general: 60 } },
    { windows: { proofReview: { closes: '2024-04-17T17:00:00+08:00' } } },
    {
      windows: { payment: { opens: '2024-04-07T09:00:00+08:00', closes: '2024-04-30T17:00:00+08:00' } },
    },
    {
      windows: { admitCard: { opens: '2024-07-08T09:00:00+08:00', closes: '2024-07-12T17:00:00+08:00' } },
      sessions: [
        { subject: 'general', starts: '2024-07-13T09:00:00+08:00', ends: '2024-07-13T11:00:00+08:00' },
      ],
    },
    { passMarks: { general: 55 } },
  ],
  'clock.advance': () => [{}],
}
