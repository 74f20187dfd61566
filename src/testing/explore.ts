import { paths } from '../chart'
import type { OpenInput } from '../context'
import { type Decision, decide, open } from '../decide'
import type { RegistrationEvent } from '../events'
import type { Journey } from '../journey'
import type { Snapshot } from '../snapshot'
import { eventsFor } from './choices'
import { emptyLedger, type Ledger, recorded } from './ledger'
import { likeness, roughLikeness } from './likeness'
import { broken, type Step } from './promises'

/** A registration that exploration came to, and the shortest way there. */
export type Node = {
  snapshot: Snapshot
  ledger: Ledger
  from: { node: Node; event: RegistrationEvent } | undefined
  /** How often the way there was interrupted. */
  interruptions: number
}

/** What can come at any moment and again: so many of them on one way, or the ways would never end. */
const interrupting: ReadonlySet<string> = new Set([
  'certificate.reportLost',
  'complaint.receive',
  'correction.request',
  'education.amend',
  'exam.cancel',
  'finding.record',
  'history.amend',
  'identity.assert',
  'misconduct.record',
  'notice.amend',
  'payment.claim',
  'scoreReview.request',
  'spotCheck.demand',
])

/** Money that does not fit is an interruption too. */
const interrupts = (event: RegistrationEvent, decision: Decision): boolean =>
  interrupting.has(event.type) ||
  (event.type === 'payment.settle' && decision.facts.some(({ type }) => type === 'refund.due'))

/** A promise that did not hold, with the shortest life found that shows it. */
export type Violation = { promise: string; how: string; journey: Journey }

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
export type Limits = {
  /** At most so many decisions. */
  steps?: number
  /** At most so many interruptions on one way; 2 unless told otherwise. */
  interruptions?: number
  /** Tell interrupted ways apart only roughly: by what was decided, paid, marked and found, not by when. */
  rough?: boolean
  /** Judge even the costly promises at every step, not only where a kind of step is new. */
  thorough?: boolean
  onStep?: (step: Step) => void
  /** Called for each registration that is like none before, with what leads on from it; `true` ends the exploration. */
  onNode?: (node: Node) => boolean | undefined
}

/** The events that led to a registration, from its opening. */
export function eventsTo(node: Node): RegistrationEvent[] {
  const events: RegistrationEvent[] = []
  for (let at: Node | undefined = node; at?.from !== undefined; at = at.from.node)
    events.unshift(at.from.event)
  return events
}

/** A life as a journey that can be kept as a file and played. */
export function journeyOf(title: string, input: OpenInput, events: readonly RegistrationEvent[]): Journey {
  const { exam, notice, history, candidate, at } = input
  const steps = events.map(({ by, ...event }) => ({ ...event, by: by.role }))
  return {
    title,
    cites: ['policy'],
    exam: exam as Record<string, unknown>,
    notice: notice as Record<string, unknown>,
    ...(history && { history: history as Record<string, unknown> }),
    ...(candidate && { candidate: candidate as Record<string, unknown> }),
    open: at,
    steps,
  }
}

/** Lives a life from its opening. @returns every step, until one breaks a promise */
export function live(
  input: OpenInput,
  events: readonly RegistrationEvent[],
): { steps: Step[]; broken: { promise: string; how: string } | undefined } {
  const opened = open(input)
  const steps: Step[] = []
  let snapshot = opened.snapshot
  let ledger = emptyLedger
  for (const event of events) {
    if (snapshot === null) break
    const decision: Decision = decide(snapshot, event)
    const step = { before: snapshot, event, decision, then: ledger, now: recorded(ledger, event, decision) }
    steps.push(step)
    const found = broken(step)
    if (found !== undefined) return { steps, broken: found }
    snapshot = decision.snapshot
    ledger = step.now
  }
  return { steps, broken: undefined }
}

/** Leaves out whatever the broken promise does not need. */
export function shrunk(
  input: OpenInput,
  events: readonly RegistrationEvent[],
  promise: string,
): Violation | undefined {
  let kept = [...events]
  let found = live(input, kept).broken
  if (found?.promise !== promise) return undefined
  for (let i = kept.length - 1; i >= 0; i -= 1) {
    const fewer = kept.filter((_, place) => place !== i)
    const still = live(input, fewer).broken
    if (still?.promise === promise) {
      kept = fewer
      found = still
    }
  }
  return { ...found, journey: journeyOf(`${found.promise}: ${found.how}`, input, kept) }
}

/** What a step is like: from where, which event, to what end. */
const kindOf = ({ before, event, decision }: Step): string =>
  [
    paths(before.value),
    event.type,
    decision.accepted ? paths(decision.snapshot.value) : decision.refusal.rule,
    decision.facts.map(({ type }) => type),
  ].join(' ')

/**
 * Explores what can become of a registration, through `decide`: from the opening on, every event that could come, with
 * every payload that a guard can tell from another, before, at and after each instant that matters, until nothing new is
 * found. Every promise is judged at every step.
 */
export function explore(
  input: OpenInput,
  {
    steps: most = Number.POSITIVE_INFINITY,
    interruptions: times = 2, rough = false,
    thorough = false,
    onStep,
    onNode,
  }: Limits = {},
): Exploration {
  const opened = open(input)
  if (opened.snapshot === null) return { states: 0, steps: 0, violation: undefined, complete: true }
  const first: Node = { snapshot: opened.snapshot, ledger: emptyLedger, from: undefined, interruptions: 0 }
  const known = new Set([likeness(first.snapshot)])
  const kinds = new Set<string>()
  const waiting: Node[] = [first]
  let steps = 0
  const found = (complete: boolean, violation?: Violation): Exploration => ({
    states: known.size,
    steps,
    violation,
    complete,
  })
  if (onNode?.(first)) return found(false)
  for (let i = 0; i < waiting.length; i += 1) {
    const node = waiting[i] as Node
    for (const event of eventsFor(node.snapshot)) {
      if (steps >= most) return found(false)
      steps += 1
      const decision = decide(node.snapshot, event)
      const step = {
        before: node.snapshot,
        event,
        decision,
        then: node.ledger,
        now: recorded(node.ledger, event, decision),
      }
      onStep?.(step)
      const fault = broken(step, thorough || kinds.size < kinds.add(kindOf(step)).size)
      if (fault !== undefined) {
        const events = [...eventsTo(node), event]
        const title = `${fault.promise}: ${fault.how}`
        return found(
          false,
          shrunk(input, events, fault.promise) ?? { ...fault, journey: journeyOf(title, input, events) },
        )
      }
      const interrupted = node.interruptions + (interrupts(event, decision) ? 1 : 0)
      if (interrupted > times) continue
      const like = rough && interrupted > 0 ? roughLikeness(decision.snapshot) : likeness(decision.snapshot)
      if (known.has(like)) continue
      known.add(like)
      const next: Node = {
        snapshot: decision.snapshot,
        ledger: step.now,
        from: { node, event },
        interruptions: interrupted,
      }
      waiting.push(next)
      if (onNode?.(next)) return found(false)
    }
  }
  return found(true)
}

/**
 * The shortest way to a state.
 * @param state a dotted path: `paying.reconciling`
 * @returns a journey from the opening to that state, or `undefined` where exploration finds none
 */
export function pathsTo(
  state: string,
  input: OpenInput,
  limits: Pick<Limits, 'steps'> = {},
): Journey | undefined {
  let journey: Journey | undefined
  explore(input, {
    steps: limits.steps ?? 200_000,
    onNode: (node) => {
      const there = paths(node.snapshot.value).some((path) => path === state || path.startsWith(`${state}.`))
      if (there) journey = journeyOf(`to ${state}`, input, eventsTo(node))
      return there
    },
  })
  return journey
}
