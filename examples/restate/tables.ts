// #region tables
import type { FactHandler } from 'baokao/restate'

/** Whatever speaks PostgreSQL: a `pg` pool, a PGlite. */
export type Database = { query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }

/** One row for each fact: what the engine tells of one registration at a time can be asked of all of them. */
export const tables = `
create table if not exists fact (
  id text primary key,
  registration text not null,
  type text not null,
  at timestamptz not null,
  fact jsonb not null
)`

/** Feeds facts into the table. One that comes again finds itself there. */
export const feeding =
  (database: Database): FactHandler =>
  async ({ id, registrationId, fact }) => {
    await database.query(
      'insert into fact (id, registration, type, at, fact) values ($1, $2, $3, $4, $5) on conflict (id) do nothing',
      [id, registrationId, fact.type, fact.at, JSON.stringify(fact)],
    )
  }

/** Money that is owed back and has not been paid back yet, the most urgent first. */
export const owed = `
select due.registration, due.fact->>'amountFen' as fen, due.fact->>'reason' as reason
from fact due
where due.type = 'refund.due' and not exists (
  select from fact settled
  where settled.type = 'refund.settled' and settled.registration = due.registration
    and settled.fact->>'refundId' = due.fact->>'refundId')
order by due.fact->>'dueAt'`
// #endregion
