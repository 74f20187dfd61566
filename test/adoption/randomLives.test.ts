import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide, open, type RegistrationEvent, type Snapshot } from '../../src'
import { moneyOfSnapshot } from '../../src/adoption/adoptedMoney'
import { planAdoption } from '../../src/adoption/planAdoption'
import { stateLine } from '../../src/persistence/derived'
import { nationalRegistrations } from '../../src/registrations/registrations'
import { anyScenario, type Scenario } from '../../src/testing/arbitraries'
import { exportedLine } from '../support/exportedLine'
import { whole } from '../support/sample'

/** Runs a random life, without amendments of the notice, and writes it as a line. */
function listed({ input, events }: Scenario, dated: boolean) {
  let snapshot = open(input).snapshot as Snapshot
  let { notice } = input
  let voidedBy: string | undefined
  let marks: Record<string, number> | undefined
  const accepted: RegistrationEvent[] = []
  for (const event of events.filter(({ type }) => type !== 'notice.amend')) {
    const before = snapshot.context.marks
    const decision = decide(snapshot, event)
    snapshot = decision.snapshot
    for (const fact of decision.facts) {
      if (fact.type === 'registration.voided' || fact.type === 'scores.voided') voidedBy = fact.reason
      if (fact.type === 'scores.voided') marks = before
    }
    if (decision.accepted) accepted.push(event)
    if (decision.accepted && event.type === 'marks.publish' && event.passMarks)
      notice = { ...notice, passMarks: { ...notice.passMarks, ...event.passMarks } }
  }
  const voided = stateLine(snapshot) === 'ended.scoresVoided' ? { marks } : {}
  return { ...exportedLine(input, accepted, snapshot, { dated, voidedBy, ...voided }), notice, snapshot }
}

it('a random life that is listed and adopted has the same state, money and marks', () => {
  let adopted = 0
  let lives = 0
  fc.assert(
    fc.property(anyScenario(60), fc.boolean(), (scenario, dated) => {
      const { line, asOf, notice, snapshot } = listed(scenario, dated)
      const registrations = nationalRegistrations()
      const { plan, problems } = planAdoption(line, {
        registrations,
        exam: scenario.input.exam,
        notice,
        asOf,
      })
      lives += 1
      // A line that says too little, such as of marks that were published twice, is named instead.
      if (plan === undefined) {
        expect(problems?.[0]?.message.zh).toBeTruthy()
        return
      }
      adopted += 1
      let again = open(plan.opening).snapshot as Snapshot
      for (const event of plan.events) {
        const decision = decide(again, event)
        expect(decision.accepted).toBe(true)
        again = decision.snapshot
      }
      expect(stateLine(again)).toBe(stateLine(snapshot))
      expect(moneyOfSnapshot(again)).toEqual(moneyOfSnapshot(snapshot))
      if (stateLine(snapshot) !== 'ended.scoresVoided')
        expect(again.context.revoked?.marks ?? again.context.marks).toEqual(
          snapshot.context.revoked?.marks ?? snapshot.context.marks,
        )
    }),
    { numRuns: whole ? 2000 : 100, seed: 20_240_408 },
  )
  expect(adopted / lives).toBeGreaterThan(0.85)
})
