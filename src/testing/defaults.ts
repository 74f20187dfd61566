import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import { specialtiesOf } from '../model/levels'
import type { DocumentKind } from '../schema/vocabulary'

/** What somebody wishes to do on the way. */
export type ScenarioOptions = {
  /** Commitment unless told otherwise; proof where the notice or the candidate's history leaves nothing else. */
  route?: 'commitment' | 'proof'
  /** The code of a level; the first whose passes count on, unless told otherwise. */
  level?: string
  /** The code of a specialty; the first, where the level requires one. */
  specialty?: string
  /** Codes of subjects; all of the level, unless told otherwise. */
  subjects?: string[]
  /** Where the degree is from. */
  origin?: 'domestic' | 'overseas'
  /** What the online check says of the degree. */
  degree?: 'passed' | 'failed' | 'onSite'
}

/** Where an event is sent: to which registration, when, and with what in mind. */
export type Where = { snapshot: Snapshot; at: string; options?: ScenarioOptions }

type Fields<T extends EventType> = Omit<RegistrationEvent<T>, 'type' | 'at' | 'by'>
type Documents = RegistrationEvent<'proof.upload'>['documents']

const pdf = 'application/pdf'
const jpeg = 'image/jpeg'

/** A degree, of an origin that the wishes may name. */
export const usualEducation: RegistrationEvent<'education.amend'>['education'] = {
  origin: 'domestic',
  level: 'bachelor',
  degree: 'bachelor',
  school: 'Sun Yat-sen University',
  major: 'Social Work',
  graduatedOn: '2014-06-30',
  studyMode: 'fullTime',
  certificateNo: '105581201405000001',
}

/** A person, none of whom there is. */
export const usualProfile: RegistrationEvent<'profile.submit'>['profile'] = {
  name: '陈晓',
  idType: 'residentId',
  idNumber: '440101199001080079',
  gender: 'female',
  phone: '13800000000',
  employer: 'Yuexiu Community Centre',
  address: '1 Example Road, Guangzhou',
  education: usualEducation,
}

/** What a reissue needs (§14). */
export const reissueDocuments: Documents = [
  { kind: 'reissueForm', mediaType: jpeg },
  { kind: 'residentId', mediaType: jpeg },
  { kind: 'photo', mediaType: jpeg },
]

const educationOf = (wishes: ScenarioOptions = {}) => ({
  ...usualEducation,
  origin: wishes.origin ?? usualEducation.origin,
})

/** What shows a degree of that origin (§6.4.1(3)(5)). */
const degreeDocument = ({ education }: Context) =>
  education?.origin === 'overseas' ? 'overseasCertificate' : 'verificationReport'

/** What the level asks for, or a proof of work, and what shows the degree. */
function proofOf(context: Context): Documents {
  const level = context.terms.levels.find(({ code }) => code === context.application?.level)
  const kinds = new Set<DocumentKind>([...(level?.proof ?? ['workProof']), degreeDocument(context)])
  return [...kinds].map((kind) => ({ kind, mediaType: pdf }))
}

/** Level, specialty, subjects and place, as wished, or the first that there are. */
function applicationOf(
  { terms }: Context,
  wishes: ScenarioOptions = {},
): Fields<'application.save'>['application'] {
  const named = terms.levels.find(({ code }) => code === wishes.level)
  const level = named ?? terms.levels.find(({ years }) => years > 1) ?? terms.levels[0]
  const specialty = wishes.specialty ?? (level?.specialty ? specialtiesOf(terms, level)[0] : undefined)
  return {
    level: wishes.level ?? level?.code ?? '',
    subjects: wishes.subjects ?? level?.subjects ?? [],
    place: terms.places[0] ?? '',
    ...(specialty !== undefined && { specialty }),
  }
}

/** The number of the latest order. */
export const latestOrder = ({ context: { registrationId, orders } }: Snapshot): string =>
  `${registrationId}-${Math.max(1, orders.length)}`

/** The number of the latest refund. */
export const latestRefund = ({ context: { registrationId, refunds } }: Snapshot): string =>
  `${registrationId}-F${Math.max(1, refunds.length)}`

/** A transaction that has not come yet: each one that has either paid an order or is owed back. */
export function nextTransaction({ context: { orders, refunds } }: Snapshot): string {
  return `T${orders.filter(({ state }) => state === 'paid').length + refunds.length + 1}`
}

/** The marks of every registered subject: just passed, but for misconduct and for the `changes`. */
export function passingMarks(
  { context }: Snapshot,
  changes: Record<string, number> = {},
): Record<string, number> {
  const { application, terms, misconduct = [] } = context
  const marks = (application?.subjects ?? []).map((subject) => {
    const pass = terms.passMarks?.[subject] ?? terms.fullMarks[subject] ?? 0
    return [subject, misconduct.includes(subject) ? -2 : pass] as const
  })
  return { ...Object.fromEntries(marks), ...changes }
}

const tenDays = 10 * 24 * 3_600_000

/** Ten days for an answer; what is asked for before admit cards open is due by then (§12(2)). */
function answerDue({ context: { terms } }: Snapshot, at: string): string {
  const [opens] = terms.admitCard
  const asked = Date.parse(at)
  return new Date(asked < opens ? Math.min(asked + tenDays, opens) : asked + tenDays).toISOString()
}

const defaults: { [T in EventType]?: (where: Where) => Fields<T> } = {
  'profile.submit': ({ options: wishes }) => ({
    profile: { ...usualProfile, education: educationOf(wishes) },
  }),
  'photo.upload': () => ({ photo: { mediaType: jpeg, widthPx: 295, heightPx: 413, background: 'white' } }),
  'education.amend': ({ options: wishes }) => ({ education: educationOf(wishes) }),
  'identity.assert': () => ({ provider: 'provincial' }),
  'verification.report': ({ options: wishes }) => ({
    identity: 'passed',
    education: wishes?.degree ?? 'passed',
  }),
  'application.save': ({ snapshot, options: wishes }) => ({
    application: applicationOf(snapshot.context, wishes),
  }),
  'route.choose': ({ options: wishes }) => ({ route: wishes?.route ?? 'commitment' }),
  'commitment.sign': () => ({
    statements: { informed: true, eligible: true, truthful: true, acceptsChecks: true },
  }),
  'evidence.upload': ({ snapshot }) => ({
    document: { kind: degreeDocument(snapshot.context), mediaType: pdf },
  }),
  'proof.upload': ({ snapshot }) => ({ documents: proofOf(snapshot.context) }),
  'proof.reject': () => ({ reason: 'illegible' }),
  'payment.claim': ({ snapshot }) => ({ orderNo: latestOrder(snapshot) }),
  'payment.settle': ({ snapshot, at }) => ({
    orderNo: latestOrder(snapshot),
    transactionId: nextTransaction(snapshot),
    amountFen: snapshot.context.orders.at(-1)?.amountFen ?? 1,
    paidAt: at,
  }),
  'payment.notFound': ({ snapshot }) => ({ orderNo: latestOrder(snapshot) }),
  'refund.settle': ({ snapshot }) => ({ refundId: latestRefund(snapshot) }),
  'refund.fail': ({ snapshot }) => ({ refundId: latestRefund(snapshot), reason: 'account closed' }),
  'spotCheck.demand': ({ snapshot, at }) => ({ dueAt: answerDue(snapshot, at) }),
  'exam.cancel': () => ({ reason: 'flood' }),
  'correction.request': () => ({ correctionId: 'K1', changes: { phone: '13900000000' } }),
  'correction.approve': ({ snapshot }) => ({ correctionId: snapshot.context.correction?.id ?? 'K1' }),
  'correction.reject': ({ snapshot }) => ({ correctionId: snapshot.context.correction?.id ?? 'K1' }),
  'misconduct.record': () => ({ scope: 'sitting', article: 7 }),
  'marks.publish': ({ snapshot }) => ({ marks: passingMarks(snapshot) }),
  'scoreReview.request': ({ snapshot }) => ({ subjects: snapshot.context.application?.subjects ?? ['none'] }),
  'scoreReview.decide': () => ({ marks: {} }),
  'postCheck.reject': () => ({ reason: 'illegible' }),
  'postCheck.resubmit': ({ snapshot }) => ({
    documents: [{ kind: degreeDocument(snapshot.context), mediaType: pdf }],
  }),
  'complaint.receive': ({ snapshot: { context } }) => ({
    complaintId: `M${(context.complaints?.length ?? 0) + 1}`,
  }),
  'complaint.dismiss': ({ snapshot }) => ({ complaintId: snapshot.context.complaints?.at(-1) ?? 'M1' }),
  'certificate.requestMail': () => ({ address: usualProfile.address }),
  'certificate.issue': () => ({ certificateNo: 'Z1' }),
  'certificate.requestReissue': () => ({ documents: reissueDocuments }),
  'finding.record': () => ({ finding: 'ineligible' }),
  'history.amend': () => ({ history: {} }),
}

/** The fields that an event of that type sensibly has there. */
export function usual(type: EventType, where: Where): object {
  return defaults[type]?.(where) ?? {}
}
