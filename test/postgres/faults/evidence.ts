import type { Pool } from 'pg'
import { createStore, type LogRow, type Store, type StoredRegistration } from '../../../src/postgres'
import { type Observation, openingKey, workerConnections } from './observations'

/** All stored data of a registration. */
export type Case = {
  id: string
  row: Record<string, unknown>
  entry: StoredRegistration | undefined
  replayed: StoredRegistration | undefined
  log: LogRow[]
  /** The stored decision under each key, and that of the opening. */
  answers: { key: string | null; answer: string | null }[]
  outbox: OutboxRow[]
}

type OutboxRow = {
  registration_id: string
  revision: number
  n: number
  fact: string
  delivered: boolean
  dead: boolean
}

/** The content of the database after the faults, and the observations of the processes. */
export type Evidence = {
  cases: Case[]
  candidates: { id: string; carry_over: string }[]
  /** The bodies of exams and notices, by digest. */
  documents: Map<string, unknown>
  observations: readonly Observation[]
}

/** Groups items by a key and keeps their order. */
export function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
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

export async function gather(pool: Pool, observations: readonly Observation[]): Promise<Evidence> {
  const store = createStore(pool)
  const select = async <Row>(text: string) => (await pool.query(text)).rows as Row[]
  const rows = await select<Record<string, unknown>>('select * from baokao.registration order by id')
  const outbox = await select<OutboxRow>(`
    select registration_id, revision, n, fact::text as fact, delivered_at is not null as delivered,
      dead_at is not null as dead
    from baokao.outbox order by seq`)
  const answers = await select<{ registration_id: string; key: string | null; answer: string | null }>(
    `select registration_id, case when revision = 1 then '${openingKey}' else key end as key, answer
    from baokao.log order by registration_id, revision`,
  )
  const factsOf = grouped(outbox, (row) => row.registration_id)
  const answersOf = grouped(answers, (row) => row.registration_id)
  const cases: Case[] = []
  for (const row of rows) {
    const id = row.id as string
    cases.push({
      id,
      row,
      entry: await store.get(id),
      replayed: await store.replay(id),
      log: await wholeLog(store, id),
      answers: answersOf.get(id) ?? [],
      outbox: factsOf.get(id) ?? [],
    })
  }
  const bodies = await select<{ hash: string; body: string }>('select hash, body from baokao.document')
  return {
    cases,
    candidates: await select('select id, carry_over from baokao.candidate order by id'),
    documents: new Map(bodies.map(({ hash, body }) => [hash, JSON.parse(body)])),
    observations,
  }
}

/** Waits until no worker is connected: then the transactions of killed workers have ended. */
export async function allGone(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(`
      select count(*)::int as left from pg_stat_activity
      where datname = current_database() and application_name = '${workerConnections}'`)
    if (rows[0].left === 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Expires the leases of killed workers: every open fact can be claimed at once. */
export async function leasesExpire(pool: Pool): Promise<void> {
  await pool.query(`
    update baokao.outbox set try_after = '-infinity' where delivered_at is null and dead_at is null`)
}
