import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { inputShape, type OpenInput, type OpeningWithTerms } from '../model/opening'
import type { RuleId } from '../rules'
import { read } from '../schema/issues'
import { parseInstant } from '../time'
import { defectIssue } from './defects'
import type { Engine } from './engine'
import { lawIssue } from './lawIssue'
import { readEvent } from './readEvent'
import { buildRefusal, type Refusal } from './refusal'
import { type FiredDeadline, Run } from './run'
import { type Snapshot, snapshotIssues } from './snapshot'
import type { ActiveStates } from './stateTree'

type Accepted = { accepted: true; snapshot: Snapshot; facts: Fact[]; fired: FiredDeadline[] }
type Refused<S, Id extends string> = {
  accepted: false
  refusal: Refusal<Id>
  snapshot: S
  facts: Fact[]
  fired: FiredDeadline[]
}

/**
 * The result of an event. Store `snapshot` and act on `facts` even if the event was refused: due deadlines fire in both
 * cases.
 */
export type Decision<S extends Snapshot | null = Snapshot, Id extends string = RuleId> =
  | Accepted
  | Refused<S, Id>

function decideEvent(engine: Engine, snapshot: Snapshot, active: ActiveStates, input: unknown): Decision {
  const intake = readEvent(snapshot, input)
  if (!('event' in intake)) {
    const where = { snapshot, at: snapshot.context.at, role: intake.role }
    return unchanged(snapshot, buildRefusal(engine, intake.rule, where, intake.issues))
  }
  const { event } = intake
  const at = Math.max(parseInstant(event.at), snapshot.context.at)
  const run = new Run(engine, engine.stepper.stateOf(snapshot, active), engine.keeps(snapshot), active)
  run.fireDue(at)
  const rule = run.take(event)
  if (rule === undefined) run.fireDue(at)
  const { facts, fired } = run
  // A refused event before which no deadline fired leaves the snapshot as it is, including its instant.
  const next = rule !== undefined && fired.length === 0 ? snapshot : run.takeSnapshot()
  if (rule === undefined) return { accepted: true, snapshot: next, facts, fired }
  const refusal = buildRefusal(engine, rule, { snapshot: next, at, role: event.by.role, event })
  return { accepted: false, refusal, snapshot: next, facts, fired }
}

const unchanged = <S>(snapshot: S, refusal: Refusal): Refused<S, RuleId> => ({
  accepted: false,
  refusal,
  snapshot,
  facts: [],
  fired: [],
})

/** Decides an event; see `decide`. */
export function decideWith(engine: Engine, snapshot: Snapshot, event: RegistrationEvent): Decision {
  try {
    const active = engine.activeIn(snapshot)
    if (active !== undefined) return decideEvent(engine, snapshot, active, event)
    const issues = snapshotIssues(snapshot)
    return unchanged(
      snapshot,
      issues === undefined
        ? buildRefusal(engine, 'snapshot.law', undefined, [lawIssue(engine, snapshot)])
        : buildRefusal(engine, 'snapshot.malformed', undefined, issues),
    )
  } catch (error) {
    return unchanged(snapshot, buildRefusal(engine, 'internal.defect', undefined, [defectIssue(error)]))
  }
}

/** Opens a registration with an input that was validated before. @throws if it is not valid */
export function reopenWith(engine: Engine, input: OpenInput | OpeningWithTerms): Accepted {
  const { state, facts } = engine.stepper.first(input)
  const run = new Run(engine, state, true)
  run.facts.push(...facts)
  run.fireDue(state.context.at)
  return { accepted: true, snapshot: run.takeSnapshot(), facts: run.facts, fired: run.fired }
}

/** Opens a registration; see `open`. */
export function openWith(engine: Engine, input: OpenInput): Decision<Snapshot | null> {
  try {
    const { data, issues } = read(inputShape(), input)
    if (issues !== undefined)
      return unchanged(null, buildRefusal(engine, 'input.malformed', undefined, issues))
    return reopenWith(engine, data)
  } catch (error) {
    return unchanged(null, buildRefusal(engine, 'internal.defect', undefined, [defectIssue(error)]))
  }
}
