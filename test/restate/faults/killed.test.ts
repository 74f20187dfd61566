import { describe, expect, it } from 'vitest'
import { forfeitsElsewhere, violations } from './evidence'
import { killing } from './killing'

describe('a kill -9', () => {
  it('of the service, of the server, or of both, loses nothing and does nothing twice', async () => {
    const { evidence } = await killing({ seed: 20261126, rounds: 5 })
    expect(violations(evidence)).toEqual([])
    expect(forfeitsElsewhere(evidence)).toBeGreaterThan(0)
    expect(evidence.cases.filter(({ id }) => id.startsWith('S')).length).toBeGreaterThan(0)
  })
})
