import type pg from 'pg'
import type { Snapshot } from '../../src'
import type { PoolLike, Queryable } from '../../src/postgres'

/**
 * The baseline of the store: the SQL that it sends, recorded once and replayed without any decision. Each replay parses
 * the same snapshot and serializes the same JSON, which is the least work of a store of this design.
 */

/** A statement that the store sent. */
export type RecordedStatement = { name: string; text: string; values: unknown[] }

/** A pool that passes each statement to `record` before it runs. */
export function recordingPool(pool: pg.Pool, record: (statement: RecordedStatement) => void): PoolLike {
  const recording = (to: Queryable): Queryable => ({
    query(statement: string | RecordedStatement, values?: unknown[]) {
      record(typeof statement === 'string' ? { name: '', text: statement, values: values ?? [] } : statement)
      return to.query(statement as string, values)
    },
  })
  return {
    ...recording(pool),
    totalCount: 0,
    connect: async () => {
      const client = await pool.connect()
      return { ...recording(client), release: (error) => client.release(error) }
    },
  }
}

/** A JSON string in parsed form, serialized again for each replay. */
class JsonText {
  constructor(readonly content: unknown) {}

  toJSON(): string {
    return JSON.stringify(this.content)
  }
}

/** A property that holds the registration's id. */
type IdSlot = { holder: Record<string, unknown>; key: string }

/** A recorded statement whose registration id can be replaced. */
export type BaselineStatement = { name: string; text: string; values: unknown[]; slots: IdSlot[] }

/** Parses JSON strings, including nested ones, and collects the slots of the id. */
function parseNested(value: unknown, id: string, slots: IdSlot[]): unknown {
  if (Array.isArray(value)) return value.map((element) => parseNested(element, id, slots))
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  const content: unknown = JSON.parse(value, function (this: IdSlot['holder'], key, inner: unknown) {
    if (inner === id) slots.push({ holder: this, key })
    return parseNested(inner, id, slots)
  })
  return new JsonText(content)
}

/** Turns the statements recorded for one registration into a baseline for any other in the same state. */
export function baselineOf(statements: readonly RecordedStatement[], id: string): BaselineStatement[] {
  return statements.map(({ name, text, values }) => {
    const slots: IdSlot[] = []
    const parsed = values.map((value) => parseNested(value, id, slots))
    for (const key of parsed.keys()) {
      if (parsed[key] === id) slots.push({ holder: parsed as unknown as IdSlot['holder'], key: String(key) })
    }
    return { name, text, values: parsed, slots }
  })
}

const serialize = (value: unknown): unknown => {
  if (value instanceof JsonText) return value.toJSON()
  return Array.isArray(value) ? value.map(serialize) : value
}

/** Runs on each snapshot that was read, before the next statement. */
export type OnSnapshot = (snapshot: Snapshot) => Promise<unknown>

/** Replays the recorded statements for another registration. @throws if one of them updates no row */
export async function replaySql(
  pool: pg.Pool,
  baseline: readonly BaselineStatement[],
  id: string,
  onSnapshot?: OnSnapshot,
): Promise<void> {
  for (const { name, text, values, slots } of baseline) {
    for (const { holder, key } of slots) holder[key] = id
    const { rows } = await pool.query<{ snapshot?: string; updated?: number }>({
      name,
      text,
      values: values.map(serialize),
    })
    for (const { snapshot, updated } of rows) {
      const parsed = snapshot === undefined ? undefined : (JSON.parse(snapshot) as Snapshot)
      if (parsed !== undefined && onSnapshot !== undefined) await onSnapshot(parsed)
      if (updated === 0) throw new Error(`${id} was not in the state of the recorded registration`)
    }
  }
}
