import type { Pool } from 'pg'
import { createStore, type LogRow, type Store } from '../../../src/postgres'
import type { Entry } from '../../../src/postgres/queries'
import { opening, type Told, workers } from './told'

/** Everything that stands of one registration. */
export type Case = {
  id: string
  row: Record<string, unknown>
  entry: Entry | undefined
  replayed: Entry | undefined
  log: LogRow[]
  /** What was answered under each key, as it is stored; the opening's among them. */
  answers: { key: string | null; answer: string | null }[]
  outbox: OutboxRow[]
}

export type OutboxRow = {
  registration_id: string
  revision: number
  n: number
  fact: string
  delivered: boolean
  parked: boolean
}

/** What stands in the database after the faults, and what was told by those who caused it. */
export type Evidence = {
  cases: Case[]
  candidates: { id: string; legacies: string }[]
  /** The bodies of exams and notices, by digest. */
  documents: Map<string, unknown>
  told: readonly Told[]
}

/** Things by what they have in common, in the order in which they stand. */
export function grouped<T>(all: Iterable<T>, by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const key = by(one)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}

async function wholeLog(store: Store, id: string): Promise<LogRow[]> {
  const rows: LogRow[] = []
  for (;;) {
    const page = await store.log(id, { after: rows.at(-1)?.revision ?? 0 })
    rows.push(...page)
    if (page.length === 0) return rows
  }
}

export async function gather(pool: Pool, told: readonly Told[]): Promise<Evidence> {
  const store = createStore(pool)
  const all = async <Row>(text: string) => (await pool.query(text)).rows as Row[]
  const rows = await all<Record<string, unknown>>('select * from baokao.registration order by id')
  const outbox = await all<OutboxRow>(`
    select registration_id, revision, n, fact::text as fact, delivered_at is not null as delivered,
      parked_at is not null as parked
    from baokao.outbox order by seq`)
  const answers = await all<{ registration_id: string; key: string | null; answer: string | null }>(
    `select registration_id, case when revision = 1 then '${opening}' else key end as key, answer
    from baokao.log order by registration_id, revision`,
  )
  const facts = grouped(outbox, (row) => row.registration_id)
  const answered = grouped(answers, (row) => row.registration_id)
  const cases: Case[] = []
  for (const row of rows) {
    const id = row.id as string
    cases.push({
      id,
      row,
      entry: await store.get(id),
      replayed: await store.replay(id),
      log: await wholeLog(store, id),
      answers: answered.get(id) ?? [],
      outbox: facts.get(id) ?? [],
    })
  }
  const bodies = await all<{ hash: string; body: string }>('select hash, body from baokao.document')
  return {
    cases,
    candidates: await all('select id, legacies from baokao.candidate order by id'),
    documents: new Map(bodies.map(({ hash, body }) => [hash, JSON.parse(body)])),
    told,
  }
}

/** Waits until no worker is connected any more: what a killed one had begun is then over. */
export async function allGone(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(`
      select count(*)::int as left from pg_stat_activity
      where datname = current_database() and application_name = '${workers}'`)
    if (rows[0].left === 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Lets the time pass that a dead worker's facts are kept for it. */
export async function leasesExpire(pool: Pool): Promise<void> {
  await pool.query(`
    update baokao.outbox set try_after = '-infinity' where delivered_at is null and parked_at is null`)
}
