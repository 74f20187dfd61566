import { parseFactId } from '../persistence/factId'
import type { DeadLetter } from '../persistence/types'
import { formatInstant } from '../time'
import type { Database, Statement } from './database'
import { millisColumn, millisOf } from './millis'
import { deliveryOf } from './outbox'

const selectDeadLetters: Statement = {
  name: 'baokao_dead_letters',
  text: `
select registration_id, revision, n, fact::text as fact, tries, error, ${millisColumn('dead_at')}
from baokao.outbox where dead_at is not null order by dead_at, seq limit $1`,
}

const reviveDeadLetters: Statement = {
  name: 'baokao_retry',
  text: `
with dead as (
  select o.registration_id, o.revision, o.n
  from unnest($1::text[], $2::int[], $3::int[]) as i(registration_id, revision, n)
  join baokao.outbox o on o.registration_id = i.registration_id and o.revision = i.revision and o.n = i.n
  where o.dead_at is not null order by o.seq for update of o
)
update baokao.outbox o set dead_at = null, tries = 0, try_after = '-infinity', error = null
from dead d
where o.registration_id = d.registration_id and o.revision = d.revision and o.n = d.n and o.dead_at is not null
returning 1`,
}

/** Returns the dead letters, the oldest first. */
export async function deadLetters(database: Database, limit: number): Promise<DeadLetter[]> {
  const rows = await database.run(selectDeadLetters, [limit])
  return rows.map((row) => ({
    ...deliveryOf(row),
    tries: Number(row.tries),
    error: String(row.error),
    deadAt: formatInstant(millisOf(row.dead_at)),
  }))
}

/**
 * Returns dead letters to the outbox, where they precede the later facts of their registrations.
 * @returns the number of ids that were dead letters
 */
export async function retryDeadLetters(database: Database, ids: readonly string[]): Promise<number> {
  const positions = ids.flatMap((id) => parseFactId(id) ?? [])
  if (positions.length === 0) return 0
  const rows = await database.run(reviveDeadLetters, [
    positions.map(({ registrationId }) => registrationId),
    positions.map(({ revision }) => revision),
    positions.map(({ n }) => n),
  ])
  return rows.length
}
