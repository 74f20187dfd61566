import { deadlines } from '../engine/deadlines'
import type { Decision } from '../engine/decide'
import { decide } from '../engine/decide'
import { explain } from '../engine/explain'
import type { Snapshot } from '../engine/snapshot'
import { isIn } from '../engine/stateTree'
import { toMachineState } from '../engine/xstate'
import type { RegistrationEvent } from '../events'
import { instants } from '../model/instants'
import { passesAll } from '../model/marks'
import { rules } from '../rules'
import { formatInstant, parseInstant } from '../time'
import { interrupting } from './choices'
import { balance, type Ledger } from './ledger'

/** One step of a registration: where it stood, what came, what became of it, and what the outside knew before and after. */
export type ScenarioStep = {
  before: Snapshot
  event: RegistrationEvent
  decision: Decision
  earlier: Ledger
  later: Ledger
}

/** What holds of every step of every registration. Each says what is broken, or nothing. */
export const invariants: Record<string, (step: ScenarioStep) => string | undefined> = {
  'a commitment given up is never signed again (§5.1.4, §6.4.5)': ({ earlier, decision }) =>
    earlier.forfeited && decision.facts.some(({ type }) => type === 'commitment.signed')
      ? 'it was signed again'
      : undefined,

  'money that came in is kept, owed back, or was paid back': ({ later }) => {
    const money = balance(later)
    return money.in === money.out ? undefined : `${money.in} fen came in, ${money.out} are accounted for`
  },

  'a fee is kept only for a registration that was completed': ({ later }) =>
    later.kept !== undefined && !later.completed ? 'kept for none' : undefined,

  'a settlement is never refused': ({ event, decision }) =>
    event.type === 'payment.settle' && !decision.accepted ? decision.refusal.rule : undefined,

  'nobody is registered without a payment in the window (§6.4.8, §6.12)': ({
    before,
    event,
    decision,
    later,
  }) => {
    const completes = decision.facts.some(({ type }) => type === 'registration.completed')
    const [opens, closes] = before.context.terms.payment
    if (completes && event.type === 'payment.settle') {
      // A payment said to be made in the future counts as made later.
      const paidAt = Math.min(parseInstant(event.paidAt), parseInstant(event.at))
      if (paidAt < opens || paidAt >= closes) return `paid at ${event.paidAt}`
    }
    const inside = ['registered', 'marking', 'notPassed', 'qualifying', 'certified'].some((state) =>
      isIn(decision.snapshot.value, state),
    )
    return inside && !later.completed ? 'registered without a payment' : undefined
  },

  'nobody is certified with anything missing or open': ({ before, decision, later }) => {
    const { value, context } = decision.snapshot
    if (isIn(before.value, 'certified') || !isIn(value, 'certified')) return undefined
    if (!passesAll(context, context.marks ?? {})) return 'a subject is missing'
    if (later.demanded || context.spotCheck !== undefined) return 'a demand is open'
    if (later.reviewing || context.review !== undefined) return 'a review is open'
    if (later.complaints.length > 0) return 'a complaint is open'
    const standing = later.findings.filter((finding) => finding !== 'identicalAnswers')
    return standing.length > 0 ? `found: ${standing.join()}` : undefined
  },

  'ended stays ended, unless the decision is overturned': ({ before, event, decision }) =>
    isIn(before.value, 'ended') &&
    !isIn(decision.snapshot.value, 'ended') &&
    event.type !== 'decision.overturn'
      ? `${event.type} led out of it`
      : undefined,

  'no deadline is left due': ({ decision }) => {
    const { at } = decision.snapshot.context
    return deadlines(decision.snapshot).find((deadline) => parseInstant(deadline.at) <= at)?.name
  },

  'no credit stands on a void mark (§9.2, §16)': ({ decision, later }) => {
    const { value, context } = decision.snapshot
    const marks = context.marks ?? {}
    const credits = later.legacy.credits.map(({ subject }) => subject)
    if (isIn(value, 'ended.scoresVoided') || isIn(value, 'ended.voided') || isIn(value, 'ended.revoked'))
      return credits.find((subject) => (marks[subject] ?? -1) < 0)
    return credits.find((subject) => (marks[subject] ?? 0) < 0)
  },

  'explain and decide never disagree': ({ before, event, decision }) => {
    // Who may send an event, and when, is judged before the machine: explain speaks of the right sender.
    if (!decision.accepted && rules[decision.refusal.rule].kind === 'intake') return undefined
    const said = explain(before, event.at, event).find(({ type }) => type === event.type)
    if (said === undefined) return 'explain says nothing'
    if (said.possible !== decision.accepted)
      return `explain says ${said.possible ? 'possible' : said.rules.join()}`
    return decision.accepted || said.rules[0] === decision.refusal.rule
      ? undefined
      : `explain names ${said.rules.join()}, decide ${decision.refusal.rule}`
  },

  'a decision is the same after JSON': ({ before, event, decision }) => {
    const again = decide(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(event)))
    return JSON.stringify(again) === JSON.stringify(decision) ? undefined : 'it differs'
  },
}

/** Those that ask the library again, and take longer than the step itself. */
const costlyInvariants: ReadonlySet<string> = new Set([
  'explain and decide never disagree',
  'a decision is the same after JSON',
])

/** @returns the invariant that the step breaks, and how */
export function brokenInvariant(
  step: ScenarioStep,
  thorough = true,
): { invariant: string; how: string } | undefined {
  for (const [invariant, judge] of Object.entries(invariants)) {
    if (!thorough && costlyInvariants.has(invariant)) continue
    const how = judge(step)
    if (how !== undefined) return { invariant, how }
  }
  return undefined
}

const outside: ReadonlySet<string> = new Set([
  'payment.settle',
  'refund.settle',
  'refund.fail',
  'clock.advance',
])
const farAway = '8000-01-01T00:00:00+08:00'

/** @returns whether nobody but the candidate has to act */
const waitsForCandidate = (snapshot: Snapshot): boolean => {
  const { tags } = toMachineState(snapshot)
  return tags.size === 1 && tags.has('candidateActs')
}

/** What holds wherever a registration stands. Each says what is broken, or nothing. */
export const stateInvariants: Record<string, (snapshot: Snapshot) => string | undefined> = {
  'from every state that is not ended or certified something leads on': (snapshot) => {
    const { value, context } = snapshot
    if (isIn(value, 'ended') || isIn(value, 'certified')) return undefined
    const waits = deadlines(snapshot).some(({ name }) => name in instants)
    const leads = explain(snapshot, formatInstant(context.at)).some(
      ({ type, possible }) => possible && !interrupting.has(type) && !outside.has(type),
    )
    return waits || leads ? undefined : 'nothing leads on'
  },

  'time alone ends whatever waits only for the candidate': (snapshot) => {
    if (isIn(snapshot.value, 'certified') || !waitsForCandidate(snapshot)) return undefined
    const later = decide(snapshot, { type: 'clock.advance', at: farAway, by: { role: 'clock', id: 'clock' } })
    return waitsForCandidate(later.snapshot) && !isIn(later.snapshot.value, 'certified')
      ? 'it waits for ever'
      : undefined
  },
}

/** @returns what is broken where a registration stands, and how */
export function brokenStateInvariant(snapshot: Snapshot): { invariant: string; how: string } | undefined {
  for (const [invariant, judge] of Object.entries(stateInvariants)) {
    const how = judge(snapshot)
    if (how !== undefined) return { invariant, how }
  }
  return undefined
}
