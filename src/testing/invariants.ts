import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import { isIn } from '../machine/states'
import { passesAll } from '../model/marks'
import { national } from '../registrations/national'
import type { Registrations } from '../registrations/registrations'
import { formatInstant, parseInstant } from '../time'
import { interrupting } from './eventsFor'
import { issueText } from './issueText'
import { balance, type Ledger } from './ledger'

/** One step of a scenario: the snapshot before, the event, the decision, and the ledgers before and after. */
export type ScenarioStep = {
  before: Snapshot
  event: RegistrationEvent
  decision: Decision
  /** What decided it. */
  registrations: Registrations
  ledgerBefore: Ledger
  ledgerAfter: Ledger
}

/** A violated invariant, and how it fails. */
export type ViolatedInvariant = { invariant: string; how: string }

/** Invariants of every step, by name. Each returns how it fails, or `undefined` if it holds. */
export const invariants: Record<string, (step: ScenarioStep) => string | undefined> = {
  'a forfeited commitment is never signed again (§5.1.4, §6.4.5)': ({ ledgerBefore, decision }) =>
    ledgerBefore.forfeited && decision.facts.some(({ type }) => type === 'commitment.signed')
      ? 'it was signed again'
      : undefined,

  'money received is kept, due back or paid back': ({ ledgerAfter }) => {
    const money = balance(ledgerAfter)
    return money.in === money.out ? undefined : `${money.in} fen received, ${money.out} fen accounted for`
  },

  'a fee is kept only for a completed registration': ({ ledgerAfter }) =>
    ledgerAfter.kept !== undefined && !ledgerAfter.completed
      ? 'the registration was not completed'
      : undefined,

  'no decision is a defect': ({ decision }) =>
    !decision.accepted && decision.refusal.rule === 'internal.defect'
      ? (decision.refusal.issues?.map(issueText).join('; ') ?? 'no reason is given')
      : undefined,

  'a settlement is never refused': ({ event, decision }) =>
    event.type === 'payment.settle' && !decision.accepted ? decision.refusal.rule : undefined,

  'every registered candidate paid inside the window (§6.4.8, §6.12)': ({
    before,
    event,
    decision,
    ledgerAfter,
  }) => {
    const completed = decision.facts.find((fact) => fact.type === 'registration.completed')
    const [opens, closes] = before.context.terms.payment
    if (completed !== undefined && event.type === 'payment.settle') {
      // A payment dated after the event counts as paid at the event's instant.
      const paidAt = Math.min(parseInstant(event.paidAt), parseInstant(event.at))
      if (paidAt < opens || paidAt >= closes) return `paid at ${event.paidAt}`
    } else if (completed !== undefined && completed.amountFen > 0) return 'completed without a payment'
    const isRegistered = (['registered', 'marking', 'notPassed', 'qualifying', 'certified'] as const).some(
      (state) => isIn(decision.snapshot.value, state),
    )
    return isRegistered && !ledgerAfter.completed ? 'registered without a payment' : undefined
  },

  'no candidate becomes certified with anything missing or open': ({ before, decision, ledgerAfter }) => {
    const { value, context } = decision.snapshot
    if (isIn(before.value, 'certified') || !isIn(value, 'certified')) return undefined
    // A restored certificate is as it was: with its open review, even if an earlier pass was taken back.
    if (decision.facts.some(({ type }) => type === 'certificate.restored')) return undefined
    if (!passesAll(context, context.marks ?? {})) return 'a subject is missing'
    if (ledgerAfter.demanded || context.spotCheck !== undefined) return 'a spot check is open'
    if (ledgerAfter.reviewing || context.review !== undefined) return 'a score review is open'
    if (ledgerAfter.complaints.length > 0) return 'a complaint is open'
    const findings = ledgerAfter.findings.filter((finding) => finding !== 'identicalAnswers')
    return findings.length > 0 ? `found: ${findings.join()}` : undefined
  },

  'ended stays ended, unless the decision is overturned or marks are corrected': ({
    before,
    event,
    decision,
  }) =>
    isIn(before.value, 'ended') &&
    !isIn(decision.snapshot.value, 'ended') &&
    event.type !== 'decision.overturn' &&
    !(event.type === 'marks.correct' && isIn(before.value, 'ended.notPassed'))
      ? `${event.type} left it`
      : undefined,

  'no deadline is overdue': ({ decision, registrations }) => {
    const { at } = decision.snapshot.context
    return registrations.deadlines(decision.snapshot).find((deadline) => parseInstant(deadline.at) <= at)
      ?.name
  },

  'no credit is based on a void mark (§9.2, §16)': ({ decision, ledgerAfter }) => {
    const { value, context } = decision.snapshot
    const marks = context.marks ?? {}
    const credits = ledgerAfter.carryOver.credits.map(({ subject }) => subject)
    if (isIn(value, 'ended.scoresVoided') || isIn(value, 'ended.voided') || isIn(value, 'ended.revoked'))
      return credits.find((subject) => (marks[subject] ?? -1) < 0)
    return credits.find((subject) => (marks[subject] ?? 0) < 0)
  },

  'explain agrees with decide': ({ before, event, decision, registrations }) => {
    // Intake rules check the sender and the time; `explain` assumes the right sender.
    if (!decision.accepted && registrations.rules[decision.refusal.rule].kind === 'intake') return undefined
    const explanation = registrations.explain(before, event.at, event).find(({ type }) => type === event.type)
    if (explanation === undefined) return 'explain leaves it out'
    if (explanation.possible !== decision.accepted)
      return `explain says ${explanation.possible ? 'possible' : explanation.rules.join()}`
    return decision.accepted || explanation.rules[0] === decision.refusal.rule
      ? undefined
      : `explain names ${explanation.rules.join()}, decide ${decision.refusal.rule}`
  },

  'a decision is the same after JSON': ({ before, event, decision, registrations }) => {
    const repeated = registrations.decide(
      JSON.parse(JSON.stringify(before)),
      JSON.parse(JSON.stringify(event)),
    )
    return JSON.stringify(repeated) === JSON.stringify(decision) ? undefined : 'it differs'
  },
}

/** Invariants that call the library again and need more time than the step itself. */
const costlyInvariants: ReadonlySet<string> = new Set([
  'explain agrees with decide',
  'a decision is the same after JSON',
])

/**
 * @param thorough whether to check the costly invariants too
 * @returns the first invariant that the step violates
 */
export function violatedInvariant(step: ScenarioStep, thorough = true): ViolatedInvariant | undefined {
  for (const [invariant, check] of Object.entries(invariants)) {
    if (!thorough && costlyInvariants.has(invariant)) continue
    const how = check(step)
    if (how !== undefined) return { invariant, how }
  }
  return undefined
}

/** Events of the bank and the clock. They do not count as progress of the registration. */
const external: ReadonlySet<string> = new Set([
  'payment.settle',
  'refund.settle',
  'refund.fail',
  'clock.advance',
])
const farFuture = '8000-01-01T00:00:00+08:00'

/** Whether only the candidate can act. */
const waitsForCandidate = (snapshot: Snapshot): boolean => {
  const { tags } = national().stateOf(snapshot).position
  return tags.size === 1 && tags.has('candidateActs')
}

/** Invariants of every snapshot, by name. Each returns how it fails, or `undefined` if it holds. */
export const stateInvariants: Record<
  string,
  (snapshot: Snapshot, registrations: Registrations) => string | undefined
> = {
  // An amendment interrupts, but brings the pass marks that published marks wait for (§8).
  'every state that is not ended or certified leads on': (snapshot, { deadlines, explain }) => {
    const { value, context } = snapshot
    if (isIn(value, 'ended') || isIn(value, 'certified')) return undefined
    const hasDeadline = deadlines(snapshot).some(({ expected }) => !expected)
    const hasEvent = explain(snapshot, formatInstant(context.at)).some(
      ({ type, possible }) =>
        possible &&
        !external.has(type) &&
        (!interrupting.has(type) || (type === 'notice.amend' && isIn(value, 'marking.published'))),
    )
    return hasDeadline || hasEvent ? undefined : 'nothing leads on'
  },

  'time alone ends every wait for the candidate': (snapshot, { decide }) => {
    if (isIn(snapshot.value, 'certified') || !waitsForCandidate(snapshot)) return undefined
    const by = { role: 'clock', id: 'clock' } as const
    const later = decide(snapshot, { type: 'clock.advance', at: farFuture, by }).snapshot
    return waitsForCandidate(later) && !isIn(later.value, 'certified') ? 'it waits for ever' : undefined
  },
}

/** @returns the first invariant that the snapshot violates */
export function violatedStateInvariant(
  snapshot: Snapshot,
  registrations: Registrations,
): ViolatedInvariant | undefined {
  for (const [invariant, check] of Object.entries(stateInvariants)) {
    const how = check(snapshot, registrations)
    if (how !== undefined) return { invariant, how }
  }
  return undefined
}
