import type { LocalizedText } from '../language'
import { type RuleId, rules } from '../rules'
import type { ChartArrow, ChartWay } from './chart'

/** The words of diagrams. */
export const diagramTexts = {
  registration: { zh: '报名', en: 'Registration' },
  anywhere: { zh: '随时', en: 'At any time' },
  inside: { zh: '〔各处〕', en: '[anywhere here]' },
  within: (title: string): LocalizedText => ({ zh: `〔${title}〕`, en: `[${title}]` }),
  otherwise: { zh: '否则', en: 'otherwise' },
}

const lowered = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1)

/** What sets an arrow off, in words; a deadline has a clock in front, and what happens by itself says nothing. */
export function triggerOf({ trigger }: ChartArrow, lang: keyof LocalizedText): string {
  if (trigger.kind === 'always') return ''
  return trigger.kind === 'deadline' ? `◷ ${trigger.title[lang]}` : trigger.title[lang]
}

/** Under which condition a way is taken, in words; empty where there is none. */
export function conditionOf({ ways }: ChartArrow, way: ChartWay, lang: keyof LocalizedText): string {
  if (way.guard === undefined) return ways[0] === way ? '' : diagramTexts.otherwise[lang]
  const title = way.guard.title[lang]
  return lang === 'zh' ? `若${title}` : `if ${lowered(title)}`
}

/** A line for each requirement. */
export const refusalsOf = (ids: readonly RuleId[], lang: keyof LocalizedText): string[] =>
  ids.map((id) => `⊘ ${rules[id].title[lang]}`)
