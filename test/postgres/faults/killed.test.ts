import { describe, expect, it } from 'vitest'
import { onPostgres } from '../support'
import { violations } from './invariants'
import { killing } from './killing'

describe('a process killed at any moment under load', () => {
  const bench = onPostgres()

  it('loses no reported decision, decides no event twice, and leaves no fact unhandled', async ({
    signal,
  }) => {
    const { url, database: pool } = bench()
    const workers = (round: number) => (round % 3 === 2 ? 2 : 1)
    const { kills, scenarios, evidence } = await killing({
      url,
      pool,
      seed: 20261125,
      rounds: 4,
      workers,
      signal,
    })
    expect(violations(evidence)).toEqual([])
    expect(kills).toBe(5)
    expect(evidence.cases.length).toBeGreaterThanOrEqual(scenarios)
  }, 120_000)
})

describe('ten processes on one database, killed one after the other', () => {
  const bench = onPostgres()

  it('handle the facts of each registration in order, never two at once, and lose nothing', async ({
    signal,
  }) => {
    const { url, database: pool } = bench()
    const { kills, evidence } = await killing({ url, pool, seed: 7, rounds: 1, workers: () => 10, signal })
    expect(violations(evidence)).toEqual([])
    expect(kills).toBe(10)
  }, 120_000)
})
