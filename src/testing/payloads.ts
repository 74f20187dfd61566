import { type EventType, eventTypes } from '../events'
import { refundNumber } from '../model/orders'
import { day, formatInstant } from '../time'
import { attestationPayload } from './attestations'
import {
  jpeg,
  overseasEducation,
  pdf,
  qualifiedProfile,
  reissueDocuments,
  secondaryEducation,
  usualEducation,
  usualPhoto,
  usualProfile,
  usualStatements,
} from './candidateData'
import { certificateAmendment, correctionPayloads } from './correctionPayloads'
import type { PayloadSpec } from './eventPayload'
import {
  answerDue,
  applicationOf,
  correctedMarks,
  degreeDocument,
  educationOf,
  latestOrder,
  latestRefund,
  nextTransaction,
  passingMarks,
  proofOf,
  unreviewedSubjects,
} from './usualValues'
import {
  applicationVariants,
  correctedMarkVariants,
  evidenceVariants,
  findingVariants,
  historyVariants,
  markVariants,
  misconductVariants,
  noticeVariants,
  orderVariants,
  paymentFen,
  proofVariants,
  reviewRequests,
  reviewVariants,
  settlementVariants,
  spotCheckVariants,
  unchangedHistory,
  usualNotice,
} from './variants'

/** The entry of an event without required fields. */
const nothing = { usual: () => ({}) }

/** The payloads of every event, along a candidate's path, because random scenarios prefer the last possible event. */
export const payloads: { [T in EventType]: PayloadSpec<T> } = {
  'agreement.accept': nothing,
  'profile.submit': {
    usual: ({ options }) => ({ profile: { ...usualProfile, education: educationOf(options) } }),
    variants: (_, usual) => [
      usual,
      ...[overseasEducation, secondaryEducation, undefined].map((education) => ({
        profile: { ...usualProfile, education },
      })),
      { profile: qualifiedProfile },
      { profile: { ...usualProfile, employer: ' ' } },
      { profile: { ...usualProfile, idNumber: '440101199001080078' } },
    ],
  },
  'photo.upload': {
    usual: () => ({ photo: usualPhoto }),
    variants: (_, usual) => [usual, { photo: { ...usualPhoto, widthPx: 1 } }],
  },
  'education.amend': {
    usual: ({ options }) => ({ education: educationOf(options) }),
    variants: () =>
      [usualEducation, overseasEducation, secondaryEducation].map((education) => ({ education })),
    interrupts: true,
  },
  'identity.assert': {
    usual: () => ({ provider: 'provincial' }),
    variants: (_, usual) => [usual, { provider: 'portal' }],
    interrupts: true,
  },
  'verification.report': {
    usual: ({ options }) => ({ identity: 'passed', education: options?.degree ?? 'passed' }),
    variants: (_, usual) => [
      usual,
      { identity: 'passed', education: 'failed' },
      { identity: 'passed', education: 'onSite' },
      { identity: 'failed', education: 'passed' },
    ],
  },
  'application.save': {
    usual: ({ snapshot, options }) => ({ application: applicationOf(snapshot.context, options) }),
    variants: applicationVariants,
  },
  'route.choose': {
    usual: ({ options }) => ({ route: options?.route ?? 'commitment' }),
    variants: (_, usual) => [usual, { route: 'proof' }],
  },
  'application.confirm': nothing,
  'commitment.sign': {
    usual: () => ({ statements: usualStatements }),
    variants: (_, usual) => [usual, { statements: { ...usual.statements, eligible: false } }],
  },
  'commitment.withdraw': nothing,
  'evidence.upload': {
    usual: ({ snapshot }) => ({ document: { kind: degreeDocument(snapshot.context), mediaType: pdf } }),
    variants: evidenceVariants,
  },
  'proof.upload': {
    usual: ({ snapshot }) => ({ documents: proofOf(snapshot.context) }),
    variants: proofVariants,
  },
  'proof.approve': nothing,
  'proof.reject': { usual: () => ({ reason: 'illegible' }), detour: true },
  'payment.claim': {
    usual: ({ snapshot }) => ({ orderNo: latestOrder(snapshot) }),
    variants: orderVariants,
    interrupts: true,
  },
  'payment.settle': {
    usual: ({ snapshot, at }) => ({
      orderNo: latestOrder(snapshot),
      transactionId: nextTransaction(snapshot),
      amountFen: paymentFen(snapshot),
      paidAt: at,
    }),
    variants: settlementVariants,
  },
  'payment.notFound': {
    usual: ({ snapshot }) => ({ orderNo: latestOrder(snapshot) }),
    variants: orderVariants,
  },
  'refund.settle': {
    usual: ({ snapshot }) => ({ refundId: latestRefund(snapshot) }),
    variants: ({ context }) => [{ refundId: refundNumber(context, 0) }, { refundId: 'none' }],
    detour: true,
  },
  'refund.fail': {
    usual: ({ snapshot }) => ({ refundId: latestRefund(snapshot), reason: 'account closed' }),
    variants: ({ context }, { reason }) => [
      { refundId: refundNumber(context, 0), reason },
      { refundId: 'none', reason: '' },
    ],
    detour: true,
  },
  'spotCheck.demand': {
    usual: ({ at }) => ({ dueAt: answerDue(at) }),
    variants: spotCheckVariants,
    interrupts: true,
  },
  'spotCheck.answer': {
    usual: () => ({ documents: [{ kind: 'workProof', mediaType: pdf }] }),
    variants: (_, usual) => [usual, { documents: [] }],
  },
  'admitCard.print': nothing,
  'registration.cancel': { ...nothing, detour: true, ends: true },
  'registration.terminate': {
    usual: () => ({ reason: 'other', refund: true }),
    variants: (_, usual) => [usual, { ...usual, refund: false }],
    interrupts: true,
    ends: true,
  },
  'exam.cancel': { usual: () => ({ reason: 'flood' }), interrupts: true, ends: true },
  ...correctionPayloads,
  'misconduct.record': {
    usual: () => ({ scope: 'sitting', article: 7 }),
    variants: misconductVariants,
    interrupts: true,
    ends: true,
  },
  'marks.publish': {
    usual: ({ snapshot }) => ({ marks: passingMarks(snapshot) }),
    variants: markVariants,
  },
  'marks.correct': { usual: correctedMarks, variants: correctedMarkVariants, interrupts: true },
  'scoreReview.request': {
    usual: ({ snapshot }) => ({ subjects: unreviewedSubjects(snapshot) }),
    variants: reviewRequests,
    interrupts: true,
  },
  'scoreReview.decide': { usual: () => ({ marks: {} }), variants: reviewVariants },
  'postCheck.approve': nothing,
  'postCheck.reject': {
    usual: () => ({ reason: 'illegible' }),
    variants: ({ context: { at } }, usual) => [usual, { ...usual, dueAt: formatInstant(at + 2 * day) }],
  },
  'postCheck.resubmit': {
    usual: ({ snapshot }) => ({ documents: [{ kind: degreeDocument(snapshot.context), mediaType: pdf }] }),
    variants: () => [
      { documents: [{ kind: 'verificationReport', mediaType: pdf }] },
      { documents: [{ kind: 'verificationReport', mediaType: jpeg }] },
    ],
  },
  'publicNotice.open': nothing,
  'complaint.receive': {
    usual: ({ snapshot: { context } }) => ({ complaintId: `M${(context.complaints?.length ?? 0) + 1}` }),
    // Always the same id, because every new complaint would create a new state.
    variants: () => [{ complaintId: 'M' }],
    interrupts: true,
  },
  'complaint.dismiss': {
    usual: ({ snapshot }) => ({ complaintId: snapshot.context.complaints?.at(-1) ?? 'M1' }),
    variants: () => [{ complaintId: 'M' }, { complaintId: 'none' }],
  },
  'certificate.requestMail': { usual: () => ({ address: usualProfile.address }) },
  'certificate.withdrawMail': { ...nothing, detour: true },
  'certificate.issue': { usual: () => ({ certificateNo: 'Z1' }) },
  'certificate.amend': certificateAmendment,
  'certificate.dispatch': nothing,
  'certificate.deliver': nothing,
  'certificate.return': { ...nothing, detour: true },
  'certificate.reportLost': {
    ...nothing,
    variants: () => [{ reason: 'lost' }, { reason: 'uncollected' }],
    interrupts: true,
  },
  'certificate.requestReissue': {
    usual: () => ({ documents: reissueDocuments }),
    variants: (_, usual) => [usual, { documents: reissueDocuments.slice(1) }],
  },
  'certificate.reissue': nothing,
  'certificate.refuseReissue': nothing,
  'finding.record': {
    usual: () => ({ finding: 'ineligible' }),
    variants: findingVariants,
    interrupts: true,
    ends: true,
  },
  'decision.overturn': nothing,
  'history.amend': {
    usual: ({ snapshot }) => unchangedHistory(snapshot),
    variants: historyVariants,
    interrupts: true,
  },
  'notice.amend': {
    usual: ({ snapshot }) => usualNotice(snapshot),
    variants: noticeVariants,
    interrupts: true,
  },
  'attestation.record': attestationPayload,
  'clock.advance': nothing,
}

/** The event types with that flag. */
export const typesWith = (flag: 'interrupts' | 'detour' | 'ends'): ReadonlySet<EventType> =>
  new Set(eventTypes.filter((type) => payloads[type][flag]))
