import { type RuleId, ruleIds, rules } from '../rules'
import { WrongUse } from './files'
import { type Style, sections } from './output'

/** Prints the catalogue, or the rules named. */
export function rulesCommand(
  ids: string[],
  options: { json?: boolean },
  style: Style,
  print: (line: string) => void,
): number {
  const { lang, colors } = style
  for (const id of ids)
    if (!ruleIds.includes(id as RuleId)) throw new WrongUse(`${id}: no such rule`, `${id}: 没有这条规则`)
  const listed = ids.length > 0 ? (ids as RuleId[]) : ruleIds
  if (options.json) {
    const plain = listed.map((id) => {
      const { kind, cites, title, message } = rules[id]
      return { id, kind, cites, title, message }
    })
    print(JSON.stringify(plain, null, 2))
    return 0
  }
  for (const id of listed) {
    const { kind, cites, title, message } = rules[id]
    print(
      `${colors.bold(id)}  ${colors.dim(kind)}  ${sections(cites, lang)}\n  ${title[lang]}\n  ${message[lang]}`,
    )
  }
  return 0
}
