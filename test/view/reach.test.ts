import { expect, it } from 'vitest'
import { known } from '../../scripts/layout'
import stored from '../../src/view/map/known.json'

// It tries every event in the snapshots of all journeys, which takes a minute.
it('the data of the map besides the chart is current (npm run layout updates it)', () => {
  expect(stored).toEqual(known())
})
