import { describe, expect, it } from 'vitest'
import { runJourney } from '../src'
import { openInputOf } from '../src/journey'
import { deadlineNames } from '../src/model/instants'
import { type Exploration, type ExplorationStart, explore } from '../src/testing/explore'
import { startInputs } from '../src/testing/startInputs'
import { allStates, allTransitions } from './support/actor'
import { journeysByStage } from './support/files'
import { Reached } from './support/reached'
import { whole } from './support/sample'
import { examOf, noticeOf, verified } from './support/scenario'

/** Every journey, as a start for exploration. */
const journeyStarts: ExplorationStart[] = journeysByStage().map(([, journey]) => ({
  input: openInputOf(journey).input,
  events: runJourney(journey).steps.map(({ event }) => event),
}))

/** An exam with one level of three subjects and a known candidate: small enough for a complete exploration. */
const plain: ExplorationStart = {
  input: {
    registrationId: 'R',
    candidateId: 'C',
    exam: examOf('social-worker', {
      levels: examOf('social-worker').levels.filter(({ code }) => code === 'intermediate'),
    }),
    notice: noticeOf('gd-2024-social-worker'),
    candidate: verified,
    at: noticeOf('gd-2024-social-worker').windows.registration.opens,
  },
}

/** The journey that shows the violation, as JSON. */
const violationText = ({ violation }: Exploration) => violation && JSON.stringify(violation.journey, null, 2)

describe('exploration', () => {
  const reached = new Reached()

  // `npm run prove` explores these paths completely: some 515,000 decisions.
  it('finds no violated invariant in the first decisions of a registration with at most one interruption', () => {
    const found = explore([plain], {
      interruptions: 1,
      rough: true,
      steps: whole ? 40_000 : 12_000,
      onStep: reached.record,
    })
    expect(violationText(found)).toBeUndefined()
    console.log(`explored ${found.states} states by ${found.steps} decisions`)
  })

  it('finds no violated invariant one event beyond the steps of every journey', () => {
    const found = explore(journeyStarts, {
      interruptions: 0,
      rough: true,
      steps: whole ? 30_000 : 12_000,
      onStep: reached.record,
    })
    expect(violationText(found)).toBeUndefined()
    console.log(`${found.steps} decisions around ${journeyStarts.length} journeys`)
  })

  // These two tests name the three notices that differ in structure (`distinctNotices`).
  it('finds no violated invariant on any path from any opening of a notice without commitment', () => {
    const starts = startInputs(['gd-2023-constructor-2']).map((input) => ({ input }))
    const found = explore(starts, { interruptions: 0, onStep: reached.record })
    expect(violationText(found)).toBeUndefined()
    expect(found.complete).toBe(true)
    console.log(`explored ${found.states} states from ${starts.length} openings by ${found.steps} decisions`)
  })

  it('finds no violated invariant in the first decisions from any opening of the other notices', () => {
    const starts = startInputs(['gd-2024-social-worker', 'gd-2023-economics']).map((input) => ({ input }))
    const found = explore(starts, {
      interruptions: 1,
      rough: true,
      steps: whole ? 30_000 : 15_000,
      onStep: reached.record,
    })
    expect(violationText(found)).toBeUndefined()
    console.log(`${found.steps} decisions from ${starts.length} openings`)
  })

  it('reaches every state, transition, refusal and deadline of the machine', () => {
    // Transitions without an event happen inside a step and are not recorded; journeys.test.ts covers them.
    const transitions = allTransitions().filter((name) => !name.includes(' always '))
    expect(transitions.filter((name) => !reached.transitions.has(name))).toEqual([])
    expect(allStates().filter((state) => !reached.states.has(state))).toEqual([])
    expect(deadlineNames.filter((name) => !reached.deadlines.has(name))).toEqual([])
    console.log(
      `reached ${reached.states.size} states, ${transitions.length} transitions and refusals, ${reached.deadlines.size} deadlines`,
    )
  })
})
