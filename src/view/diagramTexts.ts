import type { Language, LocalizedText } from '../language'
import { type RuleId, rules } from '../rules'
import type { ChartBranch, ChartTransition } from './chart'

/** Texts that several diagrams share. */
export const diagramTexts = {
  registration: { zh: '报名', en: 'Registration' },
  anywhere: { zh: '随时', en: 'At any time' },
  inside: { zh: '〔各处〕', en: '[anywhere here]' },
  within: (title: string): LocalizedText => ({ zh: `〔${title}〕`, en: `[${title}]` }),
  otherwise: { zh: '否则', en: 'otherwise' },
}

const lowerFirst = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1)

/** The title of a trigger, with a clock in front of a deadline; empty for an eventless transition. */
export function triggerText({ trigger }: ChartTransition, lang: Language): string {
  if (trigger.kind === 'always') return ''
  return trigger.kind === 'deadline' ? `◷ ${trigger.title[lang]}` : trigger.title[lang]
}

/** The guard of a branch as text; empty for an unconditional branch. */
export function conditionText({ branches }: ChartTransition, branch: ChartBranch, lang: Language): string {
  if (branch.guard === undefined) return branches[0] === branch ? '' : diagramTexts.otherwise[lang]
  const title = branch.guard.title[lang]
  return lang === 'zh' ? `若${title}` : `if ${lowerFirst(title)}`
}

/** The titles of rules that may refuse, one per line. */
export const refusalTexts = (ids: readonly RuleId[], lang: Language): string[] =>
  ids.map((id) => `⊘ ${rules[id].title[lang]}`)
