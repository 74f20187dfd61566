import { deadlines } from '../../engine/deadlines'
import { type Decision, decide } from '../../engine/decide'
import type { Snapshot } from '../../engine/snapshot'
import type { RegistrationEvent } from '../../events'
import { type FailedExpectation, type Journey, type JourneyRun, runJourney } from '../../journey'
import { formatInstant, type Millis, parseInstant } from '../../time'

/** A path that is looked at: a journey, and every moment of it. The moments of play are those of a journey that grows. */
export type PlayedJourney = { journey: Journey; run: JourneyRun; moments: readonly JourneyMoment[] }

/** A moment: what had come, what was decided, and where the registration stood then. */
export type JourneyMoment = {
  at: string
  snapshot: Snapshot
  decision: Decision<Snapshot | null>
  /** What came; nothing came before the opening. */
  event?: RegistrationEvent
  failures: readonly FailedExpectation[]
}

/** Plays a journey. Without moments it could not be opened, and its `run` says why. */
export function playJourney(journey: Journey): PlayedJourney {
  const run = runJourney(journey)
  const { opened, steps } = run
  if (!opened?.snapshot) return { journey, run, moments: [] }
  const first: JourneyMoment = {
    at: formatInstant(opened.snapshot.context.at),
    snapshot: opened.snapshot,
    decision: opened,
    failures: [],
  }
  const others = steps.map(
    ({ event, decision, failures }): JourneyMoment => ({
      at: event.at,
      snapshot: decision.snapshot,
      decision,
      event,
      failures,
    }),
  )
  return { journey, run, moments: [first, ...others] }
}

/** The same journey with another event at its end, by the right person. What is refused is expected to be. */
export function withEvent({ journey, moments }: PlayedJourney, event: RegistrationEvent): Journey {
  const { by, ...fields } = event
  const here = moments.at(-1)
  const decision = here && decide(here.snapshot, event)
  const expect = decision?.accepted === false ? { expect: { refused: decision.refusal.rule } } : {}
  return { ...journey, steps: [...journey.steps, { ...fields, by: by.role, ...expect }] }
}

/** The same without its last event. */
export const withoutLastEvent = (journey: Journey): Journey => ({ ...journey, steps: journey.steps.slice(0, -1) })

/** When a moment is judged: never before what the registration has reached. */
export const instantOf = ({ at, snapshot }: JourneyMoment): string => {
  const reached = parseInstant(at)
  return formatInstant(Number.isNaN(reached) ? snapshot.context.at : Math.max(reached, snapshot.context.at))
}

/** When the next deadline is due; `undefined` where none stands. */
export const nextDeadlineAt = ({ snapshot }: JourneyMoment): string | undefined => deadlines(snapshot)[0]?.at

/** Where it would stand if nothing else came until an instant. */
export const snapshotAt = (snapshot: Snapshot, at: string): Snapshot =>
  decide(snapshot, { type: 'clock.advance', at, by: { role: 'clock', id: 'clock' } }).snapshot

/** The sums of money at a moment, in fen. */
export type Money = { order: number; kept: number; owed: number; repaid: number }

/** What came in, what is kept of it, what is owed back, and what was paid back: from the facts alone. */
export function moneyAt(moments: readonly JourneyMoment[]): Money {
  const money: Money = { order: 0, kept: 0, owed: 0, repaid: 0 }
  const due = new Map<string, number>()
  const paid = new Map<string, number>()
  for (const fact of moments.flatMap(({ decision }) => decision.facts)) {
    if (fact.type === 'order.created') money.order = fact.amountFen
    if (fact.type === 'order.superseded') money.order = 0
    if (fact.type === 'registration.completed') {
      money.order = 0
      paid.set(fact.transactionId, fact.amountFen)
    }
    if (fact.type === 'refund.due') {
      paid.delete(fact.transactionId)
      due.set(fact.refundId, fact.amountFen)
    }
    if (fact.type === 'refund.settled') {
      money.repaid += due.get(fact.refundId) ?? 0
      due.delete(fact.refundId)
    }
  }
  const sum = (amounts: Iterable<number>) => [...amounts].reduce((total, one) => total + one, 0)
  return { ...money, kept: sum(paid.values()), owed: sum(due.values()) }
}

/** An instant as people in China read it: day and minute. */
export function shortTime(at: Millis | string): string {
  const instant = typeof at === 'string' ? parseInstant(at) : at
  return Number.isNaN(instant) ? String(at) : formatInstant(instant).slice(0, 16).replace('T', ' ')
}
