import { type EventType, eventTypes } from '../events'
import type { Draft, EventFields, SomeFields } from './drafts'

/** The field that an event may be given bare: `route.choose('proof')`. */
const bareFields = {
  'identity.assert': 'provider',
  'route.choose': 'route',
  'finding.record': 'finding',
} as const satisfies { [T in EventType]?: keyof EventFields<T> }
type Bare = typeof bareFields

/** Makes an event of one type from those fields that matter to a test. */
export type Builder<T extends EventType> = T extends keyof Bare
  ? (
      fields?: SomeFields<T> | (Bare[T] extends keyof EventFields<T> ? EventFields<T>[Bare[T]] : never),
    ) => Draft<T>
  : (fields?: SomeFields<T>) => Draft<T>

type Area = EventType extends infer T ? (T extends `${infer A}.${string}` ? A : never) : never
type Within<A extends Area> = Extract<EventType, `${A}.${string}`>
type Named<T extends EventType, A extends Area> = T extends `${A}.${infer Name}` ? Name : never

/** The builders of every event whose type begins with that word. */
export type Builders<A extends Area> = { readonly [T in Within<A> as Named<T, A>]: Builder<T> }

function build(type: EventType, fields: object | string = {}): Draft {
  const own = typeof fields === 'string' ? { [bareFields[type as keyof Bare]]: fields } : fields
  return { ...own, type } as Draft
}

function of<A extends Area>(area: A): Builders<A> {
  const types = eventTypes.filter((type) => type.startsWith(`${area}.`))
  return Object.fromEntries(
    types.map((type) => [type.slice(area.length + 1), (fields?: object | string) => build(type, fields)]),
  ) as Builders<A>
}

/** The registration agreement: `agreement.accept()`. */
export const agreement = of('agreement')
/** The candidate's profile: `profile.submit()`. */
export const profile = of('profile')
/** The photo: `photo.upload()`. */
export const photo = of('photo')
/** The degree: `education.amend()`. */
export const education = of('education')
/** The identity, vouched for by a platform: `identity.assert('provincial')`. */
export const identity = of('identity')
/** The online check: `verification.report({ education: 'failed' })`. */
export const verification = of('verification')
/** The form: `application.save()`, `application.confirm()`. */
export const application = of('application')
/** Commitment or proof: `route.choose('proof')`. */
export const route = of('route')
/** The commitment: `commitment.sign()`, `commitment.withdraw()`. */
export const commitment = of('commitment')
/** What shows the degree: `evidence.upload()`. */
export const evidence = of('evidence')
/** The documents and their review: `proof.upload()`, `proof.approve()`, `proof.reject()`. */
export const proof = of('proof')
/** The fee: `payment.settle({ amountFen: 100 })`. */
export const payment = of('payment')
/** Money that goes back: `refund.settle()`, `refund.fail()`. */
export const refund = of('refund')
/** A check at any time: `spotCheck.demand()`, `spotCheck.answer()`. */
export const spotCheck = of('spotCheck')
/** The admit card: `admitCard.print()`. */
export const admitCard = of('admitCard')
/** Misconduct in the exam: `misconduct.record({ scope: 'subject', subject: 'law' })`. */
export const misconduct = of('misconduct')
/** The marks: `marks.publish({ marks: (passed) => ({ ...passed, law: 59 }) })`. */
export const marks = of('marks')
/** A review of the marks: `scoreReview.request()`, `scoreReview.decide()`. */
export const scoreReview = of('scoreReview')
/** The check after the exam: `postCheck.approve()`, `postCheck.reject()`, `postCheck.resubmit()`. */
export const postCheck = of('postCheck')
/** The public notice: `publicNotice.open()`. */
export const publicNotice = of('publicNotice')
/** Complaints while the public notice is open: `complaint.receive()`, `complaint.dismiss()`. */
export const complaint = of('complaint')
/** The certificate: `certificate.issue()`, `certificate.dispatch()`, `certificate.requestReissue()`. */
export const certificate = of('certificate')
/** The registration itself: `registration.cancel()`. */
export const registration = of('registration')
/** The exam itself: `exam.cancel()`. */
export const exam = of('exam')
/** Corrections of what was confirmed: `correction.request({ changes: { place: '440300' } })`. */
export const correction = of('correction')
/** What an office finds out: `finding.record('falseMaterials')`. */
export const finding = of('finding')
/** A decision taken back: `decision.overturn()`. */
export const decision = of('decision')
/** The candidate's other registrations: `history.amend({ history: { commitmentForfeited: true } })`. */
export const history = of('history')
/** A notice that changes: `notice.amend({ windows: … })`. */
export const notice = of('notice')
/** Time that passes: `clock.advance()`. */
export const clock = of('clock')
