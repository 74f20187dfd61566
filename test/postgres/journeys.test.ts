import { describe, expect, it } from 'vitest'
import { deadlines, type Journey, open, runJourney, statePaths } from '../../src'
import { openInputOf } from '../../src/journey'
import { covering } from '../support/covering'
import { journeysIn } from '../support/files'
import { isLogged } from '../support/logged'
import { whole } from '../support/sample'
import { both, fresh } from './support'

const journeys = covering(journeysIn('examples/journeys'))

// Each journey on one of the two, and `WHOLE=1` on both: the SQL is the same.
describe.each(both.map(([name, on], index) => [name, on, index] as const))(
  'journeys through the store on %s',
  (_, on, index) => {
    const bench = on()

    it.each(journeys.filter((_, i) => whole || i % both.length === index))(
      '%s emits the same facts as decide, and replays to the same snapshot',
      async (_name, journey) => {
        const { store } = bench()
        const registrations = store()
        const ids = { registrationId: fresh('R'), candidateId: fresh('C') }
        // The ids of orders and refunds contain the registration's id.
        const own = JSON.parse(
          JSON.stringify(journey).replaceAll('"R-', `"${ids.registrationId}-`),
        ) as Journey
        const run = runJourney(own, { ids })
        const { input } = openInputOf(own, ids)
        const opened = await registrations.open(input)
        expect(opened).toEqual({ ...open(input), repeated: false, revision: 1 })
        let revision = 1
        for (const { event, decision } of run.steps) {
          if (isLogged(decision)) revision += 1
          expect(await registrations.send(ids.registrationId, event)).toEqual({
            ...decision,
            repeated: false,
            revision,
          })
        }
        const entry = await registrations.get(ids.registrationId)
        const replayed = await registrations.replay(ids.registrationId)
        expect(JSON.stringify(replayed)).toBe(JSON.stringify(entry))
        if (entry) expect(entry.state).toBe(statePaths(entry.snapshot.value).join(' '))
        if (entry?.nextDue) expect(deadlines(entry.snapshot).map(({ at }) => at)).toContain(entry.nextDue)
      },
    )
  },
)
