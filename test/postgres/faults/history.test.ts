import { beforeAll, describe, expect, it } from 'vitest'
import { check } from '../history/check'
import { type Evidence, invariantOf, planted, plantedFaults } from '../history/plantedFaults'
import { freshDatabase } from '../support'
import { shortLoad } from './shortLoad'

const seed = 20261128

describe('the checker of histories', () => {
  let evidence: Evidence

  beforeAll(async () => {
    evidence = await shortLoad(await freshDatabase(), seed)
  })

  it('finds nothing wrong with a run under load, and checks every invariant', () => {
    const { checked, violations } = check(evidence)
    expect(violations).toEqual([])
    expect(Object.entries(checked).filter(([, count]) => count === 0)).toEqual([])
  })

  it.each(plantedFaults)('finds %s in the evidence of a true run', (fault) => {
    const { violations } = check(planted(fault, evidence))
    const own = violations.filter((one) => one.startsWith(`${invariantOf(fault)}: `))
    expect(own).not.toEqual([])
  })

  it.each(plantedFaults)('finds %s by a store with this fault', async (fault) => {
    const { violations } = check(await shortLoad(await freshDatabase(), seed, fault))
    const own = violations.filter((one) => one.startsWith(`${invariantOf(fault)}: `))
    expect(own).not.toEqual([])
  })
})
