import type { Decision } from '../../engine/decide'
import type { Snapshot } from '../../engine/snapshot'
import type { RegistrationEvent } from '../../events'
import { type FailedExpectation, type JourneyRun, runJourney } from '../../journey'
import type { Journey } from '../../journeyFormat'
import { transactionKey } from '../../model/orders'
import { formatInstant, type Millis, parseInstant } from '../../time'
import { pageRegistrations } from './pageRegistrations'

/** A journey with its run and a moment for its opening and each step. */
export type PlayedJourney = { journey: Journey; run: JourneyRun; moments: readonly PlayedMoment[] }

/** An event, the decision on it, and the snapshot after it. */
export type PlayedMoment = {
  at: string
  snapshot: Snapshot
  decision: Decision<Snapshot | null>
  /** Absent for the opening. */
  event?: RegistrationEvent
  failures: readonly FailedExpectation[]
}

/** Plays a journey. If it cannot be opened, there are no moments, and `run.issues` has the reasons. */
export function playJourney(journey: Journey): PlayedJourney {
  const run = runJourney(journey, { registrations: pageRegistrations() })
  const { opened, steps } = run
  if (!opened?.snapshot) return { journey, run, moments: [] }
  const first: PlayedMoment = {
    at: formatInstant(opened.snapshot.context.at),
    snapshot: opened.snapshot,
    decision: opened,
    failures: [],
  }
  const others = steps.map(
    ({ event, decision, failures }): PlayedMoment => ({
      at: event.at,
      snapshot: decision.snapshot,
      decision,
      event,
      failures,
    }),
  )
  return { journey, run, moments: [first, ...others] }
}

/** The journey with one more step. If the event is refused, the step expects that refusal. */
export function withEvent({ journey, moments }: PlayedJourney, event: RegistrationEvent): Journey {
  const { by, ...fields } = event
  const current = moments.at(-1)
  const decision = current && pageRegistrations().decide(current.snapshot, event)
  const expect = decision?.accepted === false ? { expect: { refused: decision.refusal.rule } } : {}
  return { ...journey, steps: [...journey.steps, { ...fields, by: by.role, ...expect }] }
}

export const withoutLastEvent = (journey: Journey): Journey => ({
  ...journey,
  steps: journey.steps.slice(0, -1),
})

/** The instant of a moment: the instant of its event, but not before the snapshot's. */
export const instantOf = ({ at, snapshot }: PlayedMoment): string => {
  const instant = parseInstant(at)
  return formatInstant(Number.isNaN(instant) ? snapshot.context.at : Math.max(instant, snapshot.context.at))
}

export const nextDeadlineAt = ({ snapshot }: PlayedMoment): string | undefined =>
  pageRegistrations()
    .deadlines(snapshot)
    .find(({ expected }) => !expected)?.at

/** Sums in fen: to be paid, kept, due back, paid back. */
export type Money = { order: number; kept: number; owed: number; repaid: number }

/** Adds up the facts of moments. */
export function moneyAt(moments: readonly PlayedMoment[]): Money {
  const money: Money = { order: 0, kept: 0, owed: 0, repaid: 0 }
  const due = new Map<string, number>()
  const paid = new Map<string, number>()
  for (const fact of moments.flatMap(({ decision }) => decision.facts)) {
    if (fact.type === 'order.created') money.order = fact.amountFen
    if (fact.type === 'order.superseded') money.order = 0
    if (fact.type === 'registration.completed') {
      money.order = 0
      const { transactionId } = fact
      if (transactionId !== undefined) paid.set(transactionKey({ ...fact, transactionId }), fact.amountFen)
    }
    if (fact.type === 'refund.due') {
      paid.delete(transactionKey(fact))
      due.set(fact.refundId, fact.amountFen)
    }
    if (fact.type === 'refund.settled') {
      money.repaid += due.get(fact.refundId) ?? 0
      due.delete(fact.refundId)
    }
  }
  const sum = (amounts: Iterable<number>) => [...amounts].reduce((total, amount) => total + amount, 0)
  return { ...money, kept: sum(paid.values()), owed: sum(due.values()) }
}

/** Formats an instant as Shanghai date and time, to the minute. */
export function shortTime(at: Millis | string): string {
  const instant = typeof at === 'string' ? parseInstant(at) : at
  return Number.isNaN(instant) ? String(at) : formatInstant(instant).slice(0, 16).replace('T', ' ')
}
