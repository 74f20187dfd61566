import { createHash } from 'node:crypto'
import { version } from '../../package.json'
import { activeStates, paths, standing } from '../chart'
import { type Decision, decide, type Refusal, refusal } from '../decide'
import { type RegistrationEvent, senderOf } from '../events'
import type { Fact } from '../facts'
import type { Issue } from '../issues'
import type { RuleId } from '../rules'
import { isSnapshot, type Snapshot } from '../snapshot'
import { formatInstant, type Millis, parseInstant } from '../time'
import { certain, type History } from '../words'
import { setApart, typeOf } from './personal'

/** A registration's row, as it stands in the database. */
export type RegistrationRow = {
  id: string
  candidate_id: string
  exam: string
  exam_year: number
  sitting: string
  notice_id: string
  revision: number
  snapshot: string
}

/** What is written into the log. */
export type LogEntry = {
  registration_id: string
  revision: number
  at: string
  library: string
  type: string
  key: string | null
  digest: string | null
  accepted: boolean
  rule: RuleId | null
  fired: string | null
  event: string
  personal: string | null
  answer: string | null
}

/** A fact on its way out. */
export type OutboxEntry = { registration_id: string; revision: number; n: number; fact: string }

/** An event that may leave its `at` to the store. */
export type Sent<E extends RegistrationEvent = RegistrationEvent> = E extends unknown
  ? Omit<E, 'at'> & { at?: string }
  : never

/** What an event was sent under, and what tells it from others. */
export type Key = { key: string; digest: string }

/** Which library decided, for the log. */
export const library = `baokao ${version}`

/** The same text for the same content, in whatever order its keys stand. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, below]) => [key, canonical(below)]),
  )
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What tells contents apart; whatever cannot be written down is all the same. */
export function digestOf(content: unknown): string {
  try {
    return hash(JSON.stringify(canonical(content)) ?? '')
  } catch {
    return hash('unreadable')
  }
}

/** The instant of the next deadline that moves the registration. */
export function nextDue({ value, context }: Snapshot): Millis | undefined {
  const due = standing(certain(activeStates(value)), context).map(({ at }) => at)
  return due.length === 0 ? undefined : Math.min(...due)
}

/** Where a registration stands, in one line: a path for each region. */
export const stateLine = (snapshot: Snapshot): string => paths(snapshot.value).join(' ')

export const isEnded = (snapshot: Snapshot): boolean => stateLine(snapshot).startsWith('ended.')

/** A snapshot from its text; one that cannot be read is refused by whatever is asked of it. */
function parsed(text: string): Snapshot {
  try {
    return JSON.parse(text) as Snapshot
  } catch {
    return {} as Snapshot
  }
}

/** A registration that is being decided in memory: what it was, what it is now, and what has to be written. */
export class Docket {
  snapshot: Snapshot
  revision: number
  readonly log: LogEntry[] = []
  readonly outbox: OutboxEntry[] = []

  constructor(
    readonly row: RegistrationRow,
    private readonly now: Millis,
  ) {
    this.snapshot = parsed(row.snapshot)
    this.revision = row.revision
  }

  /** An event at its instant; without one, now, but never before the last. */
  stamped(event: Sent): RegistrationEvent {
    try {
      if ('at' in event) return event as RegistrationEvent
      const at = formatInstant(Math.max(this.now, this.snapshot.context.at))
      return { ...event, at } as RegistrationEvent
    } catch {
      return event as RegistrationEvent
    }
  }

  /** Decides without keeping anything. */
  consider(event: RegistrationEvent): Decision {
    return decide(this.snapshot, event)
  }

  /** Keeps a decision: the snapshot, a log entry, the facts. */
  keep(event: RegistrationEvent, decision: Decision, key?: Key): Decision {
    const { type, event: rest, personal } = setApart(event)
    const { id } = this.row
    this.snapshot = decision.snapshot
    this.revision += 1
    this.log.push({
      registration_id: id,
      revision: this.revision,
      at: atOf(rest) ?? formatInstant(decision.snapshot.context.at),
      library,
      type,
      key: key?.key ?? null,
      digest: key?.digest ?? null,
      accepted: decision.accepted,
      rule: decision.accepted ? null : decision.refusal.rule,
      fired: decision.fired.length === 0 ? null : JSON.stringify(decision.fired),
      event: JSON.stringify(rest),
      personal: personal === undefined ? null : JSON.stringify(personal),
      answer: key === undefined ? null : JSON.stringify(decision),
    })
    this.outbox.push(...entries(id, this.revision, decision.facts))
    return decision
  }

  /** Brings in what the candidate's other registrations have changed. */
  bring(history: History, at: string): { at: string; facts: Fact[] } {
    if (!isSnapshot(this.snapshot)) return { at, facts: [] }
    const event: RegistrationEvent<'history.amend'> = {
      type: 'history.amend',
      at: formatInstant(Math.max(parseInstant(at), this.snapshot.context.at)),
      by: { role: 'office', id: 'baokao' },
      // Given even where empty, so that it replaces what was there.
      history: { integrity: [], credits: [], ...history },
    }
    const { facts } = this.keep(event, this.consider(event))
    return { at: event.at, facts }
  }

  /** What the store itself says against an event. */
  refusal(event: RegistrationEvent, rule: RuleId, issues?: Issue[]): Decision {
    const { snapshot } = this
    return {
      accepted: false,
      refusal: against(rule, event, snapshot, issues),
      snapshot,
      facts: [],
      fired: [],
    }
  }
}

/** What the store says against an event, wherever the registration stands. */
export function against(
  rule: RuleId,
  event: unknown,
  snapshot: Snapshot | undefined,
  issues?: Issue[],
): Refusal {
  const type = typeOf(event)
  const role = type === undefined ? undefined : senderOf(type)
  const where = isSnapshot(snapshot) ? { snapshot, at: snapshot.context.at, role } : undefined
  return refusal(rule, where, issues)
}

/** The facts of a decision, numbered. */
export const entries = (id: string, revision: number, facts: readonly Fact[]): OutboxEntry[] =>
  facts.map((fact, n) => ({ registration_id: id, revision, n, fact: JSON.stringify(fact) }))

function atOf(event: unknown): string | undefined {
  const at = (event as { at?: string } | null)?.at
  return at === undefined ? undefined : formatInstant(parseInstant(at))
}

/** The columns of a registration that follow from its snapshot. */
export function columnsOf(snapshot: Snapshot): Record<string, unknown> {
  const due = nextDue(snapshot)
  return {
    state: stateLine(snapshot),
    ended: isEnded(snapshot),
    next_due: due === undefined ? null : formatInstant(due),
    snapshot_version: snapshot.version,
    snapshot: JSON.stringify(snapshot),
  }
}
