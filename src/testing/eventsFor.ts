import { deadlines } from '../engine/deadlines'
import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import { levelOf } from '../model/levels'
import { orderNumber, refundNumber } from '../model/orders'
import { day, formatInstant, type Millis, parseInstant, shanghaiDay } from '../time'
import { reissueDocuments, usualEducation, usualProfile } from './defaults'
import {
  abroad,
  amendments,
  applications,
  dues,
  type Fields,
  goodPhoto,
  jpeg,
  markVariants,
  pdf,
  proofs,
  reviewed,
  settlements,
} from './payloads'
import { senderFor } from './senders'

/** What could happen to a registration: for each event, every payload that some guard can tell from another. */

type Choices = { [Type in EventType]: (snapshot: Snapshot) => Fields<Type>[] }

const nothing = () => [{}]

const choices: Choices = {
  'agreement.accept': nothing,
  'profile.submit': () => [
    { profile: usualProfile },
    { profile: { ...usualProfile, education: abroad } },
    { profile: { ...usualProfile, employer: ' ' } },
    { profile: { ...usualProfile, idNumber: '440101199001080078' } },
  ],
  'photo.upload': () => [{ photo: goodPhoto }, { photo: { ...goodPhoto, widthPx: 1 } }],
  'education.amend': () => [{ education: usualEducation }, { education: abroad }],
  'identity.assert': () => [{ provider: 'provincial' }, { provider: 'portal' }],
  'verification.report': () => [
    { identity: 'passed', education: 'passed' },
    { identity: 'passed', education: 'failed' },
    { identity: 'passed', education: 'onSite' },
    { identity: 'failed', education: 'passed' },
  ],
  'application.save': applications,
  'route.choose': () => [{ route: 'commitment' }, { route: 'proof' }],
  'application.confirm': nothing,
  'commitment.sign': () =>
    [true, false].map((eligible) => ({
      statements: { informed: true, eligible, truthful: true, acceptsChecks: true },
    })),
  'commitment.withdraw': nothing,
  'evidence.upload': () => [
    ...(['verificationReport', 'overseasCertificate', 'degreeScan'] as const).map((kind) => ({
      document: { kind, mediaType: pdf },
    })),
    { document: { kind: 'verificationReport', mediaType: jpeg } },
  ],
  'proof.upload': proofs,
  'proof.approve': nothing,
  'proof.reject': () => [{ reason: '看不清' }],
  'payment.claim': ({ context }) =>
    [orderNumber(context, Math.max(0, context.orders.length - 1)), 'none'].map((orderNo) => ({ orderNo })),
  'payment.settle': settlements,
  'payment.notFound': ({ context }) =>
    [orderNumber(context, Math.max(0, context.orders.length - 1)), 'none'].map((orderNo) => ({ orderNo })),
  'refund.settle': ({ context }) => [{ refundId: refundNumber(context, 0) }, { refundId: 'none' }],
  'refund.fail': ({ context }) => [
    { refundId: refundNumber(context, 0), reason: '账户已销' },
    { refundId: 'none', reason: '' },
  ],
  'spotCheck.demand': (snapshot) => dues(snapshot).map((dueAt) => ({ dueAt })),
  'spotCheck.answer': nothing,
  'admitCard.print': nothing,
  'registration.cancel': nothing,
  'exam.cancel': () => [{ reason: '暴雨' }],
  'correction.request': ({ context: { terms } }) =>
    [
      { phone: '13900000000' },
      { place: terms.places.at(-1) ?? '' },
      { photo: goodPhoto },
      { name: '陈小' },
      { education: abroad },
      { place: 'none' },
    ].map((changes) => ({ correctionId: 'K', changes })),
  'correction.approve': () => [{ correctionId: 'K' }, { correctionId: 'none' }],
  'correction.reject': () => [{ correctionId: 'K' }, { correctionId: 'none' }],
  'misconduct.record': ({ context: { application } }) => [
    { scope: 'subject', subject: application?.subjects[0] ?? 'none', article: 6 },
    { scope: 'subject', subject: application?.subjects[0] ?? 'none', article: 7 },
    { scope: 'subject', subject: 'none', article: 6 },
    { scope: 'sitting', article: 8 },
  ],
  'marks.publish': (snapshot) => markVariants(snapshot).map((marks) => ({ marks })),
  'scoreReview.request': ({ context: { application } }) => [
    { subjects: application?.subjects.slice(0, 1) ?? ['none'] },
    { subjects: ['none'] },
  ],
  'scoreReview.decide': reviewed,
  'postCheck.approve': nothing,
  'postCheck.reject': ({ context: { at } }) => [
    { reason: '缺页' },
    { reason: '缺页', dueAt: formatInstant(at + 2 * day) },
  ],
  'postCheck.resubmit': () => [
    { documents: [{ kind: 'verificationReport', mediaType: pdf }] },
    { documents: [{ kind: 'verificationReport', mediaType: jpeg }] },
  ],
  'publicNotice.open': nothing,
  'complaint.receive': () => [{ complaintId: 'M' }],
  'complaint.dismiss': () => [{ complaintId: 'M' }, { complaintId: 'none' }],
  'certificate.requestMail': () => [{ address: '示例路 1 号' }],
  'certificate.issue': () => [{ certificateNo: 'Z' }],
  'certificate.dispatch': nothing,
  'certificate.deliver': nothing,
  'certificate.reportLost': () => [{ reason: 'lost' }, { reason: 'uncollected' }],
  'certificate.requestReissue': () => [
    { documents: reissueDocuments },
    { documents: reissueDocuments.slice(1) },
  ],
  'certificate.reissue': nothing,
  'certificate.refuseReissue': nothing,
  'finding.record': ({ context: { application } }) => [
    { finding: 'ineligible' },
    { finding: 'falseCommitment' },
    { finding: 'falseMaterials' },
    { finding: 'refusedCheck' },
    { finding: 'identicalAnswers' },
    { finding: 'identicalAnswers', subjects: application?.subjects.slice(0, 1) ?? ['none'] },
  ],
  'decision.overturn': nothing,
  'history.amend': ({ context: { at, terms, application } }) => [
    { history: {} },
    { history: { commitmentForfeited: true } },
    { history: { integrity: [{ kind: 'serious', from: shanghaiDay(at) }] } },
    {
      history: {
        credits: (levelOf({ terms } as Context, application)?.subjects ?? []).map((subject) => ({
          subject,
          year: terms.year,
        })),
      },
    },
    { history: { credits: [] } },
  ],
  'notice.amend': amendments,
  'clock.advance': nothing,
}

/** What can come at any moment and again: so many of them on one way, or the ways would never end. */
export const interrupting: ReadonlySet<string> = new Set([
  'certificate.reportLost',
  'complaint.receive',
  'correction.request',
  'education.amend',
  'exam.cancel',
  'finding.record',
  'history.amend',
  'identity.assert',
  'misconduct.record',
  'notice.amend',
  'payment.claim',
  'scoreReview.request',
  'spotCheck.demand',
])

/** The instants that come next at which something could change: a second before, and the very instant. */
export function instantsAhead(snapshot: Snapshot): Millis[] {
  const { terms, at } = snapshot.context
  const bounds = [terms.registration, terms.payment, terms.admitCard, terms.sessions].flat()
  const standing = deadlines(snapshot).map((deadline) => parseInstant(deadline.at))
  const next = Math.min(...[...bounds, ...standing].filter((instant) => instant > at))
  return Number.isFinite(next) ? [next - 1000, next].filter((instant) => instant > at) : []
}

/** Every event that could come now, and time passing until the next instants at which something could change. */
export function eventsFor(snapshot: Snapshot): RegistrationEvent[] {
  const { at } = snapshot.context
  const happening = (Object.keys(choices) as EventType[])
    .filter((type) => type !== 'clock.advance')
    .flatMap((type) =>
      choices[type](snapshot).map((fields) => ({
        type,
        at: formatInstant(at),
        by: senderFor(snapshot, type),
        ...fields,
      })),
    )
  const passing = instantsAhead(snapshot).map((instant) => ({
    type: 'clock.advance',
    at: formatInstant(instant),
    by: senderFor(snapshot, 'clock.advance'),
  }))
  return [...passing, ...happening] as RegistrationEvent[]
}
