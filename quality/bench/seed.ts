import type pg from 'pg'
import { exams, notices, type Snapshot, type StatePath } from '../../src'
import type { ScenarioOptions } from '../../src/testing/eventPayload'
import { type LiveRegistration, leadTo, openLive } from '../../src/testing/liveRegistration'
import type { DatedStore } from '../../test/postgres/datedStore'

/** Seeds registrations by the thousand: the store decides one, and SQL copies its rows under other ids. */

const exam = exams['social-worker']
const notice = notices['gd-2024-social-worker']
const candidate = { photo: true, education: { origin: 'domestic', result: 'passed' } } as const

/** Opens a registration in the store and sends it the events of the plain path to `state`. */
export async function seedOriginal(
  store: DatedStore,
  state: StatePath,
  options: ScenarioOptions = {},
): Promise<LiveRegistration> {
  // The candidate's id contains the registration's, so that replacing one replaces both.
  const ids = { registrationId: `model-${state}`, candidateId: `candidate-of-model-${state}` }
  const at = notice.windows.registration.opens
  const original = leadTo(openLive({ ...ids, exam, notice, candidate, at }, options), state)
  await store.open(original.input)
  for (const event of original.events) await store.send(ids.registrationId, event)
  const entry = await store.get(ids.registrationId)
  if (entry === undefined || !equal(entry.snapshot, original.decision.snapshot)) {
    throw new Error(`${ids.registrationId} is not in ${state}, but in ${entry?.state}`)
  }
  return original
}

const equal = (one: Snapshot, other: Snapshot): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Columns that differ from copy to copy, as SQL; `i` is the number of the copy. */
export type Overrides = { notice?: string; due?: string; place?: string; since?: string }

type Range = readonly [from: number, to: number]

/** The columns of a table; none if the store does not have it. */
async function columnsOf(pool: pg.Pool, table: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select column_name as name from information_schema.columns
    where table_schema = 'baokao' and table_name = $1 and is_identity = 'NO' order by ordinal_position`,
    [table],
  )
  return rows.map(({ name }) => name)
}

/** Inserts numbered copies of a registration, each with its candidate, its tasks and the last entry of its log. */
export async function seedCopies(
  pool: pg.Pool,
  { input: { registrationId } }: LiveRegistration,
  [from, to]: Range,
  { notice, due, place, since }: Overrides = {},
): Promise<void> {
  const copied = (column: string) => `replace(${column}, '${registrationId}', '${registrationId}-' || i)`
  const numbers = `generate_series(${from}, ${to - 1}) i`
  /** Copies the rows of a table that a condition selects. */
  const copy = async (table: string, changes: Record<string, string | undefined>, where: string) => {
    const columns = await columnsOf(pool, table)
    if (columns.length === 0) return
    const values = columns.map((column) => changes[column] ?? `t.${column}`)
    await pool.query(
      `insert into baokao.${table} (${columns.join(', ')}) select ${values.join(', ')} from baokao.${table} t, ${numbers} where ${where}`,
    )
  }
  const id = `'${registrationId}'`
  const candidate = `(select candidate_id from baokao.registration where id = ${id})`
  await copy('candidate', { id: copied('t.id'), carry_over: copied('t.carry_over') }, `t.id = ${candidate}`)
  await copy(
    'log',
    { registration_id: copied('t.registration_id'), key: 'null', answer: 'null', digest: 'null' },
    `t.registration_id = ${id}
    and t.revision = (select revision from baokao.registration where id = ${id})`,
  )
  await copy(
    'task',
    { registration_id: copied('t.registration_id'), place, since },
    `t.registration_id = ${id}`,
  )
  await copy(
    'registration',
    {
      id: copied('t.id'),
      candidate_id: copied('t.candidate_id'),
      snapshot: copied('t.snapshot'),
      notice_id: notice,
      next_due: due,
      place,
    },
    `t.id = ${id}`,
  )
}

/** The ids of the copies in a range. */
export const copyIds = ({ input }: LiveRegistration, [from, to]: Range): string[] =>
  Array.from({ length: to - from }, (_, i) => `${input.registrationId}-${from + i}`)
