import { type RefusalId, rules } from '../../rules'
import type { Chart, ChartArrow, ChartWay } from '../chart'
import { conditionOf, diagramTexts } from '../diagramTexts'
import { triggerShape } from '../map/content'
import type { Language, Shape } from '../map/model'
import { triggerName } from '../map/moves'
import { textWidth, wrapped } from '../text'

/** A line of a label, broken where it would be too long. */
export type StageLine = { readonly texts: readonly string[] } & (
  | { readonly kind: 'event'; readonly shape: Shape }
  | { readonly kind: 'condition' }
  | { readonly kind: 'refusal'; readonly rule: RefusalId }
)

export type Size = { readonly width: number; readonly height: number }

/** What a drawing is made from. */
export type StageSheet = {
  readonly chart: Chart
  readonly lang: Language
  /** Whether a state is in the drawing. */
  readonly inner: (path: string) => boolean
  /** How wide a label may be. */
  readonly widest: number
}

/** The sizes of text in the drawing of a stretch. */
export const sizes = { title: 13, event: 12, line: 11, row: 15, more: 13, icon: 14, pad: 5 } as const

export const sizeIn = (kind: StageLine['kind']): number => (kind === 'event' ? sizes.event : sizes.line)

/** How far a line goes to the right, and down. */
export const lineSize = ({ texts, kind }: StageLine): Size => ({
  width: sizes.icon + Math.max(...texts.map((text) => textWidth(text, sizeIn(kind)))),
  height: sizes.row + (texts.length - 1) * sizes.more,
})

/** How large a label of such lines is. */
export const labelSize = (lines: readonly StageLine[]): Size => ({
  width: Math.max(...lines.map((line) => lineSize(line).width)) + 2 * sizes.pad,
  height: lines.reduce((height, line) => height + lineSize(line).height, 0) + 2 * sizes.pad - 3,
})

const broken = (text: string, kind: StageLine['kind'], { widest }: StageSheet): string[] =>
  wrapped(text, sizeIn(kind), widest - sizes.icon)

const refusing = (ids: readonly RefusalId[], sheet: StageSheet): StageLine[] =>
  ids.map((rule) => ({
    kind: 'refusal',
    rule,
    texts: broken(rules[rule].title[sheet.lang], 'refusal', sheet),
  }))

function eventLine(arrow: ChartArrow, sheet: StageSheet): StageLine[] {
  const { trigger } = arrow
  if (trigger.kind === 'always') return []
  const texts = broken(trigger.title[sheet.lang], 'event', sheet)
  return [{ kind: 'event', shape: triggerShape(arrow), texts }]
}

/** What an arrow says on some of its ways. */
export function linesOf(arrow: ChartArrow, ways: readonly ChartWay[], sheet: StageSheet): StageLine[] {
  const conditions = ways.flatMap((way): StageLine[] => {
    const text = conditionOf(arrow, way, sheet.lang)
    return text === '' ? [] : [{ kind: 'condition', texts: broken(text, 'condition', sheet) }]
  })
  return [...eventLine(arrow, sheet), ...conditions, ...refusing(ways[0]?.refusals ?? [], sheet)]
}

/** What every state takes in the same way says nothing about this one. */
const usual: readonly string[] = ['clock.advance', 'notice.amend']

/** What a state takes without being left. */
export function insideOf(path: string, sheet: StageSheet): StageLine[] {
  const own = sheet.chart.arrows.filter(({ from, trigger, ways }) => {
    const stays = ways.every(({ target }) => target === undefined || target === from)
    return from === path && ways.length > 0 && stays && !usual.includes(triggerName(trigger))
  })
  return own.flatMap((arrow) => [...eventLine(arrow, sheet), ...refusing(arrow.refusals, sheet)])
}

/** In which states of a drawing something is taken, if not in all. */
export function partOf(sources: readonly string[], sheet: StageSheet): StageLine[] {
  const { chart, lang, inner } = sheet
  const leaves = chart.states.filter(({ path, kind }) => kind === 'atomic' && inner(path))
  if (leaves.every(({ path }) => sources.includes(path))) return []
  const titles = leaves.flatMap(({ path, title }) => (sources.includes(path) ? title[lang] : []))
  const text = diagramTexts.within(titles.join(lang === 'zh' ? '、' : ', '))[lang]
  return [{ kind: 'condition', texts: broken(text, 'condition', sheet) }]
}
