import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import type { Journey } from '../journeyFormat'
import { matchesPath, statePaths } from '../machine/states'
import { historyFromCarryOvers } from '../model/carryOver'
import type { OpenInput } from '../model/opening'
import type { Registrations } from '../registrations/registrations'
import { formatInstant } from '../time'
import { type DecidedBy, registrationsOf } from './decidedBy'
import { eventsFor, interrupting } from './eventsFor'
import { type ScenarioStep, violatedInvariant, violatedStateInvariant } from './invariants'
import { issueText } from './issueText'
import { type Ledger, newLedger, nextLedger } from './ledger'
import { roughStateKey, stateKey } from './stateKey'
import { assertState } from './statePath'
import { journeyOf, type Violation, violationOf } from './violation'

/** A registration that exploration found, with the first step that led to it. */
export type ExplorationNode = {
  input: OpenInput
  snapshot: Snapshot
  ledger: Ledger
  /** `undefined` for a newly opened registration. */
  from: { node: ExplorationNode; event: RegistrationEvent } | undefined
  /** The number of interruptions on the path. */
  interruptions: number
}

/** A start of exploration: a registration at its opening and, if events are given, after each event. */
export type ExplorationStart = { input: OpenInput; events?: readonly RegistrationEvent[] }

/** The result of an exploration. */
export type Exploration = {
  /** The number of registrations that rules distinguish. */
  states: number
  /** The number of decisions. */
  steps: number
  /** The first violated invariant, which ends the exploration. */
  violation: Violation | undefined
  /** Whether every event was sent to every registration found. */
  complete: boolean
}

/** The limits and callbacks of an exploration. */
export type ExplorationLimits = DecidedBy & {
  /** The maximum number of decisions; by default unlimited. */
  steps?: number
  /** The maximum number of interruptions on one path; by default 2. */
  interruptions?: number
  /** Whether interrupted registrations are equal if only their time or their form differs. */
  rough?: boolean
  /** Whether to check the costly invariants at every step; by default only at the first step of each kind. */
  thorough?: boolean
  /** Receives each decision. */
  onStep?: (step: ScenarioStep) => void
  /** Receives each new registration before its events are sent; `true` ends the exploration. */
  onNode?: (node: ExplorationNode) => boolean | undefined
}

/** The events of the path to a registration, from its opening. */
function eventsTo(node: ExplorationNode): RegistrationEvent[] {
  const events: RegistrationEvent[] = []
  let current = node
  while (current.from !== undefined) {
    events.unshift(current.from.event)
    current = current.from.node
  }
  return events
}

/** @returns `undefined` if the input is not valid */
function openNode({ open }: Registrations, input: OpenInput): ExplorationNode | undefined {
  const { snapshot } = open(input)
  if (snapshot === null) return undefined
  return { input, snapshot, ledger: newLedger(input), from: undefined, interruptions: 0 }
}

/** @throws if the input is not valid; the message lists the issues */
function openStart(registrations: Registrations, input: OpenInput): ExplorationNode {
  const node = openNode(registrations, input)
  if (node !== undefined) return node
  const opening = registrations.open(input)
  const { rule = '', issues = [] } = opening.accepted ? {} : opening.refusal
  const lines = issues.map(issueText)
  throw new Error(`The registration cannot be opened (${rule}). ${lines.join('; ')}`)
}

/** Whether an event counts as an interruption; a settlement counts if its money is due back. */
const isInterruption = (event: RegistrationEvent, decision: Decision): boolean =>
  interrupting.has(event.type) ||
  (event.type === 'payment.settle' && decision.facts.some(({ type }) => type === 'refund.due'))

/** The kind of a step: the states before, the event type, the states after or the refusing rule, and the fact types. */
const stepKind = ({ before, event, decision }: ScenarioStep): string =>
  [
    statePaths(before.value),
    event.type,
    decision.accepted ? statePaths(decision.snapshot.value) : decision.refusal.rule,
    decision.facts.map(({ type }) => type),
  ].join(' ')

/**
 * Explores registrations breadth first through `decide`: sends each registration every event with every payload that
 * guards distinguish, before, at and after each instant that matters, until it finds no new registration. Checks the
 * invariants at every step, but the costly ones only at the first step of each kind unless `thorough` is set.
 * @throws if a start cannot be opened; the message lists the issues
 * @example
 * ```ts
 * import { explore, startInputs } from 'baokao/testing'
 *
 * const [input] = startInputs(['gd-2024-social-worker'])
 * input && explore([{ input }], { steps: 500 }).violation // undefined
 * ```
 */
export function explore(starts: readonly ExplorationStart[], limits: ExplorationLimits = {}): Exploration {
  const { steps: maxSteps = Number.POSITIVE_INFINITY, interruptions: maxInterruptions = 2 } = limits
  const { rough = false, thorough = false, onStep, onNode } = limits
  const registrations = registrationsOf(limits)
  const visited = new Set<string>()
  const stepKinds = new Set<string>()
  const queue: ExplorationNode[] = []
  let steps = 0
  let violation: Violation | undefined

  const keyOf = ({ snapshot, ledger, interruptions }: ExplorationNode): string => {
    const key = rough && interruptions > 0 ? roughStateKey(snapshot) : stateKey(snapshot)
    // The ledger records a forfeited commitment even if a defect removes it from the snapshot.
    return `${ledger.forfeited}${key}`
  }

  /** Queues a registration if it is new. @returns whether to continue */
  const visit = (node: ExplorationNode): boolean => {
    const key = keyOf(node)
    if (node.interruptions > maxInterruptions || visited.has(key)) return true
    visited.add(key)
    queue.push(node)
    const violated = violatedStateInvariant(node.snapshot, registrations)
    if (violated !== undefined) {
      violation = violationOf(node.input, eventsTo(node), violated, registrations)
      return false
    }
    return onNode?.(node) !== true
  }

  const send = (node: ExplorationNode, event: RegistrationEvent): ExplorationNode => {
    steps += 1
    const { snapshot: before, ledger: ledgerBefore, input } = node
    const decision = registrations.decide(before, event)
    const ledgerAfter = nextLedger(ledgerBefore, event, decision)
    const step = { before, event, decision, registrations, ledgerBefore, ledgerAfter }
    onStep?.(step)
    const isNewKind = stepKinds.size < stepKinds.add(stepKind(step)).size
    const violated = violatedInvariant(step, thorough || isNewKind)
    if (violated !== undefined)
      violation = violationOf(input, [...eventsTo(node), event], violated, registrations)
    const interruptions = node.interruptions + (isInterruption(event, decision) ? 1 : 0)
    return { input, snapshot: decision.snapshot, ledger: ledgerAfter, from: { node, event }, interruptions }
  }

  /** Opens the next registration for the same exam and year after a forfeit. @returns whether to continue */
  const visitNextRegistration = (node: ExplorationNode): boolean => {
    const { ledger, input, from } = node
    if (!ledger.forfeited || from === undefined || from.node.ledger.forfeited) return true
    const history = historyFromCarryOvers(ledger.carryOver, [ledger.carryOver], input.history)
    const next = openNode(registrations, { ...input, history, at: formatInstant(node.snapshot.context.at) })
    return next === undefined || visit({ ...next, ledger: { ...next.ledger, forfeited: true } })
  }

  const result = (complete: boolean): Exploration => ({ states: visited.size, steps, violation, complete })

  for (const { input, events = [] } of starts) {
    let node = openStart(registrations, input)
    if (!visit(node)) return result(false)
    for (const event of events) {
      // Every step of a given path is a start, so earlier interruptions do not count.
      node = { ...send(node, event), interruptions: 0 }
      if (violation !== undefined || !visit(node) || !visitNextRegistration(node)) return result(false)
    }
  }
  for (const node of queue) {
    for (const event of eventsFor(node.snapshot, registrations)) {
      if (steps >= maxSteps) return result(false)
      const next = send(node, event)
      if (violation !== undefined || !visit(next) || !visitNextRegistration(next)) return result(false)
    }
  }
  return result(true)
}

/**
 * Finds a shortest path to a state. For a state late in the path, this takes about ten seconds.
 * @param state a dotted state path: `paying.reconciling`
 * @param options the maximum number of decisions, by default 200,000, and what decides
 * @returns a journey from the opening to that state, or `undefined` if exploration finds none
 * @throws if the machine has no such state, or the registration cannot be opened; the message lists the issues
 * @example
 * ```ts
 * import { pathsTo, startInputs } from 'baokao/testing'
 *
 * const [start] = startInputs(['gd-2024-social-worker'])
 * start && pathsTo('verifying', start)?.steps.length // 3
 * ```
 */
export function pathsTo(
  state: string,
  input: OpenInput,
  options: Pick<ExplorationLimits, 'steps' | 'registrations'> = {},
): Journey | undefined {
  assertState(state)
  let journey: Journey | undefined
  explore([{ input }], {
    ...options,
    steps: options.steps ?? 200_000,
    interruptions: 1,
    rough: true,
    onNode: (node) => {
      const isThere = matchesPath(node.snapshot.value, state)
      if (isThere) journey = journeyOf(`to ${state}`, input, eventsTo(node))
      return isThere
    },
  })
  return journey
}
