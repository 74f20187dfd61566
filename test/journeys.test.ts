import { describe, expect, it } from 'vitest'
import { runJourney } from '../src'
import { allArrows, runThroughActor } from './support/actor'
import { journeysIn } from './support/files'

const journeys = [...journeysIn('journeys'), ...journeysIn('examples/journeys')]

describe('every journey', () => {
  it.each(journeys)('%s goes as it expects', (_, journey) => {
    const run = runJourney(journey)
    expect(run.issues).toEqual([])
    expect(run.steps.flatMap(({ failures, step }) => failures.map((failure) => ({ step, failure })))).toEqual(
      [],
    )
  })

  it.each(journeys)('%s goes the same through a live actor', (_, journey) => {
    const { steps, decided } = runThroughActor(journey)
    for (const [i, { decision, step }] of decided.steps.entries()) {
      const actual = { step, ...steps[i] }
      const refused = decision.accepted ? undefined : decision.refusal.rule
      expect(actual).toEqual({ step, value: decision.snapshot.value, facts: decision.facts, refused })
    }
  })
})

/** The journeys that came with the contract; they must pass unchanged, needed or not. */
const given = ['abandoned', 'duplicate-payment', 'known-candidate', 'no-return', 'withdrawal']

describe('the journeys together', () => {
  const taken = new Map(
    journeysIn('journeys').map(([name, journey]) => [name, runThroughActor(journey).arrows]),
  )

  it('take every arrow and every refusal of the machine', () => {
    const all = new Set([...taken.values()].flatMap((arrows) => [...arrows]))
    expect(allArrows().filter((arrow) => !all.has(arrow))).toEqual([])
  })

  it('are each needed: without it, some arrow or refusal would not be shown', () => {
    const own = journeysIn('journeys')
      .map(([name]) => name)
      .filter((name) => !given.some((one) => name === `journeys/${one}.json`))
    const needless = own.filter((name) => {
      const others = new Set([...taken].flatMap(([other, arrows]) => (other === name ? [] : [...arrows])))
      return [...(taken.get(name) ?? [])].every((arrow) => others.has(arrow))
    })
    expect(needless).toEqual([])
  })
})
