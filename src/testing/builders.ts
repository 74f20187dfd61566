import { type EventType, eventTypes } from '../events'
import type { Draft, SomeFields } from './drafts'
import type { EventFields } from './eventPayload'

/** Events whose builder also takes the value of one field alone: `route.choose('proof')`. */
const mainFields = {
  'identity.assert': 'provider',
  'route.choose': 'route',
  'finding.record': 'finding',
} as const satisfies { [T in EventType]?: keyof EventFields<T> }
type MainFields = typeof mainFields

/** Makes a draft of one event from the fields that matter to a test. */
export type Builder<T extends EventType> = T extends keyof MainFields
  ? (
      fields?:
        | SomeFields<T>
        | (MainFields[T] extends keyof EventFields<T> ? EventFields<T>[MainFields[T]] : never),
    ) => Draft<T>
  : (fields?: SomeFields<T>) => Draft<T>

type Area = EventType extends infer T ? (T extends `${infer A}.${string}` ? A : never) : never
type EventTypeOf<A extends Area> = Extract<EventType, `${A}.${string}`>
type NameOf<T extends EventType, A extends Area> = T extends `${A}.${infer Name}` ? Name : never

/** The builders of an area, which is the first word of an event type. */
export type Builders<A extends Area> = { readonly [T in EventTypeOf<A> as NameOf<T, A>]: Builder<T> }

function draftOf(type: EventType, fields: object | string = {}): Draft {
  const own = typeof fields === 'string' ? { [mainFields[type as keyof MainFields]]: fields } : fields
  return { ...own, type } as Draft
}

function buildersOf<A extends Area>(area: A): Builders<A> {
  const types = eventTypes.filter((type) => type.startsWith(`${area}.`))
  return Object.fromEntries(
    types.map((type) => [type.slice(area.length + 1), (fields?: object | string) => draftOf(type, fields)]),
  ) as Builders<A>
}

/** The registration agreement: `agreement.accept()`. */
export const agreement = buildersOf('agreement')
/** The candidate's profile: `profile.submit()`. */
export const profile = buildersOf('profile')
/** The photo: `photo.upload()`. */
export const photo = buildersOf('photo')
/** The degree: `education.amend()`. */
export const education = buildersOf('education')
/** The identity that a platform asserts: `identity.assert('provincial')`. */
export const identity = buildersOf('identity')
/** The online check: `verification.report({ education: 'failed' })`. */
export const verification = buildersOf('verification')
/** The form: `application.save()`, `application.confirm()`. */
export const application = buildersOf('application')
/** Commitment or proof: `route.choose('proof')`. */
export const route = buildersOf('route')
/** The commitment: `commitment.sign()`, `commitment.withdraw()`. */
export const commitment = buildersOf('commitment')
/** The document that shows the degree: `evidence.upload()`. */
export const evidence = buildersOf('evidence')
/** The documents and their review: `proof.upload()`, `proof.approve()`, `proof.reject()`. */
export const proof = buildersOf('proof')
/** The fee: `payment.settle({ amountFen: 100 })`. */
export const payment = buildersOf('payment')
/** Refunds: `refund.settle()`, `refund.fail()`. */
export const refund = buildersOf('refund')
/** Spot checks: `spotCheck.demand()`, `spotCheck.answer()`. */
export const spotCheck = buildersOf('spotCheck')
/** The admit card: `admitCard.print()`. */
export const admitCard = buildersOf('admitCard')
/** Misconduct in the exam: `misconduct.record({ scope: 'subject', subject: 'law' })`. */
export const misconduct = buildersOf('misconduct')
/** The marks: `marks.publish({ marks: (passed) => ({ ...passed, law: 59 }) })`. */
export const marks = buildersOf('marks')
/** A review of the marks: `scoreReview.request()`, `scoreReview.decide()`. */
export const scoreReview = buildersOf('scoreReview')
/** The check after the exam: `postCheck.approve()`, `postCheck.reject()`, `postCheck.resubmit()`. */
export const postCheck = buildersOf('postCheck')
/** The public notice: `publicNotice.open()`. */
export const publicNotice = buildersOf('publicNotice')
/** Complaints while the public notice is open: `complaint.receive()`, `complaint.dismiss()`. */
export const complaint = buildersOf('complaint')
/** The certificate: `certificate.issue()`, `certificate.dispatch()`, `certificate.requestReissue()`. */
export const certificate = buildersOf('certificate')
/** The registration itself: `registration.cancel()`. */
export const registration = buildersOf('registration')
/** The exam itself: `exam.cancel()`. */
export const exam = buildersOf('exam')
/** Corrections of the confirmed form: `correction.request({ changes: { place: '440300' } })`. */
export const correction = buildersOf('correction')
/** Findings of an office: `finding.record('falseMaterials')`. */
export const finding = buildersOf('finding')
/** A decision that is overturned: `decision.overturn()`. */
export const decision = buildersOf('decision')
/** The history of the candidate's other registrations: `history.amend({ history: { commitmentForfeited: true } })`. */
export const history = buildersOf('history')
/** Amendments of the notice: `notice.amend({ windows: … })`. */
export const notice = buildersOf('notice')
/** The clock: `clock.advance()`. */
export const clock = buildersOf('clock')
