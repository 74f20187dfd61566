// #region embedding
import { type Decision, decide, type RegistrationEvent } from 'baokao'
import type { Pool } from 'pg'

export async function handle(pool: Pool, id: string, event: RegistrationEvent): Promise<Decision> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query('select snapshot from registration where id = $1 for update', [id])
    const decision = decide(rows[0]?.snapshot, event)
    // Also after a refusal, which may have fired deadlines.
    await client.query('update registration set snapshot = $2 where id = $1', [id, decision.snapshot])
    for (const fact of decision.facts) await client.query('insert into outbox (fact) values ($1)', [fact])
    await client.query('commit')
    return decision // 200, or 409 with decision.refusal.message.zh
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
// #endregion
