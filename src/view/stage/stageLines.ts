import type { Language } from '../../language'
import { type RefusalId, rules } from '../../rules'
import type { Chart, ChartBranch, ChartTransition } from '../chart'
import { triggerName } from '../chartQueries'
import { conditionText, diagramTexts } from '../diagramTexts'
import type { Size } from '../geometry'
import { triggerShape } from '../map/mapContent'
import type { Shape } from '../signs'
import { textWidth, wrapText } from '../text'

/** An entry of a label, wrapped. */
export type StageLine = { readonly texts: readonly string[] } & (
  | { readonly kind: 'event'; readonly shape: Shape }
  | { readonly kind: 'condition' }
  | { readonly kind: 'refusal'; readonly rule: RefusalId }
)

/** The input of a drawing. */
export type StageInput = {
  readonly chart: Chart
  readonly lang: Language
  /** Whether a state belongs to the drawing. */
  readonly isInside: (path: string) => boolean
  /** The width at which labels wrap, in px. */
  readonly labelWidth: number
}

/** Font sizes and distances, in px at full size. */
export const stageSizes = { title: 13, event: 12, line: 11, row: 15, more: 13, icon: 14, pad: 5 } as const

export const fontSize = (kind: StageLine['kind']): number =>
  kind === 'event' ? stageSizes.event : stageSizes.line

export const lineSize = ({ texts, kind }: StageLine): Size => ({
  width: stageSizes.icon + Math.max(...texts.map((text) => textWidth(text, fontSize(kind)))),
  height: stageSizes.row + (texts.length - 1) * stageSizes.more,
})

export const labelSize = (lines: readonly StageLine[]): Size => ({
  width: Math.max(...lines.map((line) => lineSize(line).width)) + 2 * stageSizes.pad,
  height: lines.reduce((height, line) => height + lineSize(line).height, 0) + 2 * stageSizes.pad - 3,
})

const wrapLabel = (text: string, kind: StageLine['kind'], { labelWidth }: StageInput): string[] =>
  wrapText(text, fontSize(kind), labelWidth - stageSizes.icon)

const refusalLines = (ids: readonly RefusalId[], input: StageInput): StageLine[] =>
  ids.map((rule) => ({
    kind: 'refusal',
    rule,
    texts: wrapLabel(rules[rule].title[input.lang], 'refusal', input),
  }))

function eventLines(transition: ChartTransition, input: StageInput): StageLine[] {
  const { trigger } = transition
  if (trigger.kind === 'always') return []
  const texts = wrapLabel(trigger.title[input.lang], 'event', input)
  return [{ kind: 'event', shape: triggerShape(transition), texts }]
}

/** The label of an edge: the trigger, the conditions of its branches, the rules that may refuse. */
export function edgeLabelLines(
  transition: ChartTransition,
  branches: readonly ChartBranch[],
  input: StageInput,
): StageLine[] {
  const conditions = branches.flatMap((branch): StageLine[] => {
    const text = conditionText(transition, branch, input.lang)
    return text === '' ? [] : [{ kind: 'condition', texts: wrapLabel(text, 'condition', input) }]
  })
  return [
    ...eventLines(transition, input),
    ...conditions,
    ...refusalLines(branches[0]?.refusals ?? [], input),
  ]
}

/** Every state accepts these in the same way, so no state lists them. */
const unlistedEvents: readonly string[] = ['clock.advance', 'notice.amend']

/** The transitions of a state that do not leave it. */
export function internalLines(path: string, input: StageInput): StageLine[] {
  const internal = input.chart.transitions.filter(({ from, trigger, branches }) => {
    const stays = branches.every(({ target }) => target === undefined || target === from)
    return from === path && branches.length > 0 && stays && !unlistedEvents.includes(triggerName(trigger))
  })
  return internal.flatMap((transition) => [
    ...eventLines(transition, input),
    ...refusalLines(transition.refusals, input),
  ])
}

/** The titles of the source states; empty if all states of the drawing are sources. */
export function sourceLines(sources: readonly string[], input: StageInput): StageLine[] {
  const { chart, lang, isInside } = input
  const leaves = chart.states.filter(({ path, kind }) => kind === 'atomic' && isInside(path))
  if (leaves.every(({ path }) => sources.includes(path))) return []
  const titles = leaves.flatMap(({ path, title }) => (sources.includes(path) ? title[lang] : []))
  const text = diagramTexts.within(titles.join(lang === 'zh' ? '、' : ', '))[lang]
  return [{ kind: 'condition', texts: wrapLabel(text, 'condition', input) }]
}
