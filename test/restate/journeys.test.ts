import { beforeAll, describe, expect, it } from 'vitest'
import { deadlines, type Journey, open, runJourney, statePaths } from '../../src'
import { openInputOf } from '../../src/journey'
import { fresh } from '../postgres/support'
import { covering } from '../support/covering'
import { journeysByStage, journeysIn } from '../support/files'
import { isLogged } from '../support/logged'
import { decided, handledOf, onEngine } from './support'

const journeys = covering([...journeysByStage(), ...journeysIn('examples/journeys/lives')])

describe('journeys through the engine', () => {
  const bench = onEngine()

  // The clock is before all journeys, so that only their events fire deadlines.
  beforeAll(() => {
    bench().clock.set(Date.parse('2010-01-01T00:00:00+08:00'))
  })

  it.concurrent.each(journeys)('%s emits the same facts as decide', async (_name, journey) => {
    const { registrations } = bench()
    const ids = { registrationId: fresh('R'), candidateId: fresh('C') }
    // The ids of orders and refunds contain the registration's id.
    const own = JSON.parse(JSON.stringify(journey).replaceAll('"R-', `"${ids.registrationId}-`)) as Journey
    const run = runJourney(own, { ids })
    const { input } = openInputOf(own, ids)
    const opened = open(input)
    expect(decided(await registrations.open(ids.registrationId, input))).toEqual({
      ...opened,
      repeated: false,
      revision: 1,
    })
    let revision = 1
    for (const { event, decision } of run.steps) {
      if (isLogged(decision)) revision += 1
      expect(decided(await registrations.send(ids.registrationId, event))).toEqual({
        ...decision,
        repeated: false,
        revision,
      })
    }
    const entry = await registrations.get(ids.registrationId)
    const { library: _, ...replayable } = { ...entry }
    expect(JSON.stringify(await registrations.replay(ids.registrationId))).toBe(
      JSON.stringify(entry && replayable),
    )
    expect(JSON.stringify(entry?.snapshot)).toBe(JSON.stringify(run.snapshot))
    if (entry === null || run.snapshot === null) return
    expect(entry.state).toBe(statePaths(run.snapshot.value).join(' '))
    expect(await registrations.deadlines(ids.registrationId)).toEqual(deadlines(run.snapshot))
    const facts = [opened, ...run.steps.map(({ decision }) => decision)].flatMap(({ facts }) => facts)
    const handled = await handledOf(bench(), ids.registrationId, facts.length)
    expect(handled.map(({ fact }) => fact)).toEqual(facts)
    const log = await registrations.log(ids.registrationId)
    expect(log.map(({ event }) => event).slice(1)).toEqual(
      run.steps.filter(({ decision }) => isLogged(decision)).map(({ event }) => event),
    )
  })
})
