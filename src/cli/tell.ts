import type { Refusal } from '../decide'
import { isEventType } from '../events'
import type { Fact } from '../facts'
import type { Failure, JourneyRun, StepRun } from '../journey'
import { rules } from '../rules'
import type { Snapshot } from '../snapshot'
import { titles } from '../titles'
import { roles } from '../words'
import { phrases } from './language'
import { clockTime, pad, type Style, sections } from './output'

/** A journey as somebody would want to read it: when, who, what, where it leads, what is told, what is refused. */

const indent = ' '.repeat(18)

function where(snapshot: Snapshot, { lang, colors }: Style): string {
  return titles
    .states(snapshot.value)
    .map(({ path, title }) => `${title[lang]} ${colors.dim(path)}`)
    .join(', ')
}

function what(type: string, { lang, colors }: Style): string {
  return isEventType(type) ? `${titles.event(type)[lang]} ${colors.dim(type)}` : type
}

function factLine(fact: Fact, { lang, colors }: Style): string {
  const { type, at: _, ...fields } = fact
  const shown = Object.entries(fields).map(([key, value]) => {
    const text = key.endsWith('Fen')
      ? `¥${((value as number) / 100).toFixed(2)}`
      : /^\d{4}-\d\d-\d\dT/.test(String(value))
        ? clockTime(String(value))
        : Array.isArray(value)
          ? value.join(', ')
          : String(value)
    return `${key.replace(/Fen$/, '')} ${text}`
  })
  const detail = shown.length > 0 ? `: ${shown.join(' · ')}` : ''
  return `${indent}${colors.green('+')} ${titles.fact(type)[lang]} ${colors.dim(type)}${detail}`
}

export function refusalLines(refusal: Refusal, { lang, colors }: Style): string[] {
  const rule = rules[refusal.rule]
  const possible = refusal.possible.map((type) => titles.event(type)[lang]).join(', ')
  return [
    `${indent}${colors.red('✗')} ${colors.bold(rule.title[lang])} ${colors.dim(refusal.rule)} ${sections(refusal.cites, lang)}`,
    `${indent}  ${refusal.message[lang]}`,
    ...(refusal.issues ?? []).map((issue) => `${indent}  ${issue.path || '.'}: ${issue[lang]}`),
    `${indent}  ${phrases.instead[lang]}: ${possible || phrases.nothing[lang]}`,
  ]
}

const money = /^(payment|refund)\./

function stepLines({ step, event, decision }: StepRun, style: Style): string[] {
  const { lang, colors } = style
  const role = roles.find((known) => known === event.by?.role)
  const who = pad(role ? titles.role(role)[lang] : String(event.by?.role), 10)
  const amount =
    money.test(step.type) && typeof step.amountFen === 'number'
      ? ` ¥${(step.amountFen / 100).toFixed(2)}`
      : ''
  return [
    ...decision.fired.map(({ name, at }) =>
      [pad(clockTime(at), 18), colors.yellow('◷'), ` ${titles.deadline(name)[lang]} `, colors.dim(name)].join(
        '',
      ),
    ),
    `${pad(clockTime(step.at), 18)}${who}${what(step.type, style)}${amount}`,
    ...decision.facts.map((fact) => factLine(fact, style)),
    ...(decision.accepted ? [] : refusalLines(decision.refusal, style)),
  ]
}

export function tellJourney(
  run: JourneyRun,
  heading: { cites: readonly string[]; open: string },
  style: Style,
): string[] {
  const { lang, colors } = style
  const lines = [`${colors.bold(run.title)}  ${sections(heading.cites, lang)}`, '']
  if (run.opened?.snapshot) {
    lines.push(`${pad(clockTime(heading.open), 18)}${phrases.opened[lang]}`)
    lines.push(...run.opened.facts.map((fact) => factLine(fact, style)))
    lines.push(`${indent}→ ${where(run.opened.snapshot, style)}`)
  }
  let before = run.opened?.snapshot && where(run.opened.snapshot, style)
  for (const step of run.steps) {
    lines.push(...stepLines(step, style))
    const after = where(step.decision.snapshot, style)
    if (after !== before) lines.push(`${indent}→ ${after}`)
    before = after
    lines.push(...step.failures.flatMap((failure) => failureLines(failure, step, style)))
  }
  return lines
}

const factTypes = (facts: readonly Fact[], { lang }: Style): string =>
  facts.map(({ type }) => type).join(', ') || phrases.noFacts[lang]

/** An expectation that did not hold: what was expected, what came, and where a rule refused, its message and §. */
export function failureLines(failure: Failure, { decision }: StepRun, style: Style): string[] {
  const { lang, colors } = style
  const pair = (expected: string, got: string) => [
    `${indent}${colors.red(`- ${phrases.expected[lang]}: ${expected}`)}`,
    `${indent}${colors.red(`+ ${phrases.got[lang]}: ${got}`)}`,
  ]
  const why = decision.accepted ? [] : refusalLines(decision.refusal, style)
  switch (failure.expected) {
    case 'accepted':
      return [...pair(phrases.accepted[lang], phrases.refused[lang]), ...why]
    case 'refused':
      return [
        ...pair(`${phrases.refused[lang]} ${failure.rule}`, failure.got ?? phrases.accepted[lang]),
        ...why,
      ]
    case 'state':
      return pair(failure.state, failure.got.join(', '))
    case 'fact':
      return pair(
        `${phrases.fact[lang]} ${typeof failure.fact === 'string' ? failure.fact : JSON.stringify(failure.fact)}`,
        typeof failure.fact === 'string'
          ? factTypes(failure.got, style)
          : failure.got.map((fact) => JSON.stringify(fact)).join('\n') || phrases.noFacts[lang],
      )
    case 'absent':
      return pair(`${phrases.noFact[lang]} ${failure.type}`, factTypes(failure.got, style))
  }
}
