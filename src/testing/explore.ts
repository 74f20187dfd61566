import { type Decision, decide, open } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import { statePaths } from '../engine/stateTree'
import type { RegistrationEvent } from '../events'
import type { Journey } from '../journey'
import { historyFor } from '../model/carryOver'
import type { OpenInput } from '../model/context'
import { formatInstant } from '../time'
import { eventsFor, interrupting } from './choices'
import { brokenInvariant, brokenStateInvariant, type ScenarioStep } from './invariants'
import { type Ledger, ledgerOf, recorded } from './ledger'
import { likeness, roughLikeness } from './stateKey'
import { assertState } from './statePath'
import { journeyOf, type Violation, violationOf } from './violation'

/** A registration that exploration came to, and the shortest way there. */
export type ExplorationNode = {
  input: OpenInput
  snapshot: Snapshot
  ledger: Ledger
  from: { node: ExplorationNode; event: RegistrationEvent } | undefined
  /** How often the way there was interrupted. */
  interruptions: number
}

/** Money that does not fit is an interruption too. */
const interrupts = (event: RegistrationEvent, decision: Decision): boolean =>
  interrupting.has(event.type) ||
  (event.type === 'payment.settle' && decision.facts.some(({ type }) => type === 'refund.due'))

/** Where exploration begins: an opening, and along a way that is known already. */
export type ExplorationStart = { input: OpenInput; events?: readonly RegistrationEvent[] }

/** What exploration found. */
export type Exploration = {
  /** Registrations that differ in something that a rule could ask. */
  states: number
  /** Decisions made. */
  steps: number
  violation: Violation | undefined
  /** Whether nothing new was left to find. */
  complete: boolean
}

/** How far to explore, and who watches. */
export type ExplorationLimits = {
  /** At most so many decisions. */
  steps?: number
  /** At most so many interruptions on one way; 2 unless told otherwise. */
  interruptions?: number
  /** Tell interrupted ways apart only roughly: by what was decided, paid, marked and found, not by when. */
  rough?: boolean
  /** Judge even the costly invariants at every step, not only where a kind of step is new. */
  thorough?: boolean
  /** Sees each decision. */
  onStep?: (step: ScenarioStep) => void
  /** Called for each registration that is like none before, with what leads on from it; `true` ends the exploration. */
  onNode?: (node: ExplorationNode) => boolean | undefined
}

/** The events that led to a registration, from its opening. */
export function eventsTo(node: ExplorationNode): RegistrationEvent[] {
  const events: RegistrationEvent[] = []
  for (let at: ExplorationNode | undefined = node; at?.from !== undefined; at = at.from.node)
    events.unshift(at.from.event)
  return events
}

/** @throws if nothing can be opened so, with what is wrong */
function openedBy(input: OpenInput): ExplorationNode {
  const node = opened(input)
  if (node !== undefined) return node
  const opening = open(input)
  const { rule = '', issues = [] } = opening.accepted ? {} : opening.refusal
  const mistakes = issues.map(({ path, en }) => `${path}: ${en}`)
  throw new Error(`Nothing can be opened so (${rule}). ${mistakes.join('; ')}`)
}

/** A registration at its opening; `undefined` where the input is none. */
function opened(input: OpenInput): ExplorationNode | undefined {
  const { snapshot } = open(input)
  if (snapshot === null) return undefined
  return { input, snapshot, ledger: ledgerOf(input), from: undefined, interruptions: 0 }
}

/** What a step is like: from where, which event, to what end. */
const kindOf = ({ before, event, decision }: ScenarioStep): string =>
  [
    statePaths(before.value),
    event.type,
    decision.accepted ? statePaths(decision.snapshot.value) : decision.refusal.rule,
    decision.facts.map(({ type }) => type),
  ].join(' ')

/**
 * Explores what can become of registrations, through `decide`: from every start on, every event that could come, with
 * every payload that a guard can tell from another, before, at and after each instant that matters, until nothing new is
 * found. Every invariant is judged at every step.
 * @throws if a start cannot be opened, with what is wrong
 */
export function explore(starts: readonly ExplorationStart[], limits: ExplorationLimits = {}): Exploration {
  const { steps: most = Number.POSITIVE_INFINITY, interruptions: times = 2, rough = false, onNode } = limits
  const { thorough = false, onStep } = limits
  const known = new Set<string>()
  const kinds = new Set<string>()
  const waiting: ExplorationNode[] = []
  let steps = 0
  let violation: Violation | undefined

  /** @returns whether to go on */
  const arrive = (node: ExplorationNode): boolean => {
    const seen = rough && node.interruptions > 0 ? roughLikeness(node.snapshot) : likeness(node.snapshot)
    // What the outside knows of a commitment given up must not be taken for the same as what it does not.
    const like = `${node.ledger.forfeited}${seen}`
    if (node.interruptions > times || known.has(like)) return true
    known.add(like)
    waiting.push(node)
    const fault = brokenStateInvariant(node.snapshot)
    if (fault !== undefined) {
      violation = violationOf(node.input, eventsTo(node), fault)
      return false
    }
    return onNode?.(node) !== true
  }

  const take = (node: ExplorationNode, event: RegistrationEvent): ExplorationNode => {
    steps += 1
    const { snapshot: before, ledger: earlier, input } = node
    const decision = decide(before, event)
    const step = { before, event, decision, earlier, later: recorded(earlier, event, decision) }
    onStep?.(step)
    const fault = brokenInvariant(step, thorough || kinds.size < kinds.add(kindOf(step)).size)
    if (fault !== undefined) violation = violationOf(input, [...eventsTo(node), event], fault)
    const interruptions = node.interruptions + (interrupts(event, decision) ? 1 : 0)
    return { input, snapshot: decision.snapshot, ledger: step.later, from: { node, event }, interruptions }
  }

  /** Where the commitment was given up, the same candidate may open another registration for the same exam and year. */
  const arriveAgain = (node: ExplorationNode): boolean => {
    const { ledger, input, from } = node
    if (!ledger.forfeited || from === undefined || from.node.ledger.forfeited) return true
    const history = historyFor(ledger.legacy, [ledger.legacy], input.history)
    const again = opened({ ...input, history, at: formatInstant(node.snapshot.context.at) })
    return again === undefined || arrive({ ...again, ledger: { ...again.ledger, forfeited: true } })
  }

  const found = (complete: boolean): Exploration => ({ states: known.size, steps, violation, complete })

  for (const { input, events = [] } of starts) {
    let node = openedBy(input)
    if (!arrive(node)) return found(false)
    for (const event of events) {
      // Where a given way leads is a beginning too, however it got there.
      node = { ...take(node, event), interruptions: 0 }
      if (violation !== undefined || !arrive(node) || !arriveAgain(node)) return found(false)
    }
  }
  for (let i = 0; i < waiting.length; i += 1) {
    const node = waiting[i] as ExplorationNode
    for (const event of eventsFor(node.snapshot)) {
      if (steps >= most) return found(false)
      const next = take(node, event)
      if (violation !== undefined || !arrive(next) || !arriveAgain(next)) return found(false)
    }
  }
  return found(true)
}

/**
 * The shortest way to a state.
 * @param state a dotted path: `paying.reconciling`
 * @returns a journey from the opening to that state, or `undefined` where exploration finds none; a state far along
 *   takes some seconds
 * @throws if the machine has no such state, or nothing can be opened so, with what is wrong
 */
export function pathsTo(
  state: string,
  input: OpenInput,
  limits: Pick<ExplorationLimits, 'steps'> = {},
): Journey | undefined {
  assertState(state)
  let journey: Journey | undefined
  explore([{ input }], {
    steps: limits.steps ?? 200_000,
    interruptions: 1,
    rough: true,
    onNode: (node) => {
      const there = statePaths(node.snapshot.value).some(
        (path) => path === state || path.startsWith(`${state}.`),
      )
      if (there) journey = journeyOf(`to ${state}`, input, eventsTo(node))
      return there
    },
  })
  return journey
}
