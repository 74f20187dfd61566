import { describe, expect, it } from 'vitest'
import { readText } from '../../support/files'
import { ignoredSettings } from './cluster'
import { violations } from './evidence'
import { losingNodes } from './losingNodes'

describe('three nodes with the configuration of the documentation', () => {
  const toml = readText('examples/restate/restate.toml')

  it('use all of its settings', () => {
    expect(ignoredSettings(toml)).toEqual([])
    expect(ignoredSettings(toml.replace('default-replication', 'default-replicas'))).toEqual([
      ': default-replicas=2',
    ])
  })

  // A minute if nothing else runs. Electing leaders takes several times that on a busy machine.
  it('lose nothing while one of them is killed or paused, and decide nothing while two are away', {
    timeout: 600_000,
  }, async () => {
    const { evidence, answeredByOne } = await losingNodes({ rounds: 1, answers: 20 })
    expect(violations(evidence)).toEqual([])
    expect(answeredByOne).toBe(false)
    expect(evidence.cases.filter(({ id }) => id.startsWith('S')).length).toBeGreaterThan(0)
  })
})
