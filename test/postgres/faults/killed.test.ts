import { describe, expect, it } from 'vitest'
import { whole } from '../../support/sample'
import { check } from '../history/check'
import { onPostgres } from '../support'
import { killing } from './killing'

describe('a process killed at any moment under load', () => {
  const bench = onPostgres()

  it('loses no answered decision, decides no event twice, and leaves no fact unhandled', async ({
    signal,
  }) => {
    const { url, database: pool } = bench()
    const workers = (round: number) => (round % 3 === 2 ? 2 : 1)
    const evidence = await killing({ url, pool, seed: 20261125, rounds: whole ? 6 : 3, workers, signal })
    expect(check(evidence).violations).toEqual([])
    expect(evidence.history.filter((line) => line.line === 'gone' && line.killed)).toHaveLength(whole ? 8 : 4)
  }, 600_000)
})

/** Ten need minutes on two processors. */
const together = whole ? 10 : 4

describe('several processes on one database, killed one after the other', () => {
  const bench = onPostgres()

  it('handle the facts of each registration in order, never two at once, and lose nothing', async ({
    signal,
  }) => {
    const { url, database: pool } = bench()
    const evidence = await killing({ url, pool, seed: 7, rounds: 1, workers: () => together, signal })
    expect(check(evidence).violations).toEqual([])
    expect(evidence.history.filter((line) => line.line === 'gone' && line.killed)).toHaveLength(together)
  }, 600_000)
})
