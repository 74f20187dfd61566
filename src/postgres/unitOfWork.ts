import { type Decision, decide } from '../engine/decide'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import type { EventInput } from '../persistence/eventInput'
import { splitPersonalData } from '../persistence/splitPersonalData'
import { isEnded, library, nextDue, refuseWith, stateLine } from '../persistence/standing'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import type { CandidateHistory } from '../schema/vocabulary'
import { formatInstant, type Millis, parseInstant } from '../time'

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

/** What an event was sent under, and what tells it from others. */
export type IdempotencyKey = { key: string; digest: string }

/** A snapshot from its text; one that cannot be read is refused by whatever is asked of it. */
function parsed(text: string): Snapshot {
  try {
    return (JSON.parse(text) as Snapshot | null) ?? ({} as Snapshot)
  } catch {
    return {} as Snapshot
  }
}

/** A registration that is being decided in memory: what it was, what it is now, and what has to be written. */
export class UnitOfWork {
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
  withInstant(event: EventInput): RegistrationEvent {
    try {
      if ('at' in event) return event as RegistrationEvent
      const at = formatInstant(Math.max(this.now, this.snapshot.context.at))
      return { ...event, at } as RegistrationEvent
    } catch {
      return event as RegistrationEvent
    }
  }

  /** Decides without keeping anything. */
  decide(event: RegistrationEvent): Decision {
    return decide(this.snapshot, event)
  }

  /** Keeps a decision: the snapshot, a log entry, the facts. */
  record(event: RegistrationEvent, decision: Decision, key?: IdempotencyKey): Decision {
    const { type, event: rest, personal } = splitPersonalData(event)
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
    this.outbox.push(...outboxEntries(id, this.revision, decision.facts))
    return decision
  }

  /** Brings in what the candidate's other registrations have changed. */
  applyHistory(history: CandidateHistory, at: string): { at: string; facts: Fact[] } {
    if (!isSnapshot(this.snapshot)) return { at, facts: [] }
    const event: RegistrationEvent<'history.amend'> = {
      type: 'history.amend',
      at: formatInstant(Math.max(parseInstant(at), this.snapshot.context.at)),
      by: { role: 'office', id: 'baokao' },
      // Given even where empty, so that it replaces what was there.
      history: { integrity: [], credits: [], ...history },
    }
    const { facts } = this.record(event, this.decide(event))
    return { at: event.at, facts }
  }

  /** What the store itself says against an event. */
  refusal(event: RegistrationEvent, rule: RuleId, issues?: Issue[]): Decision {
    const { snapshot } = this
    return {
      accepted: false,
      refusal: refuseWith(rule, event, snapshot, issues),
      snapshot,
      facts: [],
      fired: [],
    }
  }
}

/** The facts of a decision, numbered. */
export const outboxEntries = (id: string, revision: number, facts: readonly Fact[]): OutboxEntry[] =>
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
