// #region tables
import type { FactHandler } from 'baokao/restate'

/** A `pg` pool, a PGlite, or another client of PostgreSQL. */
export type Database = { query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }

/** One row for each fact, so that queries reach across registrations. */
export const factTable = `
create table if not exists fact (
  id text primary key,
  registration text not null,
  type text not null,
  at timestamptz not null,
  fact jsonb not null
)`

/** Inserts facts into the table; a repeated fact changes nothing. */
export const insertFacts =
  (database: Database): FactHandler =>
  async ({ id, registrationId, fact }) => {
    await database.query(
      'insert into fact (id, registration, type, at, fact) values ($1, $2, $3, $4, $5) on conflict (id) do nothing',
      [id, registrationId, fact.type, fact.at, JSON.stringify(fact)],
    )
  }

/** Refunds that are not settled yet, the most urgent first. */
export const owedRefunds = `
select due.registration, due.fact->>'amountFen' as fen, due.fact->>'reason' as reason
from fact due
where due.type = 'refund.due' and not exists (
  select from fact settled
  where settled.type = 'refund.settled' and settled.registration = due.registration
    and settled.fact->>'refundId' = due.fact->>'refundId')
order by due.fact->>'dueAt'`
// #endregion
