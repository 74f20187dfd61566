import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { inputShape, type OpenInput } from '../model/opening'
import { type Issue, read } from '../schema/issues'
import { parseInstant } from '../time'
import { readEvent } from './readEvent'
import { buildRefusal, type Refusal } from './refusal'
import { type FiredDeadline, Run } from './run'
import { activeIn, type Snapshot, snapshotIssues } from './snapshot'
import type { ActiveStates } from './stateTree'
import { firstStep, toMachineState } from './xstate'

type Accepted = { accepted: true; snapshot: Snapshot; facts: Fact[]; fired: FiredDeadline[] }
type Refused<S> = { accepted: false; refusal: Refusal; snapshot: S; facts: Fact[]; fired: FiredDeadline[] }

/**
 * The result of an event. Store `snapshot` and act on `facts` even if the event was refused: due deadlines fire in both
 * cases.
 */
export type Decision<S extends Snapshot | null = Snapshot> = Accepted | Refused<S>

function decideEvent(snapshot: Snapshot, active: ActiveStates, input: unknown): Decision {
  const intake = readEvent(snapshot, input)
  if (!('event' in intake)) {
    const where = { snapshot, at: snapshot.context.at, role: intake.role }
    return unchanged(snapshot, buildRefusal(intake.rule, where, intake.issues))
  }
  const { event } = intake
  const at = Math.max(parseInstant(event.at), snapshot.context.at)
  const run = new Run(toMachineState(snapshot, active), active)
  run.fireDue(at)
  const rule = run.take(event)
  if (rule === undefined) run.fireDue(at)
  const { facts, fired } = run
  // A refused event before which no deadline fired leaves the snapshot as it is, including its instant.
  const next = rule !== undefined && fired.length === 0 ? snapshot : run.snapshot
  if (rule === undefined) return { accepted: true, snapshot: next, facts, fired }
  const refusal = buildRefusal(rule, { snapshot: next, at, role: event.by.role, event })
  return { accepted: false, refusal, snapshot: next, facts, fired }
}

/** Converts the error of a defect to an issue. */
function defectIssue(error: unknown): Issue {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'an unknown failure'
  return { path: '', zh: text, en: text }
}

const unchanged = <S>(snapshot: S, refusal: Refusal): Refused<S> => ({
  accepted: false,
  refusal,
  snapshot,
  facts: [],
  fired: [],
})

/**
 * Decides an event. Pure: the same snapshot and event always give the same decision, and neither is changed.
 *
 * First fires every deadline due at or before `event.at`, in order of time, then decides the event, then fires the
 * deadlines that have become due. Accepts the event, or refuses it with a rule. Never throws: an invalid event is
 * refused with `event.malformed` or `event.unknown`, an invalid snapshot with `snapshot.malformed` and returned
 * unchanged.
 *
 * @param snapshot the snapshot of the last decision
 * @param event its `at` is an instant in ISO 8601 with an offset; only an event of the gateway may be earlier than the
 * last event
 * @returns the next snapshot, to be stored even if the event was refused, and the facts to act on
 * @example
 * ```ts
 * import { decide } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * const { snapshot, at } = given('registered')
 * const decision = decide(snapshot, { type: 'commitment.withdraw', at, by: { role: 'candidate', id: 'C' } })
 * decision.accepted || decision.refusal.rule // 'commitment.withdraw-unpaid'
 * ```
 */
export function decide(snapshot: Snapshot, event: RegistrationEvent): Decision {
  try {
    const active = activeIn(snapshot)
    if (active !== undefined) return decideEvent(snapshot, active, event)
    return unchanged(snapshot, buildRefusal('snapshot.malformed', undefined, snapshotIssues(snapshot)))
  } catch (error) {
    return unchanged(snapshot, buildRefusal('internal.defect', undefined, [defectIssue(error)]))
  }
}

/**
 * Opens a registration. If the candidate's account and photo exist, it starts at the form, or at the verification
 * (§6.4.1(2)). If registration has closed, it ends at once. Never throws.
 *
 * @param input instants in ISO 8601 with an offset, money in fen
 * @returns the first snapshot; for invalid input `null` and the refusal `input.malformed` with every issue by path
 * @example
 * ```ts
 * import { exams, notices, open } from 'baokao'
 *
 * const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
 * const opening = { registrationId: 'R', candidateId: 'C', exam, notice, at: '2024-04-08T10:00:00+08:00' }
 * open(opening).snapshot?.value // { account: 'agreement' }
 * ```
 */
export function open(input: OpenInput): Decision<Snapshot | null> {
  try {
    const { data, issues } = read(inputShape(), input)
    if (issues !== undefined) return unchanged(null, buildRefusal('input.malformed', undefined, issues))
    const { state, facts } = firstStep(data)
    const run = new Run(state)
    run.facts.push(...facts)
    run.fireDue(state.context.at)
    return { accepted: true, snapshot: run.snapshot, facts: run.facts, fired: run.fired }
  } catch (error) {
    return unchanged(null, buildRefusal('internal.defect', undefined, [defectIssue(error)]))
  }
}
