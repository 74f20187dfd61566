import { deadlines, decide, explain } from '../decide'
import type { Explanation } from '../explain'
import { type JourneyRun, runJourney } from '../journey'
import { type RuleId, rules } from '../rules'
import type { Snapshot } from '../snapshot'
import { formatInstant, parseInstant } from '../time'
import { titles } from '../titles'
import { roles } from '../words'
import { readJourney, WrongUse } from './files'
import { phrases } from './language'
import { clockTime, pad, type Style, sections } from './output'

type Moment = { snapshot: Snapshot; at: string }

/** After a step of the journey, counted from 1 (0 is the opening), or at an instant. */
function momentOf(run: JourneyRun, at: string | undefined): Moment {
  const opened = run.opened?.snapshot
  if (!opened) throw new WrongUse('the journey could not be opened')
  const moments: Moment[] = [
    { snapshot: opened, at: formatInstant(opened.context.at) },
    ...run.steps.map(({ decision, step }) => ({ snapshot: decision.snapshot, at: step.at })),
  ]
  const last = moments.length - 1
  if (at === undefined) return moments[last] as Moment
  if (/^\d+$/.test(at)) {
    const moment = moments[Number(at)]
    if (moment === undefined)
      throw new WrongUse(`--at ${at}: the journey has steps 0 (the opening) to ${last}`)
    return moment
  }
  const instant = parseInstant(at)
  if (Number.isNaN(instant))
    throw new WrongUse(`--at ${at}: neither a step nor an instant such as 2024-04-08T10:00:00+08:00`)
  const reached = moments.filter((moment) => parseInstant(moment.at) <= instant).at(-1)
  if (reached === undefined) throw new WrongUse(`--at ${at}: before the journey opens`)
  return { snapshot: reached.snapshot, at }
}

/** A bank's notice may be dated before what the registration has reached. */
const latest = (at: string, { context }: Snapshot): string =>
  formatInstant(Math.max(parseInstant(at), context.at))

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

/** Answers what can be done at a moment of a journey, by whom, until when, and why not the rest. */
export function explainCommand(
  file: string,
  options: { at?: string; json?: boolean },
  style: Style,
  print: (line: string) => void,
): number {
  const { lang, colors } = style
  const run = runJourney(readJourney(file))
  if (run.issues.length > 0) {
    throw new WrongUse(
      [
        `${file}: ${phrases.notOpened[lang]}`,
        ...run.issues.map((issue) => `  ${issue.path || '.'}: ${issue[lang]}`),
      ].join('\n'),
    )
  }
  const moment = momentOf(run, options.at)
  const { at } = moment
  // Deadlines due by then have passed.
  const { snapshot } = decide(moment.snapshot, {
    type: 'clock.advance',
    at: latest(at, moment.snapshot),
    by: { role: 'clock', id: 'clock' },
  })
  const explanations = explain(snapshot, at)
  const ahead = deadlines(snapshot)
  if (options.json) {
    print(JSON.stringify({ at, state: snapshot.value, explanations, deadlines: ahead }, null, 2))
    return 0
  }
  const states = titles.states(snapshot.value).map(({ path, title }) => `${title[lang]} ${colors.dim(path)}`)
  print(
    [
      `${clockTime(at)}  ${phrases.state[lang]}: ${states.join(', ')}`,
      '',
      colors.bold(phrases.possible[lang]),
      ...possibleLines(explanations, style),
      '',
      colors.bold(phrases.deadlines[lang]),
      ...ahead.map(
        ({ name, at }) => `  ${clockTime(at)}  ${titles.deadline(name)[lang]} ${colors.dim(name)}`,
      ),
      '',
      colors.bold(phrases.notPossible[lang]),
      ...refusedLines(explanations, style),
    ].join('\n'),
  )
  return 0
}
