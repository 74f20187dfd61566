import type { Decision } from '../engine/decide'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { isEnded, nextDue, stateLine } from '../persistence/derived'
import { library } from '../persistence/library'
import { refuseWith, unreadableRules } from '../persistence/refusals'
import { splitPersonalData } from '../persistence/splitPersonalData'
import { decideHistory, historyEvent } from '../persistence/storeEvents'
import { historicEvent, type StoreTime, timedEvent } from '../persistence/timedEvent'
import type { EventInput, RegistrationAccess } from '../persistence/types'
import type { Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import { freeze } from '../schema/primitives'
import type { CandidateHistory } from '../schema/vocabulary'
import { formatInstant, parseInstant } from '../time'
import { type ChainedRow, chainLink } from './chain'
import { placeOf, type TaskChanges, WaitingTasks } from './waitingTasks'

/** A row of `baokao.registration`. */
export type RegistrationRow = {
  id: string
  candidate_id: string
  exam: string
  exam_year: number
  sitting: string
  kind: string
  notice_id: string
  revision: number
  archived: number
  snapshot: string
  /** Under which the digests of its events are made; `null` after an erasure. */
  secret: string | null
  /** The head of its chain; `null` if it has none. */
  chain: string | null
}

/** The columns of a `RegistrationRow`. */
export const registrationColumns =
  'r.id, r.candidate_id, r.exam, r.exam_year, r.sitting, r.kind, r.notice_id, r.revision, r.archived, r.snapshot, r.secret::text as secret, r.chain'

/** A row of `baokao.log`. */
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
  facts: number
  event: string
  personal: string | null
  answer: string | null
  /** The link of the chain after this entry; `null` without a chain. */
  chain: string | null
}

/** A row of `baokao.outbox`. */
export type OutboxEntry = { registration_id: string; revision: number; n: number; type: string; fact: string }

/** An idempotency key, and the digest of the event that was sent under it. */
export type IdempotencyKey = { key: string; digest: string }

/** What an event changed in a registration: in its own, or in another of the candidate that it reached. */
export type ChangedRegistration = {
  registrationId: string
  /** The states before, as in `StoredRegistration.state`. */
  from: string
  /** The states after. */
  to: string
  facts: Fact[]
}

/** A point in a unit of work: what was recorded until then. */
export type Recorded = { snapshot: Snapshot; entries: number; facts: number }

/** Parses a snapshot. An unreadable one becomes `{}`, which `decide` refuses with `snapshot.malformed`. */
export function parsedSnapshot(text: string): Snapshot {
  try {
    return (JSON.parse(text) as Snapshot | null) ?? ({} as Snapshot)
  } catch {
    return {} as Snapshot
  }
}

/** A registration in memory: the row that was read, the current snapshot, and the rows to write. */
export class UnitOfWork {
  snapshot: Snapshot
  revision: number
  chain: string | null
  readonly log: LogEntry[] = []
  readonly outbox: OutboxEntry[] = []
  private waiting: WaitingTasks | undefined

  constructor(
    readonly row: RegistrationRow,
    private readonly time: StoreTime,
    private readonly registrations: Registrations,
    private readonly isChained = false,
  ) {
    this.snapshot = parsedSnapshot(row.snapshot)
    this.revision = row.revision
    this.chain = row.chain
  }

  /** The argument of a caller's `may`. */
  get access(): RegistrationAccess {
    const { id, candidate_id: candidateId } = this.row
    // Frozen: it is the snapshot on which the event is decided.
    return { registrationId: id, candidateId, snapshot: freeze(this.snapshot), revision: this.revision }
  }

  /** What has changed in the tasks since the row was read. */
  get taskChanges(): TaskChanges {
    return this.waiting?.changes ?? { ended: [], begun: [], moved: [] }
  }

  /** Gives an event its instant; see `timedEvent`. An event of the history keeps its own. */
  timed(event: EventInput, ofHistory = false): ReturnType<typeof timedEvent> {
    return (ofHistory ? historicEvent : timedEvent)(event, this.snapshot.context?.at ?? 0, this.time)
  }

  /** Decides an event without recording it. */
  decide(event: RegistrationEvent): Decision {
    return this.registrations.decide(this.snapshot, event)
  }

  /** Refuses an event for a reason of the store. */
  refuse(rule: RuleId, event: unknown, issues?: Issue[]): Decision {
    return refuseWith(this.registrations, rule, event, this.snapshot, issues)
  }

  /** Records a decision: updates the snapshot, and adds a log entry and the facts. */
  record(event: RegistrationEvent, decision: Decision, key?: IdempotencyKey): void {
    const { type, event: rest, personal } = splitPersonalData(event)
    const { id } = this.row
    // What was decided on is valid.
    this.waiting ??= new WaitingTasks(this.snapshot)
    this.waiting.becomes(decision.snapshot)
    this.snapshot = decision.snapshot
    this.revision += 1
    const entry: Omit<LogEntry, 'chain'> = {
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
      facts: decision.facts.length,
      event: JSON.stringify(rest),
      personal: personal === undefined ? null : JSON.stringify(personal),
      // What else a repeat needs is in other columns and in the outbox.
      answer: key === undefined || decision.accepted ? null : JSON.stringify(decision.refusal),
    }
    // A chain that has begun goes on, whatever this process is set to.
    if (this.isChained || this.chain !== null) this.chain = linkAfter(this.chain, entry)
    this.log.push({ ...entry, chain: this.chain })
    this.outbox.push(...outboxEntries(id, this.revision, decision.facts))
  }

  mark(): Recorded {
    return { snapshot: this.snapshot, entries: this.log.length, facts: this.outbox.length }
  }

  /** Returns what was recorded since a point; `undefined` if nothing was. */
  changeSince({ snapshot, entries, facts }: Recorded): ChangedRegistration | undefined {
    if (this.log.length === entries) return undefined
    return {
      registrationId: this.row.id,
      from: stateLine(snapshot),
      to: stateLine(this.snapshot),
      facts: this.outbox.slice(facts).map(({ fact }) => JSON.parse(fact) as Fact),
    }
  }

  /** Decides and records the new history after another registration of the candidate has changed it. */
  applyHistory(history: CandidateHistory, at: string): { at: string; facts: Fact[] } {
    if (!isSnapshot(this.snapshot)) return { at, facts: [] }
    const event = historyEvent(this.snapshot, history, at)
    const decision = decideHistory(this.snapshot, event)
    if (!decision.accepted && unreadableRules.has(decision.refusal.rule)) return { at, facts: [] }
    this.record(event, decision)
    return { at: event.at, facts: decision.facts }
  }
}

/** The link of the chain after an entry that is to be written. */
export const linkAfter = (previous: string | null, entry: Omit<LogEntry, 'chain'>): string =>
  chainLink(previous, entry.registration_id, {
    ...entry,
    key: entry.key ?? undefined,
    digest: entry.digest ?? undefined,
    rule: entry.rule ?? undefined,
    fired: entry.fired === null ? [] : JSON.parse(entry.fired),
    event: JSON.parse(entry.event),
  } as ChainedRow)

export const outboxEntries = (id: string, revision: number, facts: readonly Fact[]): OutboxEntry[] =>
  facts.map((fact, n) => ({
    registration_id: id,
    revision,
    n,
    type: fact.type,
    fact: JSON.stringify(fact),
  }))

function atOf(event: unknown): string | undefined {
  const at = (event as { at?: string } | null)?.at
  return at === undefined ? undefined : formatInstant(parseInstant(at))
}

/** The columns of a registration that are derived from its snapshot. */
export function columnsOf(snapshot: Snapshot): Record<string, unknown> {
  const due = nextDue(snapshot)
  return {
    ...placeOf(snapshot),
    state: stateLine(snapshot),
    ended: isEnded(snapshot),
    next_due: due === undefined ? null : formatInstant(due),
    snapshot_version: snapshot.version,
    snapshot: JSON.stringify(snapshot),
  }
}
