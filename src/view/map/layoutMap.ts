import type { Chart } from '../chart'
import { barAreaOf } from './bars'
import { cardAreaOf } from './cards'
import { mapContent } from './mapContent'
import known from './known.json'
import { mapArrows } from './mapArrows'
import { type Language, type MapLayout, mapSizes, type Routes } from './mapModel'
import type { Reach } from './stateChanges'
import { lanesOf, placesIn } from './places'

/** What the chart does not say, found out when the map was made: how far moves reach, and which ones two journeys take. */
const precomputed: { readonly reach: Reach; readonly routes: Routes } = known

/**
 * Lays a chart out as a map: the path in columns from left to right, a card for each state, the ways that end it early
 * as bars below.
 *
 * @param routes the moves of the two main ways, as `traversed` finds them; those of the bundled journeys by default
 * @returns everything with its place, in px at full size; no text is wider than its place
 */
export function layoutMap(chart: Chart, lang: Language, routes: Routes = precomputed.routes): MapLayout {
  const lanes = lanesOf(chart)
  const content = mapContent(chart, precomputed.reach, lang)
  const sheet = { chart, content, lanes, places: placesIn(lanes), lang }
  const upper = cardAreaOf(sheet)
  const { bottom, ...lower } = barAreaOf(sheet, upper.bottom)
  const { heads, frames, cards } = upper
  return {
    width: mapSizes.width,
    height: bottom + 2,
    heightWithoutBars: upper.bottom + 4,
    heads,
    frames,
    cards,
    arrows: mapArrows(sheet, upper, routes),
    ...lower,
  }
}

export type { MapLayout, Routes } from './mapModel'
