import { deadlines } from '../engine/deadlines'
import type { Explanation } from '../engine/explain'
import { explain } from '../engine/explain'
import { type RuleId, rules } from '../rules'
import { roles } from '../schema/vocabulary'
import { titles } from '../titles'
import { journeyMoment } from './journeyMoment'
import { citationText, clockTime, pad, punctuation, type Style, titlesOfStates } from './output'
import { phrases } from './phrases'

function possibleLines(explanations: Explanation[], { lang, colors }: Style): string[] {
  return roles.flatMap((role) => {
    const possible = explanations.filter((explanation) => explanation.by === role && explanation.possible)
    return possible.map(({ type, until, untilAt }, i) => {
      const sender = pad(i === 0 ? titles.roles[role][lang] : '', 12)
      const end =
        until && untilAt
          ? `  ${phrases.until[lang]} ${clockTime(untilAt)} ${titles.deadlines[until][lang]} ${colors.dim(until)}`
          : ''
      return `  ${sender}${titles.events[type][lang]} ${colors.dim(type)}${end}`
    })
  })
}

function refusedLines(explanations: Explanation[], { lang, colors }: Style): string[] {
  const byRule = new Map<RuleId, Explanation[]>()
  for (const explanation of explanations.filter(({ possible }) => !possible)) {
    const rule = explanation.rules[0] ?? 'event.not-now'
    byRule.set(rule, [...(byRule.get(rule) ?? []), explanation])
  }
  return [...byRule].flatMap(([id, refused]) => {
    const rule = rules[id]
    return [
      `  ${colors.red('✗')} ${rule.title[lang]} ${colors.dim(id)} ${citationText(rule.cites, lang)}`,
      `    ${rule.message[lang]}`,
      ...refused.map(({ type, rules: [, ...otherRules] }) => {
        const also = otherRules.length > 0 ? colors.dim(` + ${otherRules.join(', ')}`) : ''
        return `      ${titles.events[type][lang]} ${colors.dim(type)}${also}`
      }),
    ]
  })
}

const orNothing = (lines: string[], { lang }: Style): string[] =>
  lines.length > 0 ? lines : [`  ${phrases.nothing[lang]}`]

/** Prints the possible events at a moment of a journey, with sender and last instant, and the rules that refuse the rest. */
export function explainCommand(
  file: string,
  options: { at?: string; json?: boolean },
  style: Style,
  print: (line: string) => void,
): number {
  const { lang, colors } = style
  const { snapshot, at } = journeyMoment(file, options.at)
  const explanations = explain(snapshot, at)
  const upcoming = deadlines(snapshot)
  if (options.json) {
    print(JSON.stringify({ at, state: snapshot.value, explanations, deadlines: upcoming }, null, 2))
    return 0
  }
  print(
    [
      `${clockTime(at)}  ${phrases.state[lang]}${punctuation.colon[lang]}${titlesOfStates(snapshot, style)}`,
      '',
      colors.bold(phrases.possible[lang]),
      ...orNothing(possibleLines(explanations, style), style),
      '',
      colors.bold(phrases.deadlines[lang]),
      ...orNothing(
        upcoming.map(
          ({ name, at }) => `  ${clockTime(at)}  ${titles.deadlines[name][lang]} ${colors.dim(name)}`,
        ),
        style,
      ),
      '',
      colors.bold(phrases.notPossible[lang]),
      ...refusedLines(explanations, style),
    ].join('\n'),
  )
  return 0
}
