import { type NamedStates, namedStates } from '../adoption/namedStates'
import type { Decision } from '../engine/decide'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import { isEventType, type RegistrationEvent } from '../events'
import { matchesPath } from '../machine/states'
import type { OpenInput } from '../model/opening'
import { stateLine } from '../persistence/derived'
import { eventTypeOf } from '../persistence/splitPersonalData'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import { titles } from '../titles'
import { keyedQueue } from './keyedQueue'
import { notify } from './notify'
import { checkOptions } from './options'
import {
  type ShadowDifference,
  ShadowDifferences,
  type ShadowExample,
  type ShadowKind,
  type ShadowReport,
  type TheirOutcome,
} from './shadowReport'
import type { Store } from './store'

/** Where a shadow keeps its registrations: a `Map`, or a table of your own. */
export type ShadowSnapshots = {
  /** Returns the snapshot of a registration; `undefined` if it has none yet. */
  get(id: string): Snapshot | undefined | Promise<Snapshot | undefined>
  /** Keeps the snapshot of a registration. It is awaited. */
  set(id: string, snapshot: Snapshot): unknown
}

/** The options of a shadow. */
export type ShadowOptions = {
  /** What decides, if the source is a store; by default the national text without provisions. */
  registrations?: Registrations
  /** Where the registrations are kept; by default in memory, for as long as the shadow is used. */
  snapshots?: ShadowSnapshots
  /** The states by their names in the other system: `{ 已缴费: 'registered' }`. */
  states?: Readonly<Record<string, string>>
  /** How many cases of each difference are kept; 5 by default. */
  examples?: number
  /** Called for each difference, as soon as it is found. */
  onDifference?: (
    difference: Omit<ShadowDifference, 'count' | 'registrations' | 'examples'> & ShadowExample,
  ) => void
}

/** Decides what another system has decided, and compares. It answers nobody, and writes to no store. */
export type Shadow = {
  /** Opens a registration that the other system has opened. */
  open(input: OpenInput, theirs: TheirOutcome): Promise<void>
  /** Decides an event that the other system has decided. The events of one registration in their order. */
  send(id: string, event: RegistrationEvent, theirs: TheirOutcome): Promise<void>
  /** What was compared so far: the differences by rule and §, with examples, without personal data. */
  report(): ShadowReport
}

const unknownId = '?'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The text of a field, if it is one. It never throws, whatever the value is. */
function textOf(value: unknown, field: string): string | undefined {
  try {
    const text = isRecord(value) ? value[field] : undefined
    return typeof text === 'string' ? text : undefined
  } catch {
    return undefined
  }
}

/** The paths of issues. A key that no event has may be personal data. */
const pathsOf = (issues: readonly Issue[]): string[] =>
  issues.map(({ path }) =>
    path
      .split('.')
      .map((key) => (/^\d*$/.test(key) || Object.hasOwn(titles.fields, key) ? key : unknownId))
      .join('.'),
  )

/** What the other system decided, as it can be compared. */
type Read = { theirs: TheirOutcome; states?: NamedStates } | { paths: string[] }

/**
 * Watches beside another system: takes its openings and events with its own decisions, decides them by these rules, and
 * reports where the decisions differ.
 *
 * @param source a store, whose registrations it starts from and only reads, or what decides, for registrations that are
 *   opened in the shadow
 * @throws RangeError if an option is wrong or unknown
 * @example
 * ```ts
 * import { createRegistrations, exams } from 'baokao'
 * import { illustrativeNotice } from 'baokao/journeys'
 * import { shadow } from 'baokao/postgres'
 *
 * const beside = shadow(createRegistrations())
 * const [exam, notice] = [exams['social-worker'], illustrativeNotice('2027-03-01')]
 * const opening = { registrationId: 'R', candidateId: 'C', exam, notice, at: '2027-03-01T09:00:00+08:00' }
 * await beside.open(opening, { accepted: true, state: 'account.agreement' })
 * const by = { role: 'candidate', id: 'C' } as const
 * await beside.send('R', { type: 'commitment.withdraw', at: '2027-03-01T10:00:00+08:00', by }, { accepted: true })
 * beside.report().differences.map(({ rule, cites }) => [rule, cites]) // [['event.not-now', ['policy']]]
 * ```
 */
export function shadow(source: Store<string> | Registrations<string>, options: ShadowOptions = {}): Shadow {
  checkOptions('shadow', options)
  const { snapshots = new Map<string, Snapshot>(), states = {}, examples = 5 } = options
  const store = 'decide' in source ? undefined : source
  const registrations = (
    'decide' in source ? source : (options.registrations ?? nationalRegistrations())
  ) as Registrations
  const differences = new ShadowDifferences(examples)
  const queue = keyedQueue<string>()
  const seen = new Set<string>()
  const differing = new Set<string>()
  const counts = { events: 0, agreed: 0, followed: 0 }

  /** Reads what the other system decided. */
  function readOutcome(given: unknown): Read {
    const accepted = isRecord(given) ? given.accepted : undefined
    if (typeof accepted !== 'boolean') return { paths: ['accepted'] }
    const state = textOf(given, 'state')
    if (state === undefined) return { theirs: { accepted } }
    const named = namedStates(Object.hasOwn(states, state) ? (states[state] as string) : state)
    return 'states' in named ? { theirs: { accepted, state }, states: named.states } : { paths: ['state'] }
  }

  function add(
    kind: ShadowKind,
    of: Pick<ShadowDifference, 'event' | 'rule' | 'cites'>,
    example: ShadowExample,
  ): void {
    // What follows from a difference is no other difference.
    if (differing.has(example.registrationId) && kind !== 'malformed') {
      counts.followed += 1
      return
    }
    differences.add(kind, of, example)
    notify(options.onDifference, { kind, ...of, ...example })
  }

  /** Compares a decision with that of the other system. @returns whether they agree */
  function compare(
    decision: Decision<Snapshot | null>,
    { theirs, states: named }: Extract<Read, { theirs: TheirOutcome }>,
    of: { event: ShadowDifference['event']; id: string; at: string | undefined },
  ): boolean {
    const { accepted, snapshot } = decision
    const isTheirs =
      named === undefined ||
      snapshot === null ||
      named.some((all) => all.every((path) => matchesPath(snapshot.value, path)))
    const differs = accepted !== theirs.accepted
    if (!differs && isTheirs) {
      counts.agreed += 1
      if (named !== undefined) differing.delete(of.id)
      return true
    }
    const ours = { accepted, state: snapshot === null ? '' : stateLine(snapshot) }
    const example = { registrationId: of.id, ...(of.at !== undefined && { at: of.at }), theirs, ours }
    const refusal = decision.accepted ? undefined : decision.refusal
    const paths = refusal?.issues && pathsOf(refusal.issues)
    const rule = differs && refusal ? { rule: refusal.rule as RuleId, cites: refusal.cites } : {}
    const kind = !differs ? 'state' : accepted ? 'weAccept' : 'weRefuse'
    add(kind, { event: of.event, ...rule }, { ...example, ...(paths && { paths }) })
    // Where only they refused, the registration stays as it was.
    if (kind !== 'weAccept') differing.add(of.id)
    return false
  }

  async function take(
    id: string,
    event: ShadowDifference['event'],
    at: string | undefined,
    work: () => Promise<string[] | undefined>,
  ) {
    counts.events += 1
    const paths = await work()
    if (paths !== undefined)
      add('malformed', { event }, { registrationId: id, ...(at !== undefined && { at }), paths })
  }

  return {
    open(input, given) {
      const id = textOf(input, 'registrationId') ?? unknownId
      const at = textOf(input, 'at')
      return queue(id, () =>
        take(id, 'open', at, async () => {
          const outcome = readOutcome(given)
          if ('paths' in outcome) return outcome.paths
          const decision = registrations.open(input)
          if (!decision.accepted && decision.refusal.rule === 'input.malformed')
            return pathsOf(decision.refusal.issues ?? [])
          seen.add(id)
          compare(decision, outcome, { event: 'open', id, at })
          if (decision.snapshot !== null && outcome.theirs.accepted)
            await snapshots.set(id, decision.snapshot)
          return undefined
        }),
      )
    },
    send(id, event, given) {
      const key = typeof id === 'string' ? id : unknownId
      const type = eventTypeOf(event)
      const named = isEventType(type) ? type : 'unknown'
      const at = textOf(event, 'at')
      return queue(key, () =>
        take(key, named, at, async () => {
          const outcome = readOutcome(given)
          if ('paths' in outcome) return outcome.paths
          const before = (await snapshots.get(key)) ?? (await store?.get(key))?.snapshot
          if (before === undefined || !isSnapshot(before)) {
            add('unknown', { event: named }, { registrationId: key, ...(at !== undefined && { at }) })
            return undefined
          }
          seen.add(key)
          const decision = registrations.decide(before, event)
          compare(decision, outcome, { event: named, id: key, at })
          // In step with them: what only these rules accept has not happened.
          const happened = outcome.theirs.accepted || !decision.accepted
          await snapshots.set(key, happened ? decision.snapshot : before)
          return undefined
        }),
      )
    },
    report: () => ({
      ...counts,
      registrations: seen.size,
      differing: differing.size,
      differences: differences.list,
    }),
  }
}
