import type { RefusalId } from '../../rules'
import type { Box, Point } from '../geometry'
import type { Shape } from '../signs'

/** A line of text; `x` is its left end, `y` its baseline. */
export type Label = {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly size: number
  readonly width: number
  readonly tone?: 'bold' | 'quiet' | 'refusal' | 'head'
  /** Whether the text is aligned to its right end. */
  readonly atEnd?: boolean
}

/** An item of the map that represents transitions of the chart. */
export type MapItem = {
  /** The names of the transitions: source state and trigger. */
  readonly transitions: readonly string[]
  readonly rules: readonly RefusalId[]
  /** The keys of the state changes. */
  readonly changes: readonly string[]
  /** The tooltip, with all branches and rules. */
  readonly hint: string
}

/** The number of rules of transitions that only refuse. */
export type RefusalCount = MapItem & Box & { readonly labels: readonly Label[] }

/** A transition in a card, or a chip of a column or ending. */
export type MapRow = MapItem & Box & { readonly shape: Shape; readonly labels: readonly Label[] }

/** An atomic state. */
export type Card = Box & {
  readonly path: string
  readonly shape: Shape
  readonly title: string
  readonly hint: string
  readonly labels: readonly Label[]
  readonly rows: readonly MapRow[]
}

/** The head of a column, with the transitions that all its states share. */
export type ColumnHead = Box & {
  readonly stages: readonly string[]
  readonly labels: readonly Label[]
  /** The transitions of its states that only refuse. */
  readonly refusalCount?: RefusalCount
  /** The targets of the chips. */
  readonly notes: readonly Label[]
  readonly chips: readonly MapRow[]
}

/** A parallel state, around the cards of its regions. */
export type Frame = Box & {
  readonly path: string
  readonly labels: readonly Label[]
  readonly dividers: readonly Point[][]
  /** Its eventless transitions. */
  readonly exits: readonly MapRow[]
}

export type RouteName = 'commitment' | 'proof'

/** A drawn arrow from a row to a card or frame. */
export type MapArrow = {
  readonly changes: readonly string[]
  readonly from: string
  readonly to: string
  readonly points: readonly Point[]
  readonly routes: readonly RouteName[]
}

/** A trigger that ends the registration, drawn across the states where it can occur. */
export type Bar = MapItem & {
  readonly shape: Shape
  readonly ending: string
  /** The paths of those states. */
  readonly covers: readonly string[]
  readonly segments: readonly Box[]
  readonly labels: readonly Label[]
  readonly icon: Point
}

/** An ending, with the transitions that leave it. */
export type Ending = Box & {
  readonly path: string
  readonly title: string
  readonly hint: string
  readonly band: Box
  readonly labels: readonly Label[]
  readonly exits: readonly MapRow[]
  /** The targets of the exits. */
  readonly notes: readonly Label[]
  readonly lines: readonly Point[][]
}

/** The map with all positions, in px at full size. */
export type MapLayout = {
  readonly width: number
  readonly height: number
  readonly heightWithoutBars: number
  readonly heads: readonly ColumnHead[]
  readonly frames: readonly Frame[]
  readonly cards: readonly Card[]
  readonly arrows: readonly MapArrow[]
  readonly bars: readonly Bar[]
  readonly endings: readonly Ending[]
  /** The heading of the bars, the captions of the refusal counts, and the card numbers. */
  readonly notes: readonly Label[]
  readonly ticks: readonly Point[][]
  /** Refusals in every state, and refusals after an ending. */
  readonly refusalCounts: readonly RefusalCount[]
}

/** The keys of the state changes of the two main routes. */
export type Routes = Readonly<Record<RouteName, readonly string[]>>

/** Sizes and distances, in px at full size. */
export const mapSizes = {
  width: 1408,
  card: 136,
  gutter: 21,
  edge: 9,
  gap: 14,
  row: 16,
  second: 14,
  pad: 7,
  head: 26,
  chip: 17,
} as const
