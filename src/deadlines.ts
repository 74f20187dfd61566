import type { Context } from './context'
import { day, type Millis, parseInstant } from './time'

/**
 * The end of the reconciliation: 24 hours after the candidate's claim; where payment closes meanwhile, or there was no
 * claim, 24 hours after that close, since a debit made in time counts (§6.9).
 */
function reconciliationEnds({ claim, terms }: Context): Millis {
  const closes = terms.payment[1]
  return claim === undefined || closes <= claim + day ? closes + day : claim + day
}

/**
 * When each deadline is due, in milliseconds; `undefined` where it does not stand. This one table feeds the machine's
 * delays, `deadlines()` and whatever a store or an engine schedules.
 */
export const instants = {
  'registration.closes': ({ terms }: Context) => terms.registration[1],
  'proofReview.closes': ({ terms }: Context) => terms.proofReview,
  'payment.closes': ({ terms }: Context) => terms.payment[1],
  'reconciliation.ends': reconciliationEnds,
  'spotCheck.due': ({ spotCheck }: Context) => spotCheck,
  'admitCard.opens': ({ terms }: Context) => terms.admitCard[0],
  'admitCard.closes': ({ terms }: Context) => terms.admitCard[1],
} satisfies Record<string, (context: Context) => Millis | undefined>

/** The name of a deadline that moves a registration on. */
export type DeadlineName = keyof typeof instants

/** The name of an expected instant that moves nothing. */
export type ExpectationName = 'verification.expected'

/** What somebody waits for although nothing happens then; left out once past. */
export const expectations: Record<ExpectationName, (context: Context) => Millis | undefined> = {
  // The online check takes 24 hours in principle (§6.4.1(3)).
  'verification.expected': ({ verifying }) => (verifying === undefined ? undefined : verifying + day),
}

export const deadlineNames = Object.keys(instants) as DeadlineName[]

const prefix = 'xstate.after.'

/** @returns the deadline whose `after` event this is */
export function deadlineOf(eventType: string): DeadlineName | undefined {
  if (!eventType.startsWith(prefix)) return undefined
  return deadlineNames.find((name) => eventType.startsWith(`${name}.`, prefix.length))
}

/**
 * The instant at which something is judged: that of the event, or of the deadline, and never before what has been
 * judged already (a bank's notice may come late).
 */
export function now({ context, event }: { context: Context; event: { type: string; at?: string } }): Millis {
  if (event.at !== undefined) return Math.max(context.at, parseInstant(event.at))
  const name = deadlineOf(event.type)
  return Math.max(context.at, (name && instants[name](context)) ?? context.at)
}
