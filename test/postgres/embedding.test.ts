import { expect, it } from 'vitest'
import { handle } from '../../examples/embedding'
import { type RegistrationEvent, statePaths } from '../../src'
import { given } from '../../src/testing'
import { freshDatabase, poolOn } from './support'

/** The tables of the example in the README. */
const tables = `
create table registration (id text primary key, snapshot jsonb not null);
create table outbox (n bigint generated always as identity, fact jsonb not null)`

it('two simultaneous clicks are decided one after the other, and the second decision sees the first', async () => {
  const pool = await poolOn(await freshDatabase())
  await pool.query(tables)
  const { snapshot } = given('declaring.commitment')
  const { candidateId } = snapshot.context
  for (const id of Array.from({ length: 10 }, (_, i) => `R${i}`))
    await pool.query('insert into registration values ($1, $2)', [id, snapshot])
  const at = new Date(snapshot.context.at + 60_000).toISOString()
  const by = { role: 'candidate', id: candidateId } as const
  const statements = { informed: true, eligible: true, truthful: true, acceptsChecks: true }
  const sign: RegistrationEvent = { type: 'commitment.sign', at, by, statements }
  for (let i = 0; i < 10; i += 1) {
    const decisions = await Promise.all([handle(pool, `R${i}`, sign), handle(pool, `R${i}`, sign)])
    expect(decisions.map(({ accepted }) => accepted).sort()).toEqual([false, true])
    const { rows } = await pool.query('select snapshot from registration where id = $1', [`R${i}`])
    expect(statePaths(rows[0].snapshot.value)).toEqual(['paying.awaiting'])
  }
  const { rows } = await pool.query("select count(*)::int from outbox where fact->>'type' = 'order.created'")
  expect(rows[0].count).toBe(10)
  await pool.end()
})
