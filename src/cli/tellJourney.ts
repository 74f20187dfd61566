import type { Refusal } from '../engine/refusal'
import { events, isEventType } from '../events'
import type { Fact } from '../facts'
import type { FailedExpectation, JourneyRun, StepRun } from '../journey'
import { type Journey, type JourneyStep, titleIn } from '../journeyFormat'
import { clockTime, fieldsLabel, type LabelOptions, punctuation } from '../labels'
import type { LocalizedText } from '../language'
import { type ExamSpec, exams } from '../model/exam'
import { isPersonal } from '../schema/personal'
import { roles } from '../schema/vocabulary'
import { titles } from '../titles'
import { citationText, idText, issueLine, pad, type Style, titlesOfStates } from './output'
import { phrases } from './phrases'

const indent = ' '.repeat(18)

function eventTitle(type: string, style: Style): string {
  return isEventType(type) ? `${titles.events[type][style.lang]}${idText(type, style)}` : type
}

const formatFields = (fields: [string, unknown][], options: LabelOptions): string =>
  fields.length > 0 ? `${punctuation.colon[options.lang]}${fieldsLabel(fields, options)}` : ''

function factLine({ type, at: _, ...fields }: Fact, style: Style, exam: ExamSpec | undefined): string {
  const { lang, colors } = style
  const values = formatFields(Object.entries(fields), { lang, exam })
  return `${indent}${colors.green('+')} ${titles.facts[type][lang]}${idText(type, style)}${values}`
}

/** Fields that contain a whole form, too long for one line. */
const formFields: readonly string[] = [
  'profile',
  'education',
  'changes',
  'history',
  'windows',
  'sessions',
  'photo',
]

/** The fields of a step's event, without personal data and whole forms. */
function printedFields(step: JourneyStep): [string, unknown][] {
  if (!isEventType(step.type)) return []
  return Object.entries(events[step.type].fields).flatMap(([key, schema]): [string, unknown][] => {
    const value = step[key]
    const isForm = typeof value === 'object' && formFields.includes(key)
    return value === undefined || isForm || isPersonal(schema) ? [] : [[key, value]]
  })
}

function refusalLines(refusal: Refusal, style: Style): string[] {
  const { lang, colors } = style
  const rule = style.registrations.rules[refusal.rule]
  const possible = refusal.possible.map((type) => titles.events[type][lang]).join(punctuation.comma[lang])
  return [
    `${indent}${colors.red('✗')} ${colors.bold(rule.title[lang])}${idText(refusal.rule, style)} ${citationText(refusal.cites, lang)}`,
    `${indent}  ${refusal.message[lang]}`,
    ...(refusal.issues ?? []).map((issue) => `${indent}${issueLine(issue, lang)}`),
    `${indent}  ${phrases.instead[lang]}${punctuation.colon[lang]}${possible || phrases.nothing[lang]}`,
  ]
}

function stepLines({ step, event, decision }: StepRun, style: Style, exam: ExamSpec | undefined): string[] {
  const { lang, colors } = style
  const role = roles.find((known) => known === event.by?.role)
  const sender = pad(role ? titles.roles[role][lang] : String(event.by?.role), 10)
  return [
    ...decision.fired.map(({ name, at }) =>
      [
        pad(clockTime(at), 18),
        colors.yellow('◷'),
        ` ${titles.deadlines[name][lang]}`,
        idText(name, style),
      ].join(''),
    ),
    // The lines of the fired deadlines replace the line of the clock.
    ...(step.type === 'clock.advance' && decision.fired.length > 0
      ? []
      : [
          `${pad(clockTime(step.at), 18)}${sender}${eventTitle(step.type, style)}${formatFields(printedFields(step), { lang, exam })}`,
        ]),
    ...decision.facts.map((fact) => factLine(fact, style, exam)),
    ...(decision.accepted ? [] : refusalLines(decision.refusal, style)),
  ]
}

/** The exam of a journey, whose names its lines use. */
const examOf = ({ exam }: Journey, { snapshot }: JourneyRun): ExamSpec | undefined =>
  typeof exam === 'object' ? (exam as ExamSpec) : exams[snapshot?.context.terms.exam ?? '']

/**
 * The lines of `baokao journey --tell`: each step with its sender, fields, facts, refusal and new state.
 * @param notes printed before each step, in order
 */
export function tellJourney(
  journey: Journey,
  run: JourneyRun,
  style: Style,
  notes: readonly LocalizedText[] = [],
): string[] {
  const { lang, colors } = style
  const lines = [`${colors.bold(titleIn(run.title, lang))}  ${citationText(journey.cites, lang)}`, '']
  const exam = examOf(journey, run)
  let previousState: string | undefined
  if (run.opened?.snapshot) {
    previousState = titlesOfStates(run.opened.snapshot, style)
    lines.push(`${pad(clockTime(journey.open), 18)}${phrases.opened[lang]}`)
    lines.push(...run.opened.facts.map((fact) => factLine(fact, style, exam)))
    lines.push(`${indent}→ ${previousState}`)
  }
  for (const [i, step] of run.steps.entries()) {
    const note = notes[i]
    if (note) lines.push('', colors.cyan(note[lang]))
    lines.push(...stepLines(step, style, exam))
    const state = titlesOfStates(step.decision.snapshot, style)
    if (state !== previousState) lines.push(`${indent}→ ${state}`)
    previousState = state
    lines.push(...step.failures.flatMap((failure) => failureLines(failure, step, style, false)))
  }
  return lines
}

const factTypesText = (facts: readonly Fact[], { lang }: Style): string =>
  facts.map(({ type }) => type).join(', ') || phrases.noFacts[lang]

/**
 * The lines of a failed expectation: the expected and the actual result.
 * @param withRefusal whether to add the refusal; `tellJourney` prints it separately
 */
export function failureLines(
  failure: FailedExpectation,
  { decision }: StepRun,
  style: Style,
  withRefusal = true,
): string[] {
  const { lang, colors } = style
  const comparison = (expected: string, got: string) => [
    `${indent}${colors.red(`- ${phrases.expected[lang]}${punctuation.colon[lang]}${expected}`)}`,
    `${indent}${colors.red(`+ ${phrases.got[lang]}${punctuation.colon[lang]}${got}`)}`,
  ]
  const refusal = decision.accepted || !withRefusal ? [] : refusalLines(decision.refusal, style)
  switch (failure.expected) {
    case 'accepted':
      return [...comparison(phrases.accepted[lang], phrases.refused[lang]), ...refusal]
    case 'refused':
      return [
        ...comparison(`${phrases.refused[lang]} ${failure.rule}`, failure.got ?? phrases.accepted[lang]),
        ...refusal,
      ]
    case 'state':
      return comparison(failure.state, failure.got.join(', '))
    case 'fact':
      return comparison(
        `${phrases.fact[lang]} ${typeof failure.fact === 'string' ? failure.fact : JSON.stringify(failure.fact)}`,
        typeof failure.fact === 'string'
          ? factTypesText(failure.got, style)
          : failure.got.map((fact) => JSON.stringify(fact)).join('\n') || phrases.noFacts[lang],
      )
    case 'absent':
      return comparison(`${phrases.noFact[lang]} ${failure.type}`, factTypesText(failure.got, style))
  }
}
