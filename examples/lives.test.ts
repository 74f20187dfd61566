// #region lives
import { exams, notices, runJourney } from 'baokao'
import { explore, pathsTo, startInputs } from 'baokao/testing'
import { anyJourney } from 'baokao/testing/arbitraries'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

test('whatever happens, nobody is ever registered by two payments', () => {
  fc.assert(
    fc.property(anyJourney(), (journey) => {
      const facts = runJourney(journey).steps.flatMap(({ decision }) => decision.facts)
      expect(facts.filter(({ type }) => type === 'registration.completed').length).toBeLessThan(2)
    }),
    { numRuns: 20 },
  )
})

test('a shortest way to the reconciliation', () => {
  const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
  const candidate = { photo: true, education: { origin: 'domestic', result: 'passed' } } as const
  const at = notice.windows.registration.opens
  const journey = pathsTo('paying.reconciling', {
    registrationId: 'R',
    candidateId: 'C',
    exam,
    notice,
    candidate,
    at,
  })
  expect(journey?.steps.map(({ type }) => type)).toEqual([
    'application.save',
    'route.choose',
    'application.confirm',
    'commitment.sign',
    'payment.claim',
  ])
})

test('wherever ten thousand decisions lead, every promise holds', () => {
  const rules = new Set<string>()
  const exploration = explore(
    startInputs(['gd-2024-social-worker']).map((input) => ({ input })),
    { steps: 10_000, onStep: ({ decision }) => decision.accepted || rules.add(decision.refusal.rule) },
  )
  expect(exploration.violation).toBeUndefined() // or the invariant, and the shortest journey found that violates it
  expect(rules).toContain('commitment.no-return')
})
// #endregion lives
