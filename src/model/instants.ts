import type { NamedUnion } from '../schema/primitives'
import { type Millis, parseInstant } from '../time'
import { delayedBy } from '../xstateInternals'
import type { Context } from './context'
import { reportOutstanding } from './degree'
import { isPaid } from './orders'
import { complaintOpen, hasPassed, ownMailWindow } from './qualification'
import { hoursOf } from './requirements'

/**
 * Returns the end of the reconciliation: its hours (24, unless the notice says otherwise) after the candidate's claim. If
 * payment closes before that, or without a claim, they count from its close, because a debit made in time counts (§6.9).
 */
function reconciliationEnds({ claim, terms }: Context): Millis {
  const closes = terms.payment[1]
  const hours = hoursOf(terms, 'reconciliation')
  return claim === undefined || closes <= claim + hours ? closes + hours : claim + hours
}

/**
 * Returns the close of requests for direct mail (§13.1): the instant in the notice, or its number of days after the
 * opening of the public notice. Without a window of its own, direct mail closes with the public notice; for a candidate
 * without one, it does not close before dispatch unless public notices close at an instant.
 */
function directMailCloses(context: Context): Millis | undefined {
  return ownMailWindow(context) ?? (complaintOpen(context) ? undefined : context.publicNoticeCloses)
}

/** Returns when the upload of proof closes: with registration, unless the notice says otherwise (§6.4.7). */
export const uploadCloses = ({ terms }: Context): Millis => terms.proofUpload ?? terms.registration[1]

/**
 * The instant of each deadline in milliseconds; `undefined` if the deadline does not apply. The machine's delays,
 * `deadlines()` and the timers of the stores all use this table.
 */
export const instants = {
  'registration.closes': ({ terms }: Context) => terms.registration[1],
  'proofUpload.closes': uploadCloses,
  'proofReview.closes': (context: Context) =>
    hasPassed(context, 'proofReview.closes') ? undefined : context.terms.proofReview,
  'payment.closes': ({ terms }: Context) => terms.payment[1],
  'reconciliation.ends': reconciliationEnds,
  'spotCheck.due': ({ spotCheck }: Context) => spotCheck,
  'admitCard.opens': ({ terms }: Context) => terms.admitCard[0],
  'admitCard.closes': ({ terms }: Context) => terms.admitCard[1],
  'exam.ends': ({ terms }: Context) => terms.sessions[1],
  // An open spot check keeps the registration from ending.
  'scoreReview.closes': ({ scoreReviewCloses, spotCheck }: Context) =>
    spotCheck === undefined ? scoreReviewCloses : undefined,
  'report.due': (context: Context) => (reportOutstanding(context) ? context.postCheckCloses : undefined),
  'repair.ends': (context: Context) => (hasPassed(context, 'repair.ends') ? undefined : context.repairUntil),
  'publicNotice.closes': (context: Context) =>
    complaintOpen(context) ? undefined : context.publicNoticeCloses,
  'directMail.closes': (context: Context) =>
    hasPassed(context, 'directMail.closes') ? undefined : directMailCloses(context),
} satisfies Record<string, (context: Context) => Millis | undefined>

/** The name of a deadline. Deadlines fire and can change the state. */
export type DeadlineName = NamedUnion<keyof typeof instants>

/** The first of these instants that is later; `undefined` if none is. */
const firstAfter = (instants: readonly Millis[], after: Millis): Millis | undefined =>
  instants.find((instant) => instant > after)

/**
 * Instants at which something becomes possible, or impossible for a while, although no deadline fires then. `explain()`
 * advances to them. Registration can open several times: each function returns the next instant after `after`.
 */
export const openings = {
  'registration.opens': ({ terms: { registration, pauses = [] } }: Context, after: Millis) =>
    firstAfter([registration[0], ...pauses.map(([, opens]) => opens)], after),
  'registration.pauses': ({ terms: { pauses = [] } }: Context, after: Millis) =>
    firstAfter(
      pauses.map(([closes]) => closes),
      after,
    ),
  'payment.opens': ({ terms }: Context) => terms.payment[0],
  'exam.starts': ({ terms }: Context) => terms.sessions[0],
} satisfies Record<string, (context: Context, after: Millis) => Millis | undefined>

/** The name of an expected instant, at which no deadline ever fires. */
export type ExpectedInstantName =
  | NamedUnion<keyof typeof openings>
  | 'verification.expected'
  | 'postCheck.closes'

/** The name of a deadline or an expected instant. */
export type InstantName = DeadlineName | ExpectedInstantName

/** Limits an instant to registrations that are not complete. */
const untilComplete =
  (instant: (context: Context, after: Millis) => Millis | undefined) =>
  (context: Context): Millis | undefined =>
    isPaid(context) ? undefined : instant(context, context.at)

/** Instants that candidates wait for, although no deadline fires. `deadlines()` lists them until they have passed. */
export const expectations: Record<
  ExpectedInstantName,
  (
    context: Context,
    isIn: (state: 'qualifying.check.unreviewed' | 'qualifying.check.rejected') => boolean,
  ) => Millis | undefined
> = {
  'registration.opens': untilComplete(openings['registration.opens']),
  'registration.pauses': untilComplete(openings['registration.pauses']),
  'payment.opens': untilComplete(openings['payment.opens']),
  'exam.starts': openings['exam.starts'],
  // The online check should take these hours (§6.4.1(3)).
  'verification.expected': ({ verifying, terms }) =>
    verifying === undefined ? undefined : verifying + hoursOf(terms, 'verification'),
  // The office has ten working days; a missing decision does not end the check (§11.1).
  'postCheck.closes': ({ postCheckCloses }, isIn) =>
    isIn('qualifying.check.unreviewed') || isIn('qualifying.check.rejected') ? postCheckCloses : undefined,
}

/** The instants of the notice and of the registration that texts can name. */
const namedInstants = {
  /** The next opening, or the first if none is ahead. */
  registrationOpens: (context: Context) =>
    openings['registration.opens'](context, context.at) ?? context.terms.registration[0],
  registrationCloses: ({ terms }: Context) => terms.registration[1],
  proofUploadCloses: uploadCloses,
  paymentOpens: ({ terms }: Context) => terms.payment[0],
  paymentCloses: ({ terms }: Context) => terms.payment[1],
  admitCardOpens: ({ terms }: Context) => terms.admitCard[0],
  admitCardCloses: ({ terms }: Context) => terms.admitCard[1],
  examStarts: ({ terms }: Context) => terms.sessions[0],
  examEnds: ({ terms }: Context) => terms.sessions[1],
  scoreReviewCloses: ({ scoreReviewCloses }: Context) => scoreReviewCloses,
  postCheckCloses: ({ postCheckCloses }: Context) => postCheckCloses,
  directMailCloses,
} satisfies Record<string, (context: Context) => Millis | undefined>

/** The name of an instant in a text. */
export type NamedInstant = NamedUnion<keyof typeof namedInstants>

export const namedInstantNames = Object.keys(namedInstants) as NamedInstant[]

/** @returns the instant that a text names; `undefined` if it is not fixed yet, or for another name */
export const namedInstant = (context: Context, name: string): Millis | undefined =>
  Object.hasOwn(namedInstants, name) ? namedInstants[name as NamedInstant](context) : undefined

/**
 * The dates of §6 that are deadlines: `deadlines()` lists them also in states that do not wait for them, until they have
 * passed.
 */
export const keyDates: Partial<Record<DeadlineName, (context: Context) => Millis | undefined>> = {
  'registration.closes': untilComplete(instants['registration.closes']),
  'payment.closes': untilComplete(instants['payment.closes']),
  'admitCard.opens': instants['admitCard.opens'],
  'admitCard.closes': instants['admitCard.closes'],
}

export const deadlineNames = Object.keys(instants) as DeadlineName[]

export const instantNames: readonly InstantName[] = [
  ...deadlineNames,
  ...(Object.keys(expectations) as ExpectedInstantName[]),
]

/** @returns the deadline of an `after` event of XState; `undefined` for other event types */
export function deadlineOf(eventType: string): DeadlineName | undefined {
  const delayed = delayedBy(eventType)
  return delayed === undefined ? undefined : deadlineNames.find((name) => delayed.startsWith(`${name}.`))
}

/**
 * Returns the instant at which rules evaluate an event or a deadline, in milliseconds. It is never earlier than the
 * last one, because a settlement may arrive late.
 */
export function now({ context, event }: { context: Context; event: { type: string; at?: string } }): Millis {
  if (event.at !== undefined) return Math.max(context.at, parseInstant(event.at))
  const name = deadlineOf(event.type)
  return Math.max(context.at, (name && instants[name](context)) ?? context.at)
}
