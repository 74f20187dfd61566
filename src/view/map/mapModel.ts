import type { LocalizedText } from '../../language'
import type { RefusalId } from '../../rules'

/** Who moves something, to the eye: a colour and a shape. `always` is what happens by itself, `ended` what is over. */
export type Shape = 'candidate' | 'office' | 'outside' | 'clock' | 'always' | 'ended'

export type Language = keyof LocalizedText

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A line of text; `x` is its left end, `y` its baseline. */
export type Label = {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly size: number
  readonly width: number
  readonly tone?: 'bold' | 'quiet' | 'refusal' | 'head'
  /** Whether it ends where it must, wherever it then begins. */
  readonly atEnd?: boolean
}

/** What stands for some arrows of the chart: their names, the rules that may refuse, the moves that it shows. */
export type HintedText = {
  /** The names of arrows: the state, then what sets it off. */
  readonly transitions: readonly string[]
  readonly rules: readonly RefusalId[]
  /** The keys of the moves. */
  readonly changes: readonly string[]
  /** Everything in full, for whoever points at it. */
  readonly hint: string
}

/** A count of refusals by itself, with what it counts. */
export type RefusalCount = HintedText & Box & { readonly labels: readonly Label[] }

/** A move, or a fork of moves, of a card or of a whole group. */
export type MapRow = HintedText & Box & { readonly shape: Shape; readonly labels: readonly Label[] }

/** A state. */
export type Card = Box & {
  readonly path: string
  readonly shape: Shape
  readonly title: string
  readonly hint: string
  readonly labels: readonly Label[]
  readonly rows: readonly MapRow[]
}

/** A column with its title, and the moves of its groups below it. */
export type ColumnHead = Box & {
  /** The stretches of the path in it. */
  readonly stages: readonly string[]
  readonly labels: readonly Label[]
  /** What is refused in place, here or in a state inside. */
  readonly refusalCount?: RefusalCount
  /** Where the chips lead. */
  readonly notes: readonly Label[]
  readonly chips: readonly MapRow[]
}

/** What is entered as a whole: the states inside are all active. */
export type Frame = Box & {
  readonly path: string
  readonly labels: readonly Label[]
  readonly dividers: readonly Point[][]
  /** What leads on from it by itself. */
  readonly exits: readonly MapRow[]
}

export type Point = readonly [x: number, y: number]

export type RouteName = 'commitment' | 'proof'

/** A line from a row to a card or a frame; the last point is the tip of its arrow. */
export type MapArrow = {
  readonly changes: readonly string[]
  readonly from: string
  readonly to: string
  readonly points: readonly Point[]
  readonly routes: readonly RouteName[]
}

/** An event or deadline that ends it, over the states where it does. */
export type Bar = HintedText & {
  readonly shape: Shape
  readonly ending: string
  /** The states that it covers. */
  readonly covers: readonly string[]
  readonly segments: readonly Box[]
  readonly labels: readonly Label[]
  /** Where its icon stands. */
  readonly icon: Point
}

/** An ending, with what still leads away from it. */
export type Ending = Box & {
  readonly path: string
  readonly title: string
  readonly hint: string
  readonly band: Box
  readonly labels: readonly Label[]
  readonly exits: readonly MapRow[]
  /** Where the exits lead. */
  readonly notes: readonly Label[]
  readonly lines: readonly Point[][]
}

/** The whole map, everything with its place. */
export type MapLayout = {
  readonly width: number
  /** With the bars, and without. */
  readonly height: number
  readonly heightWithoutBars: number
  readonly heads: readonly ColumnHead[]
  readonly frames: readonly Frame[]
  readonly cards: readonly Card[]
  readonly arrows: readonly MapArrow[]
  readonly bars: readonly Bar[]
  readonly endings: readonly Ending[]
  /** Titles of what is below the cards, and the numbers of the cards above the bars. */
  readonly notes: readonly Label[]
  readonly ticks: readonly Point[][]
  /** Refusals that belong to no card and no column. */
  readonly refusalCounts: readonly RefusalCount[]
}

/** The moves that two journeys took. */
export type Routes = Readonly<Record<RouteName, readonly string[]>>

/** The measures of the map, in px at full size. */
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
