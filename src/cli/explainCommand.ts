import type { Explanation } from '../engine/explain'
import { refusalMessage } from '../engine/refusalMessage'
import type { Snapshot } from '../engine/snapshot'
import { clockTime, punctuation } from '../labels'
import type { Language } from '../language'
import type { RuleId } from '../rules'
import { roles } from '../schema/vocabulary'
import { dateText, fill } from '../templates'
import { parseInstant } from '../time'
import { titles } from '../titles'
import { journeyMoment } from './journeyMoment'
import { citationText, idText, pad, type Style, titlesOfStates } from './output'
import { phrases } from './phrases'

function possibleLines(explanations: Explanation[], style: Style): string[] {
  const { lang } = style
  return roles.flatMap((role) => {
    const possible = explanations.filter((explanation) => explanation.by === role && explanation.possible)
    return possible.map(({ type, until, untilAt }, i) => {
      const sender = pad(i === 0 ? titles.roles[role][lang] : '', 12)
      const end =
        until && untilAt
          ? `  ${phrases.until[lang]} ${clockTime(untilAt)} ${titles.deadlines[until][lang]}${idText(until, style)}`
          : ''
      return `  ${sender}${titles.events[type][lang]}${idText(type, style)}${end}`
    })
  })
}

/** `4月8日9:00起可办理`: when an event will be possible. */
const fromText = ({ fromAt }: Explanation, now: string, lang: Language): string =>
  fromAt === undefined
    ? ''
    : `  ${fill(phrases.possibleFrom[lang], () => dateText(parseInstant(fromAt), lang, parseInstant(now)))}`

function refusedLines(explanations: Explanation[], snapshot: Snapshot, at: string, style: Style): string[] {
  const { lang, colors } = style
  const { rules } = style.registrations
  const byRule = new Map<RuleId, Explanation[]>()
  for (const explanation of explanations.filter(({ possible }) => !possible)) {
    const rule = explanation.rules[0] ?? 'event.not-now'
    byRule.set(rule, [...(byRule.get(rule) ?? []), explanation])
  }
  return [...byRule].flatMap(([id, refused]) => {
    const rule = rules[id]
    const [first] = refused
    const query = { type: first?.type ?? 'clock.advance', at }
    const { message } = refusalMessage(rules, id, snapshot, query, parseInstant(at))
    return [
      `  ${colors.red('✗')} ${rule.title[lang]}${idText(id, style)} ${citationText(rule.cites, lang)}`,
      `    ${message[lang]}`,
      ...refused.map((one) => {
        const [, ...otherRules] = one.rules
        const others = otherRules.map((other) => `${rules[other].title[lang]}${idText(other, style)}`)
        const also = others.length > 0 ? colors.dim(` + ${others.join(punctuation.comma[lang])}`) : ''
        return `      ${titles.events[one.type][lang]}${idText(one.type, style)}${fromText(one, at, lang)}${also}`
      }),
    ]
  })
}

const orNothing = (lines: string[], { lang }: Style): string[] =>
  lines.length > 0 ? lines : [`  ${phrases.nothing[lang]}`]

/**
 * Prints, for a moment of a journey, the possible events with their senders and time limits, the pending deadlines, and
 * the rules that refuse the other events.
 */
export function explainCommand(
  file: string,
  options: { at?: string; json?: boolean; ids?: boolean },
  plain: Style,
  print: (line: string) => void,
): number {
  const style = { ...plain, ids: options.ids }
  const { lang, colors } = style
  const { snapshot, at } = journeyMoment(file, options.at, style)
  const explanations = style.registrations.explain(snapshot, at)
  const upcoming = style.registrations.deadlines(snapshot)
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
          ({ name, at }) => `  ${clockTime(at)}  ${titles.deadlines[name][lang]}${idText(name, style)}`,
        ),
        style,
      ),
      '',
      colors.bold(phrases.notPossible[lang]),
      ...refusedLines(explanations, snapshot, at, style),
    ].join('\n'),
  )
  return 0
}
