import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRegistrations, defineProvision, runJourney } from '../../src'
import { loadRegistrations } from '../../src/cli/provisionsFile'
import { pathsTo, runScenario, startInputs } from '../../src/testing'
import { anyJourney, anyScenario, type Scenario } from '../../src/testing/arbitraries'
import { socialSecurity } from '../support/provisions'

const load = (name: string) =>
  loadRegistrations(fileURLToPath(new URL(`../../examples/provisions/${name}.mjs`, import.meta.url)))

type Local = Awaited<ReturnType<typeof load>>

/** What scenarios reach: the refusals by a provision, the same events accepted with its attestation, what comes behind. */
function reached(local: Local, scenarios: readonly Scenario[], gates: readonly string[]) {
  const found = { refused: 0, passed: 0, behind: 0, attested: new Set<string>() }
  const [id, kind] = [local.provisions[0]?.id, local.provisions[0]?.attestations?.[0]]
  for (const { input, events } of scenarios) {
    let snapshot = local.open(input).snapshot
    for (const event of events) {
      if (snapshot === null) throw new Error('not opened')
      const decision = local.decide(snapshot, event)
      if (!decision.accepted && (decision.refusal.rule as string) === id) found.refused += 1
      if (decision.accepted && event.type === 'attestation.record' && event.kind === kind) {
        const { result, validUntil } = event
        const until = validUntil && (validUntil.includes('T') ? 'ended' : 'today')
        found.attested.add([result, until].join(' ').trim())
      }
      const isAttested = snapshot.context.attestations?.some((one) => one.kind === kind) === true
      if (decision.accepted && isAttested && gates.includes(event.type)) found.passed += 1
      if (decision.accepted && event.type === 'payment.settle') found.behind += 1
      snapshot = decision.snapshot
    }
  }
  return found
}

describe('random scenarios with provisions', () => {
  it.each([
    ['social-security', ['application.confirm']],
    ['membership', ['commitment.sign', 'proof.upload']],
    ['quota', ['application.confirm']],
  ])('reach both sides of %s, with every kind of attestation', async (file, gates) => {
    const registrations = await load(file)
    const scenarios = fc.sample(anyScenario(25, { registrations }), { numRuns: 30, seed: 1 })
    const { refused, passed, behind, attested } = reached(registrations, scenarios, gates)
    expect(refused).toBeGreaterThan(2)
    expect(passed).toBeGreaterThan(4)
    expect(behind).toBeGreaterThan(4)
    expect([...attested].sort()).toEqual(['failed', 'passed', 'passed ended', 'passed today'])
  })

  it('violate no invariant, and run as journeys under the same provisions', async () => {
    const registrations = await load('social-security')
    const [scenario] = fc.sample(anyScenario(20, { registrations }), { numRuns: 1, seed: 1 })
    if (scenario === undefined) throw new Error('no scenario')
    expect(runScenario(scenario.input, scenario.events, { registrations }).violated).toBeUndefined()
    const journeys = fc.sample(anyJourney(20, { registrations }), { numRuns: 5, seed: 1 })
    for (const journey of journeys) expect(runJourney(journey, { registrations }).issues).toEqual([])
  })
})

it('pathsTo finds a path that passes a provision', () => {
  const provision = defineProvision({
    ...socialSecurity,
    before: [['account.agreement', 'agreement.accept']],
  })
  const registrations = createRegistrations({ provisions: [provision] })
  const [input] = startInputs(['gd-2024-social-worker'])
  const path = input && pathsTo('account.profile', input, { registrations })
  expect(path?.steps.map(({ type }) => type)).toEqual(['attestation.record', 'agreement.accept'])
})
