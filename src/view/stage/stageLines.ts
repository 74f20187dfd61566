import { type RefusalId, rules } from '../../rules'
import type { Chart, ChartTransition, ChartBranch } from '../chart'
import { conditionText, diagramTexts } from '../diagramTexts'
import { triggerShape } from '../map/mapContent'
import type { Language, Shape } from '../map/mapModel'
import { triggerName } from '../map/stateChanges'
import { textWidth, wrapText } from '../text'

/** A line of a label, broken where it would be too long. */
export type StageLine = { readonly texts: readonly string[] } & (
  | { readonly kind: 'event'; readonly shape: Shape }
  | { readonly kind: 'condition' }
  | { readonly kind: 'refusal'; readonly rule: RefusalId }
)

export type Size = { readonly width: number; readonly height: number }

/** What a drawing is made from. */
export type StageInput = {
  readonly chart: Chart
  readonly lang: Language
  /** Whether a state is in the drawing. */
  readonly inner: (path: string) => boolean
  /** How wide a label may be. */
  readonly labelWidth: number
}

/** The sizes of text in the drawing of a stretch. */
export const stageSizes = { title: 13, event: 12, line: 11, row: 15, more: 13, icon: 14, pad: 5 } as const

export const fontSize = (kind: StageLine['kind']): number => (kind === 'event' ? stageSizes.event : stageSizes.line)

/** How far a line goes to the right, and down. */
export const lineSize = ({ texts, kind }: StageLine): Size => ({
  width: stageSizes.icon + Math.max(...texts.map((text) => textWidth(text, fontSize(kind)))),
  height: stageSizes.row + (texts.length - 1) * stageSizes.more,
})

/** How large a label of such lines is. */
export const labelSize = (lines: readonly StageLine[]): Size => ({
  width: Math.max(...lines.map((line) => lineSize(line).width)) + 2 * stageSizes.pad,
  height: lines.reduce((height, line) => height + lineSize(line).height, 0) + 2 * stageSizes.pad - 3,
})

const wrapLabel = (text: string, kind: StageLine['kind'], { labelWidth: widest }: StageInput): string[] =>
  wrapText(text, fontSize(kind), widest - stageSizes.icon)

const refusalLines = (ids: readonly RefusalId[], sheet: StageInput): StageLine[] =>
  ids.map((rule) => ({
    kind: 'refusal',
    rule,
    texts: wrapLabel(rules[rule].title[sheet.lang], 'refusal', sheet),
  }))

function eventLines(arrow: ChartTransition, sheet: StageInput): StageLine[] {
  const { trigger } = arrow
  if (trigger.kind === 'always') return []
  const texts = wrapLabel(trigger.title[sheet.lang], 'event', sheet)
  return [{ kind: 'event', shape: triggerShape(arrow), texts }]
}

/** What an arrow says on some of its ways. */
export function edgeLabelLines(arrow: ChartTransition, ways: readonly ChartBranch[], sheet: StageInput): StageLine[] {
  const conditions = ways.flatMap((way): StageLine[] => {
    const text = conditionText(arrow, way, sheet.lang)
    return text === '' ? [] : [{ kind: 'condition', texts: wrapLabel(text, 'condition', sheet) }]
  })
  return [...eventLines(arrow, sheet), ...conditions, ...refusalLines(ways[0]?.refusals ?? [], sheet)]
}

/** What every state takes in the same way says nothing about this one. */
const unlistedEvents: readonly string[] = ['clock.advance', 'notice.amend']

/** What a state takes without being left. */
export function internalLines(path: string, sheet: StageInput): StageLine[] {
  const own = sheet.chart.transitions.filter(({ from, trigger, branches: ways }) => {
    const stays = ways.every(({ target }) => target === undefined || target === from)
    return from === path && ways.length > 0 && stays && !unlistedEvents.includes(triggerName(trigger))
  })
  return own.flatMap((arrow) => [...eventLines(arrow, sheet), ...refusalLines(arrow.refusals, sheet)])
}

/** In which states of a drawing something is taken, if not in all. */
export function sourceLines(sources: readonly string[], sheet: StageInput): StageLine[] {
  const { chart, lang, inner } = sheet
  const leaves = chart.states.filter(({ path, kind }) => kind === 'atomic' && inner(path))
  if (leaves.every(({ path }) => sources.includes(path))) return []
  const titles = leaves.flatMap(({ path, title }) => (sources.includes(path) ? title[lang] : []))
  const text = diagramTexts.within(titles.join(lang === 'zh' ? '、' : ', '))[lang]
  return [{ kind: 'condition', texts: wrapLabel(text, 'condition', sheet) }]
}
