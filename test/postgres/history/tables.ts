import type pg from 'pg'

/** The stored tables, as plain SQL returns them. Instants are in milliseconds. */
export type Tables = {
  registrations: RegistrationRow[]
  log: LogRow[]
  outbox: OutboxRow[]
  candidates: { id: string; carry_over: string }[]
  /** Exams and notices as JSON, by digest. */
  documents: { hash: string; body: string }[]
  /** The rows that the callers have written in their transactions. */
  own: { tx: string }[]
}

export type RegistrationRow = {
  id: string
  candidate_id: string
  exam: string
  exam_year: number
  notice_id: string
  state: string
  ended: boolean
  revision: number
  next_due: number | null
  snapshot_version: number
  snapshot: string
  /** How many amendments its notice had at the opening. */
  amendments: number
}

export type LogRow = {
  registration_id: string
  revision: number
  at: number
  type: string
  key: string | null
  accepted: boolean
  rule: string | null
  fired: string | null
  event: string
  personal: string | null
}

export type OutboxRow = {
  registration_id: string
  revision: number
  n: number
  seq: number
  fact: string
  delivered: boolean
  dead: boolean
}

/** A table of the callers, which their transactions write to beside their calls. */
export const createOwnRows = 'create table if not exists public.own_row (tx text primary key)'
export const insertOwnRow = 'insert into public.own_row (tx) values ($1)'

const millis = (column: string) => `(extract(epoch from ${column}) * 1000)::float8 as ${column}`

export async function readTables(pool: pg.Pool): Promise<Tables> {
  const select = async <Row>(text: string) => (await pool.query(text)).rows as Row[]
  await pool.query(createOwnRows)
  return {
    registrations: await select(`
      select id, candidate_id, exam, exam_year, notice_id, state, ended, revision, ${millis('next_due')},
        snapshot_version, snapshot, amendments
      from baokao.registration order by id`),
    log: await select(`
      select registration_id, revision, ${millis('at')}, type, key, accepted, rule, fired::text as fired,
        event::text as event, personal::text as personal
      from baokao.log order by registration_id, revision`),
    outbox: await select(`
      select o.registration_id, o.revision, o.n, o.seq::float8 as seq, o.fact::text as fact,
        d.seq is null as delivered, d.dead_at is not null as dead
      from baokao.outbox o
      left join baokao.delivery d
        on d.consumer = 'default' and d.registration_id = o.registration_id and d.seq = o.seq
      order by o.seq`),
    candidates: await select('select id, carry_over from baokao.candidate order by id'),
    documents: await select('select hash, body from baokao.document'),
    own: await select('select tx from public.own_row'),
  }
}
