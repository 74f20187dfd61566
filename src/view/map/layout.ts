import type { Chart } from '../chart'
import { lowerOf } from './bars'
import { upperOf } from './cards'
import { contentOf } from './content'
import known from './known.json'
import { arrowsOf } from './mapArrows'
import { type Language, type MapLayout, measures, type Routes } from './model'
import type { Reach } from './moves'
import { lanesOf, placesIn } from './places'

/** What the chart does not say, found out when the map was made: how far moves reach, and which ones two journeys take. */
const found: { readonly reach: Reach; readonly routes: Routes } = known

/**
 * Lays a chart out as a map: the path in columns from left to right, a card for each state, the ways that end it early
 * as bars below.
 *
 * @param routes the moves of the two main ways, as `traversed` finds them; those of the bundled journeys by default
 * @returns everything with its place, in px at full size; no text is wider than its place
 */
export function mapOf(chart: Chart, lang: Language, routes: Routes = found.routes): MapLayout {
  const lanes = lanesOf(chart)
  const content = contentOf(chart, found.reach, lang)
  const sheet = { chart, content, lanes, places: placesIn(lanes), lang }
  const upper = upperOf(sheet)
  const { bottom, ...lower } = lowerOf(sheet, upper.bottom)
  const { heads, frames, cards } = upper
  return {
    width: measures.width,
    height: bottom + 2,
    heightWithoutBars: upper.bottom + 4,
    heads,
    frames,
    cards,
    arrows: arrowsOf(sheet, upper, routes),
    ...lower,
  }
}

export type { MapLayout, Routes } from './model'
