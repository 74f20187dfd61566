import type pg from 'pg'
import type { Snapshot } from '../../src'
import type { PoolLike, Queries } from '../../src/postgres'

/**
 * What the store says to the database, said again with nothing decided: the same statements, the same snapshot read and
 * parsed, the same JSON written. It stands for the least that any store of this shape has to do.
 */

/** A statement as the store sent it. */
export type Sent = { name: string; text: string; values: unknown[] }

/** A pool that tells of every statement that goes through it. */
export function overheard(pool: pg.Pool, hear: (statement: Sent) => void): PoolLike {
  const through = (to: Queries): Queries => ({
    query(statement: string | Sent, values?: unknown[]) {
      hear(typeof statement === 'string' ? { name: '', text: statement, values: values ?? [] } : statement)
      return to.query(statement as string, values)
    },
  })
  return {
    ...through(pool),
    totalCount: 0,
    connect: async () => {
      const client = await pool.connect()
      return { ...through(client), release: (error) => client.release(error) }
    },
  }
}

/** A text that is JSON, to be made anew each time. */
class Text {
  constructor(readonly content: unknown) {}

  toJSON(): string {
    return JSON.stringify(this.content)
  }
}

/** Where an id stands that has to give way to another. */
type Slot = { holder: Record<string, unknown>; key: string }

export type Ghost = { name: string; text: string; values: unknown[]; slots: Slot[] }

/** Opens what is JSON, down to the JSON within JSON. */
function opened(value: unknown, id: string, slots: Slot[]): unknown {
  if (Array.isArray(value)) return value.map((one) => opened(one, id, slots))
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  const content: unknown = JSON.parse(value, function (this: Slot['holder'], key, inner: unknown) {
    if (inner === id) slots.push({ holder: this, key })
    return opened(inner, id, slots)
  })
  return new Text(content)
}

/** The ghost of what was said of a registration: it speaks for any other that is where that one was. */
export function ghostOf(statements: readonly Sent[], id: string): Ghost[] {
  return statements.map(({ name, text, values }) => {
    const slots: Slot[] = []
    const ours = values.map((value) => opened(value, id, slots))
    for (const key of ours.keys()) {
      if (ours[key] === id) slots.push({ holder: ours as unknown as Slot['holder'], key: String(key) })
    }
    return { name, text, values: ours, slots }
  })
}

const written = (value: unknown): unknown => {
  if (value instanceof Text) return value.toJSON()
  return Array.isArray(value) ? value.map(written) : value
}

/** What is done with a snapshot that was read, before the next statement. */
export type Thinking = (snapshot: Snapshot) => Promise<unknown>

/** Says it of a registration, one statement after the other. */
export async function haunt(
  pool: pg.Pool,
  ghosts: readonly Ghost[],
  id: string,
  thinking?: Thinking,
): Promise<void> {
  for (const { name, text, values, slots } of ghosts) {
    for (const { holder, key } of slots) holder[key] = id
    const { rows } = await pool.query<{ snapshot?: string; updated?: number }>({
      name,
      text,
      values: values.map(written),
    })
    for (const { snapshot, updated } of rows) {
      const read = snapshot === undefined ? undefined : (JSON.parse(snapshot) as Snapshot)
      if (read !== undefined && thinking !== undefined) await thinking(read)
      if (updated === 0) throw new Error(`${id} had moved when the ghost came`)
    }
  }
}
