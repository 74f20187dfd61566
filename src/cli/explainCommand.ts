import { deadlines } from '../engine/deadlines'
import type { Explanation } from '../engine/explain'
import { explain } from '../engine/explain'
import { type RuleId, rules } from '../rules'
import { roles } from '../schema/vocabulary'
import { titles } from '../titles'
import { momentIn } from './journeyMoment'
import { clockTime, pad, punctuation, type Style, sections } from './output'
import { phrases } from './phrases'

function possibleLines(explanations: Explanation[], { lang, colors }: Style): string[] {
  return roles.flatMap((role) => {
    const own = explanations.filter(({ by, possible }) => by === role && possible)
    return own.map(({ type, until, untilAt }, i) => {
      const who = pad(i === 0 ? titles.role(role)[lang] : '', 12)
      const end =
        until && untilAt
          ? `  ${phrases.until[lang]} ${clockTime(untilAt)} ${titles.deadline(until)[lang]} ${colors.dim(until)}`
          : ''
      return `  ${who}${titles.event(type)[lang]} ${colors.dim(type)}${end}`
    })
  })
}

function refusedLines(explanations: Explanation[], { lang, colors }: Style): string[] {
  const byRule = new Map<RuleId, Explanation[]>()
  for (const explanation of explanations.filter(({ possible }) => !possible)) {
    const first = explanation.rules[0] ?? 'event.not-now'
    byRule.set(first, [...(byRule.get(first) ?? []), explanation])
  }
  return [...byRule].flatMap(([id, refused]) => {
    const rule = rules[id]
    return [
      `  ${colors.red('✗')} ${rule.title[lang]} ${colors.dim(id)} ${sections(rule.cites, lang)}`,
      `    ${rule.message[lang]}`,
      ...refused.map(({ type, rules: [, ...others] }) => {
        const also = others.length > 0 ? colors.dim(` + ${others.join(', ')}`) : ''
        return `      ${titles.event(type)[lang]} ${colors.dim(type)}${also}`
      }),
    ]
  })
}

/** What there is of something, or that there is nothing. */
const orNothing = (lines: string[], { lang }: Style): string[] =>
  lines.length > 0 ? lines : [`  ${phrases.nothing[lang]}`]

/** Answers what can be done at a moment of a journey, by whom, until when, and why not the rest. */
export function explainCommand(
  file: string,
  options: { at?: string; json?: boolean },
  style: Style,
  print: (line: string) => void,
): number {
  const { lang, colors } = style
  const { snapshot, at } = momentIn(file, options.at)
  const explanations = explain(snapshot, at)
  const ahead = deadlines(snapshot)
  if (options.json) {
    print(JSON.stringify({ at, state: snapshot.value, explanations, deadlines: ahead }, null, 2))
    return 0
  }
  const { colon, comma } = punctuation
  const states = titles.states(snapshot.value).map(({ path, title }) => `${title[lang]} ${colors.dim(path)}`)
  print(
    [
      `${clockTime(at)}  ${phrases.state[lang]}${colon[lang]}${states.join(comma[lang])}`,
      '',
      colors.bold(phrases.possible[lang]),
      ...orNothing(possibleLines(explanations, style), style),
      '',
      colors.bold(phrases.deadlines[lang]),
      ...orNothing(
        ahead.map(({ name, at }) => `  ${clockTime(at)}  ${titles.deadline(name)[lang]} ${colors.dim(name)}`),
        style,
      ),
      '',
      colors.bold(phrases.notPossible[lang]),
      ...refusedLines(explanations, style),
    ].join('\n'),
  )
  return 0
}
