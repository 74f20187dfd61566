import type { Language } from '../../language'
import type { Chart } from '../chart'
import { barAreaOf } from './bars'
import { cardAreaOf } from './cards'
import known from './known.json'
import { mapArrows } from './mapArrows'
import { mapContent } from './mapContent'
import { type MapLayout, mapSizes, type Routes } from './mapModel'
import { lanesOf, placesIn } from './places'
import type { Reach } from './stateChanges'

/** Data that the chart alone does not contain; `npm run layout` derives it from the example journeys. */
const precomputed: { readonly reach: Reach; readonly routes: Routes } = known

/**
 * Lays out the map: stages in columns from left to right, a card for each leaf, and below them a bar for each trigger
 * that ends a registration early.
 *
 * @param routes the state changes of the two main routes, see `changesTaken`; by default those of two example journeys
 * @returns all positions, in px at full size; texts never exceed their boxes
 */
export function layoutMap(chart: Chart, lang: Language, routes: Routes = precomputed.routes): MapLayout {
  const lanes = lanesOf(chart)
  const content = mapContent(chart, precomputed.reach, lang)
  const input = { chart, content, lanes, places: placesIn(lanes), lang }
  const cardArea = cardAreaOf(input)
  const { bottom, ...barArea } = barAreaOf(input, cardArea.bottom)
  const { heads, frames, cards } = cardArea
  return {
    width: mapSizes.width,
    height: bottom + 2,
    heightWithoutBars: cardArea.bottom + 4,
    heads,
    frames,
    cards,
    arrows: mapArrows(input, cardArea, routes),
    ...barArea,
  }
}
