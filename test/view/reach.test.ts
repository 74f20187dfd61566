import { expect, it } from 'vitest'
import { journeys, known } from '../../scripts/layout'
import { reachOf } from '../../scripts/layout/reach'
import { chart } from '../../src/view/chart'
import stored from '../../src/view/map/known.json'
import { third, whole } from '../support/sample'

// It tries every event in the snapshots of the journeys, which takes a minute for all of them.
it('the data of the map besides the chart is current (npm run layout updates it)', () => {
  if (whole) return expect(stored).toEqual(known())
  const all: Record<string, readonly string[]> = stored.reach
  for (const [change, leaves] of Object.entries(reachOf(chart(), third(journeys, 0))))
    expect(all[change], change).toEqual(expect.arrayContaining([...leaves]))
})
