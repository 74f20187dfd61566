import { createHash } from 'node:crypto'
import { decide, type Fact, type FiredDeadline, open, type Snapshot } from '../../../src'
import type { Answered, Failed, Handled, Handling, HistoryLine, Invoked, Returned } from './history'
import type { LogRow, OutboxRow, RegistrationRow, Tables } from './tables'

/** Joins a history with the stored tables, for the invariants. */

/** An entry of the log, and what `open` or `decide` makes of it, replayed from the first entry. */
export type Entry = Omit<LogRow, 'event' | 'fired'> & {
  event: Record<string, unknown>
  fired: FiredDeadline[]
  /** The call that caused it, by the `meta` of its event; absent if the store has sent the event itself. */
  call: string | undefined
  facts: Fact[]
  snapshot: Snapshot | null
  /** The digest of the snapshot. */
  digest: string
  /** How the replayed decision differs from the logged one. */
  wrong: string | undefined
}

export type Registration = { id: string; row: RegistrationRow; entries: Entry[]; outbox: OutboxRow[] }

/** A call, and what became of it. A call that was killed has neither an answer nor an end. */
export type Call = Invoked & {
  answers: Answered[]
  returned: Returned | undefined
  failed: Failed | undefined
  transaction: Transaction | undefined
}

type Transaction = {
  tx: string
  /** When the commit was sent. */
  committing: number | undefined
  /** When the outcome was known. */
  ended: number | undefined
  outcome: 'committed' | 'rolledBack' | 'unknown'
  /** Whether the row of the caller is stored, and so the whole transaction. */
  kept: boolean
}

/** A run of a handler; `until` is its end, or that of its process. */
export type Run = Handling & { until: number; succeeded: boolean }

export type World = {
  calls: Map<string, Call>
  transactions: Map<string, Transaction>
  runs: Run[]
  registrations: Map<string, Registration>
  /** The entries of each call. */
  entriesOf: Map<string, Entry[]>
  tables: Tables
}

/** Whether what a call did is stored: it was not in a transaction that was rolled back. */
export const isKept = ({ transaction }: Call): boolean => transaction?.kept ?? true

export const digestOf = (json: string): string => createHash('sha256').update(json).digest('hex').slice(0, 16)

/** Groups items by a key and keeps their order. */
export function grouped<T, Key>(items: Iterable<T>, keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

type Personal = [path: (string | number)[], value: unknown][]

/** The event with its personal data, which is stored beside it by paths. */
function wholeEvent(event: unknown, personal: Personal): Record<string, unknown> {
  let whole = event as Record<string, unknown>
  for (const [path, value] of personal) {
    if (path.length === 0) whole = value as Record<string, unknown>
    let tree = whole
    for (const key of path.slice(0, -1)) tree = tree[key] as Record<string, unknown>
    const last = path.at(-1)
    if (last !== undefined) tree[last] = value
  }
  return whole
}

type Decided = {
  accepted: boolean
  rule: string | null
  facts: Fact[]
  fired: FiredDeadline[]
  snapshot: Snapshot | null
}

function replayedOpening(
  { known: _, amendments: __, ...event }: Record<string, unknown>,
  documents: Map<string, string>,
): Decided {
  const body = (hash: unknown) => JSON.parse(documents.get(hash as string) ?? 'null')
  const input = { ...event, exam: body(event.exam), notice: body(event.notice) }
  const decision = open(input as unknown as Parameters<typeof open>[0])
  return { ...decision, rule: decision.accepted ? null : decision.refusal.rule }
}

function replayedEvent(before: Snapshot, row: LogRow, event: Record<string, unknown>): Decided {
  // The store refuses it, not the machine: it reopens a registration that has a live rival.
  if (row.rule === 'registration.exists')
    return { accepted: false, rule: row.rule, facts: [], fired: [], snapshot: before }
  const decision = decide(before, event as Parameters<typeof decide>[1])
  return { ...decision, rule: decision.accepted ? null : decision.refusal.rule }
}

/** Replays the log of a registration with `open` and `decide` alone. */
function replayed(rows: readonly LogRow[], documents: Map<string, string>): Entry[] {
  let before: Snapshot | null = null
  return rows.map((row) => {
    const personal = JSON.parse(row.personal ?? '[]') as Personal
    const event = wholeEvent(JSON.parse(row.event), personal)
    const fired = JSON.parse(row.fired ?? '[]') as FiredDeadline[]
    const decided: Decided =
      before === null ? replayedOpening(event, documents) : replayedEvent(before, row, event)
    const outcome = (one: { accepted: boolean; rule: string | null; fired: FiredDeadline[] }) =>
      `${one.accepted ? 'accepted' : `refused by ${one.rule}`}, fired ${JSON.stringify(one.fired)}`
    const [logged, right] = [outcome({ ...row, fired }), outcome(decided)]
    before = decided.snapshot ?? before
    return {
      ...row,
      event,
      fired,
      call: (event.meta as { call?: string } | undefined)?.call,
      facts: decided.facts,
      snapshot: before,
      digest: digestOf(JSON.stringify(before)),
      wrong: logged === right ? undefined : `logged as ${logged}, but replayed as ${right}`,
    }
  })
}

const linesOf = <L extends HistoryLine['line']>(history: readonly HistoryLine[], line: L) =>
  history.filter((one): one is Extract<HistoryLine, { line: L }> => one.line === line)

function transactionsOf(
  history: readonly HistoryLine[],
  kept: ReadonlySet<string>,
): Map<string, Transaction> {
  const transactions = new Map<string, Transaction>()
  for (const { tx } of linesOf(history, 'began'))
    transactions.set(tx, {
      tx,
      committing: undefined,
      ended: undefined,
      outcome: 'unknown',
      kept: kept.has(tx),
    })
  for (const line of history) {
    const transaction = 'tx' in line && line.line !== 'invoked' ? transactions.get(line.tx) : undefined
    if (transaction === undefined) continue
    if (line.line === 'committing') transaction.committing = line.time
    if (line.line === 'committed' || line.line === 'rolledBack') {
      transaction.outcome = line.line
      transaction.ended = line.time
    }
  }
  return transactions
}

function callsOf(
  history: readonly HistoryLine[],
  transactions: ReadonlyMap<string, Transaction>,
): Map<string, Call> {
  const calls = new Map<string, Call>()
  for (const line of linesOf(history, 'invoked')) {
    const transaction = line.tx === undefined ? undefined : transactions.get(line.tx)
    calls.set(line.call, { ...line, answers: [], returned: undefined, failed: undefined, transaction })
  }
  for (const line of history) {
    const call = 'call' in line ? calls.get(line.call) : undefined
    if (call === undefined) continue
    if (line.line === 'answered') call.answers.push(line)
    if (line.line === 'returned') call.returned = line
    if (line.line === 'failed') call.failed = line
  }
  return calls
}

function runsOf(history: readonly HistoryLine[]): Run[] {
  const ends = new Map<string, Handled>(linesOf(history, 'handled').map((line) => [line.handling, line]))
  const gone = new Map(linesOf(history, 'gone').map((line) => [line.process, line.time]))
  return linesOf(history, 'handling')
    .map((line) => {
      const end = ends.get(line.handling)
      const until = end?.time ?? gone.get(line.process) ?? Number.POSITIVE_INFINITY
      return { ...line, until, succeeded: end !== undefined && end.failed !== true }
    })
    .sort((one, other) => one.time - other.time)
}

export function worldOf(history: readonly HistoryLine[], tables: Tables): World {
  const transactions = transactionsOf(history, new Set(tables.own.map(({ tx }) => tx)))
  const documents = new Map(tables.documents.map(({ hash, body }) => [hash, body]))
  const logs = grouped(tables.log, (row) => row.registration_id)
  const outbox = grouped(tables.outbox, (row) => row.registration_id)
  const registrations = new Map<string, Registration>()
  for (const row of tables.registrations) {
    const entries = replayed(logs.get(row.id) ?? [], documents)
    registrations.set(row.id, { id: row.id, row, entries, outbox: outbox.get(row.id) ?? [] })
  }
  const entries = [...registrations.values()].flatMap((one) => one.entries)
  const caused = entries.filter((entry): entry is Entry & { call: string } => entry.call !== undefined)
  return {
    calls: callsOf(history, transactions),
    transactions,
    runs: runsOf(history),
    registrations,
    entriesOf: grouped(caused, ({ call }) => call) as Map<string, Entry[]>,
    tables,
  }
}
