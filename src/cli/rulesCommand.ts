import type { RuleId } from '../rules'
import { didYouMean } from '../schema/issueMessages'
import { citationText, type Style } from './output'
import { UsageError } from './usageError'

/** Prints the named rules, or the whole catalogue. */
export function rulesCommand(
  ids: string[],
  options: { json?: boolean },
  style: Style,
  print: (line: string) => void,
): number {
  const { lang, colors } = style
  const { rules } = style.registrations
  const ruleIds = Object.keys(rules) as RuleId[]
  for (const id of ids) {
    if (ruleIds.includes(id as RuleId)) continue
    const { zh, en } = didYouMean(id, ruleIds)
    throw new UsageError(`${id}: no such rule${en}`, `${id}: 没有这条规则${zh}`)
  }
  const selected = ids.length > 0 ? (ids as RuleId[]) : ruleIds
  if (options.json) {
    const entries = selected.map((id) => {
      const { kind, cites, title, message } = rules[id]
      return { id, kind, cites, title, message }
    })
    print(JSON.stringify(entries, null, 2))
    return 0
  }
  for (const id of selected) {
    const { kind, cites, title, message } = rules[id]
    print(
      `${colors.bold(id)}  ${colors.dim(kind)}  ${citationText(cites, lang)}\n  ${title[lang]}\n  ${message[lang]}`,
    )
  }
  return 0
}
