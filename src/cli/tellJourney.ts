import type { Refusal } from '../engine/refusal'
import type { Snapshot } from '../engine/snapshot'
import { events, isEventType } from '../events'
import type { Fact } from '../facts'
import { type FailedExpectation, type JourneyRun, type JourneyStep, type StepRun, titleIn } from '../journey'
import { rules } from '../rules'
import { isPersonal } from '../schema/personal'
import { roles } from '../schema/vocabulary'
import { titles } from '../titles'
import { clockTime, issueLine, pad, punctuation, type Style, sections } from './output'
import { type Language, phrases } from './phrases'

/** A journey as somebody would want to read it: when, who, what, where it leads, what is told, what is refused. */

const indent = ' '.repeat(18)

function where(snapshot: Snapshot, { lang, colors }: Style): string {
  return titles
    .states(snapshot.value)
    .map(({ path, title }) => `${title[lang]} ${colors.dim(path)}`)
    .join(punctuation.comma[lang])
}

function what(type: string, { lang, colors }: Style): string {
  return isEventType(type) ? `${titles.event(type)[lang]} ${colors.dim(type)}` : type
}

/** A value as people read it: money in yuan, instants as a clock in China shows them. */
function shown(key: string, value: unknown, lang: Language): string {
  if (key.endsWith('Fen')) return `${key.slice(0, -3)} ¥${(Number(value) / 100).toFixed(2)}`
  if (Array.isArray(value))
    return `${key} ${value.map((one) => one?.kind ?? one).join(punctuation.comma[lang]) || '–'}`
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([inner, below]) => shown(inner, below, lang))
      .join(' · ')
  }
  return `${key} ${typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? clockTime(value) : value}`
}

const detail = (fields: [string, unknown][], lang: Language): string =>
  fields.length > 0
    ? `${punctuation.colon[lang]}${fields.map(([key, value]) => shown(key, value, lang)).join(' · ')}`
    : ''

function factLine({ type, at: _, ...fields }: Fact, { lang, colors }: Style): string {
  return `${indent}${colors.green('+')} ${titles.fact(type)[lang]} ${colors.dim(type)}${detail(Object.entries(fields), lang)}`
}

/** What an event carries, without what is personal and without whole forms. */
const hidden: readonly string[] = [
  'profile',
  'education',
  'changes',
  'history',
  'windows',
  'sessions',
  'photo',
]

function carried(step: JourneyStep): [string, unknown][] {
  if (!isEventType(step.type)) return []
  return Object.entries(events[step.type].fields).flatMap(([key, schema]): [string, unknown][] => {
    const value = step[key]
    const form = typeof value === 'object' && hidden.includes(key)
    return value === undefined || form || isPersonal(schema) ? [] : [[key, value]]
  })
}

function refusalLines(refusal: Refusal, { lang, colors }: Style): string[] {
  const rule = rules[refusal.rule]
  const possible = refusal.possible.map((type) => titles.event(type)[lang]).join(punctuation.comma[lang])
  return [
    `${indent}${colors.red('✗')} ${colors.bold(rule.title[lang])} ${colors.dim(refusal.rule)} ${sections(refusal.cites, lang)}`,
    `${indent}  ${refusal.message[lang]}`,
    ...(refusal.issues ?? []).map((issue) => `${indent}${issueLine(issue, lang)}`),
    `${indent}  ${phrases.instead[lang]}${punctuation.colon[lang]}${possible || phrases.nothing[lang]}`,
  ]
}

function stepLines({ step, event, decision }: StepRun, style: Style): string[] {
  const { lang, colors } = style
  const role = roles.find((known) => known === event.by?.role)
  const who = pad(role ? titles.role(role)[lang] : String(event.by?.role), 10)
  return [
    ...decision.fired.map(({ name, at }) =>
      [pad(clockTime(at), 18), colors.yellow('◷'), ` ${titles.deadline(name)[lang]} `, colors.dim(name)].join(
        '',
      ),
    ),
    // A clock that only made a deadline pass says nothing more.
    ...(step.type === 'clock.advance' && decision.fired.length > 0
      ? []
      : [`${pad(clockTime(step.at), 18)}${who}${what(step.type, style)}${detail(carried(step), lang)}`]),
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
  const lines = [`${colors.bold(titleIn(run.title, lang))}  ${sections(heading.cites, lang)}`, '']
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
    lines.push(...step.failures.flatMap((failure) => failureLines(failure, step, style, false)))
  }
  return lines
}

const factTypes = (facts: readonly Fact[], { lang }: Style): string =>
  facts.map(({ type }) => type).join(', ') || phrases.noFacts[lang]

/** An expectation that did not hold: what was expected, what came, and where a rule refused, its message and §. */
/** @param explained whether the refusal is told along; a told journey has told it already */
export function failureLines(
  failure: FailedExpectation,
  { decision }: StepRun,
  style: Style,
  explained = true,
): string[] {
  const { lang, colors } = style
  const pair = (expected: string, got: string) => [
    `${indent}${colors.red(`- ${phrases.expected[lang]}${punctuation.colon[lang]}${expected}`)}`,
    `${indent}${colors.red(`+ ${phrases.got[lang]}${punctuation.colon[lang]}${got}`)}`,
  ]
  const why = decision.accepted || !explained ? [] : refusalLines(decision.refusal, style)
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
