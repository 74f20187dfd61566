import { z } from 'zod'
import { type Decision, decide, open } from './engine/decide'
import type { Snapshot } from './engine/snapshot'
import { allStatePaths, isIn, statePaths } from './engine/stateTree'
import type { RegistrationEvent } from './events'
import { type Fact, factTypes } from './facts'
import type { LocalizedText } from './language'
import type { OpenInput } from './model/context'
import { exams } from './model/exam'
import { notices } from './model/notice'
import { ruleIds } from './rules'
import { type Issue, read } from './schema/issues'
import { lazy, localizedTextShape, omitUndefined } from './schema/primitives'
import { roles } from './schema/vocabulary'

/** What a step of a journey expects; without `refused` it must be accepted. */
export const expectationShape = lazy(() =>
  z.strictObject({
    /** Dotted paths of states, each of which must be among those the registration is in. */
    state: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    /** Types of facts that must be told, or objects whose fields some fact must have. */
    facts: z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).optional(),
    /** The rule that must refuse. */
    refused: z.string().optional(),
    /** Types of facts that must not be told. */
    absent: z.array(z.string()).optional(),
  }),
)
export type Expectation = z.infer<ReturnType<typeof expectationShape>>

const senderShape = lazy(() => z.union([z.enum(roles), z.object({ role: z.string(), id: z.string() })]))

/** One step: an event, and what is expected of it. Every other key is a field of the event. */
export const stepShape = lazy(() =>
  z.looseObject({
    at: z.string(),
    by: senderShape(),
    type: z.string(),
    expect: expectationShape().optional(),
  }),
)
/** One step of a journey: an event with its fields, and what is expected of the decision. */
export type JourneyStep = z.infer<ReturnType<typeof stepShape>>

const titleShape = lazy(() => z.union([z.string().min(1), localizedTextShape()]))

/** What a journey is called: as it stands in the file, in one language or in both. */
export type JourneyTitle = z.infer<ReturnType<typeof titleShape>>

/** The title in a language, or in the one that there is. */
export const titleIn = (title: JourneyTitle, lang: keyof LocalizedText): string =>
  typeof title === 'string' ? title : title[lang]

const specShape = lazy(() => z.union([z.string().min(1), z.record(z.string(), z.unknown())]))

/** A candidate's path as data. Unknown keys are mistakes, but for the fields of a step's event, which `decide` judges. */
export const journeyShape = lazy(() =>
  z.strictObject({
    title: titleShape(),
    cites: z.array(z.string()),
    /** The exam and its notice: inline, or the name of a bundled one. */
    exam: specShape(),
    notice: specShape(),
    history: z.record(z.string(), z.unknown()).optional(),
    candidate: z.record(z.string(), z.unknown()).optional(),
    /** When the registration is opened. */
    open: z.string(),
    steps: z.array(stepShape()),
  }),
)
/** A candidate's path as data: an exam and its notice, when it opens, and the events in order with what is expected. */
export type Journey = z.infer<ReturnType<typeof journeyShape>>

/** An expectation that did not hold. */
export type FailedExpectation =
  | { expected: 'accepted'; got: 'refused' }
  | { expected: 'refused'; rule: string; got: string | undefined }
  | { expected: 'state'; state: string; got: readonly string[] }
  | { expected: 'fact'; fact: string | Record<string, unknown>; got: Fact[] }
  | { expected: 'absent'; type: string; got: Fact[] }

/** A step that was played: the event that it became, and the decision. */
export type StepRun = {
  step: JourneyStep
  event: RegistrationEvent
  decision: Decision
  failures: FailedExpectation[]
}

/** How a journey went. */
export type JourneyRun = {
  title: JourneyTitle
  passed: boolean
  /** Mistakes in the journey itself, or in what it opens with; then nothing was run. */
  issues: Issue[]
  opened: Decision<Snapshot | null> | undefined
  steps: StepRun[]
  /** Where the last step left the registration; `null` if it could not be opened. */
  snapshot: Snapshot | null
}

/** Who the people of a journey are; `R` and `C` unless told otherwise. */
export type JourneyIds = { registrationId?: string; candidateId?: string }

/** @returns the bundled one of that name, also for a path such as `exams/NAME.json` */
function named<T>(spec: string | Record<string, unknown>, bundled: Readonly<Record<string, T>>): unknown {
  if (typeof spec !== 'string') return spec
  const name = spec.slice(spec.lastIndexOf('/') + 1).replace(/\.json$/, '')
  return Object.hasOwn(bundled, name) ? bundled[name] : undefined
}

function resembles(actual: unknown, expected: unknown): boolean {
  if (expected === null || typeof expected !== 'object') return Object.is(actual, expected)
  if (actual === null || typeof actual !== 'object') return false
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) return false
  return Object.entries(expected).every(([key, value]) =>
    resembles((actual as Record<string, unknown>)[key], value),
  )
}

function failuresOf(expect: Expectation, decision: Decision): FailedExpectation[] {
  const { facts, snapshot } = decision
  const failures: FailedExpectation[] = []
  const rule = decision.accepted ? undefined : decision.refusal.rule
  if (expect.refused === undefined && rule !== undefined)
    failures.push({ expected: 'accepted', got: 'refused' })
  if (expect.refused !== undefined && rule !== expect.refused) {
    failures.push({ expected: 'refused', rule: expect.refused, got: rule })
  }
  for (const state of [expect.state ?? []].flat()) {
    if (!isIn(snapshot.value, state))
      failures.push({ expected: 'state', state, got: statePaths(snapshot.value) })
  }
  for (const fact of expect.facts ?? []) {
    const told = facts.some((one) => (typeof fact === 'string' ? one.type === fact : resembles(one, fact)))
    if (!told) failures.push({ expected: 'fact', fact, got: facts })
  }
  for (const type of expect.absent ?? []) {
    if (facts.some((fact) => fact.type === type)) failures.push({ expected: 'absent', type, got: facts })
  }
  return failures
}

function toEvent({ expect: _, by, ...fields }: JourneyStep, candidateId: string): RegistrationEvent {
  // A role alone means the right person.
  const sender = typeof by === 'string' ? { role: by, id: by === 'candidate' ? candidateId : by } : by
  return { ...fields, by: sender } as unknown as RegistrationEvent
}

const failed = (title: JourneyTitle, issues: Issue[], opened?: Decision<Snapshot | null>): JourneyRun => ({
  title,
  passed: false,
  issues,
  opened,
  steps: [],
  snapshot: null,
})

/**
 * What a journey opens with.
 * @returns the input for `open`, or for an actor of the machine, and the names of exams or notices that are not bundled
 */
export function openInputOf(journey: Journey, ids: JourneyIds = {}): { input: OpenInput; unknown: Issue[] } {
  const { registrationId = 'R', candidateId = 'C' } = ids
  const exam = named(journey.exam, exams)
  const notice = named(journey.notice, notices)
  const { history, candidate, open: at } = journey
  const input = { registrationId, candidateId, exam, notice, at, ...omitUndefined({ history, candidate }) }
  return {
    input: input as OpenInput,
    unknown: [
      ...(exam === undefined ? [unknownName('exam', journey.exam)] : []),
      ...(notice === undefined ? [unknownName('notice', journey.notice)] : []),
    ],
  }
}

/**
 * Runs a journey through `open` and `decide`, and compares each step with what it expects.
 *
 * Pure: an `exam` or `notice` that is a path means the bundled one of that name; to read files, use the command line
 * or put the parsed objects inline. Never throws.
 *
 * @returns every step with its decision and what did not hold, or the mistakes in the journey by path
 */
export function runJourney(journey: Journey, { ids = {} }: { ids?: JourneyIds } = {}): JourneyRun {
  const { data, issues } = read(journeyShape(), journey)
  if (issues !== undefined) return failed(titleOf(journey), issues)
  const { candidateId = 'C' } = ids
  const { input, unknown } = openInputOf(data, ids)
  const mistakes = [...unknown, ...unknownExpectations(data)]
  if (mistakes.length > 0) return failed(data.title, mistakes)
  const opened = open(input)
  if (opened.snapshot === null) {
    const wrong = opened.accepted ? [] : (opened.refusal.issues ?? [])
    // In a journey the instant of the opening is called `open`.
    return failed(
      data.title,
      wrong.map((issue) => (issue.path === 'at' ? { ...issue, path: 'open' } : issue)),
      opened,
    )
  }
  let snapshot = opened.snapshot
  const steps: StepRun[] = data.steps.map((step) => {
    const event = toEvent(step, candidateId)
    const decision = decide(snapshot, event)
    snapshot = decision.snapshot
    return { step, event, decision, failures: failuresOf(step.expect ?? {}, decision) }
  })
  const passed = steps.every(({ failures }) => failures.length === 0)
  return { title: data.title, passed, issues: [], opened, steps, snapshot }
}

const titleOf = (journey: unknown): JourneyTitle =>
  read(titleShape(), (journey as { title?: unknown } | null | undefined)?.title).data ?? '?'

const unknownName = (path: string, name: unknown): Issue => ({
  path,
  zh: `没有名为“${name}”的内置数据`,
  en: `nothing bundled is called "${name}"`,
})

/** A name that nothing has could never be expected in earnest: least of all that it be absent. */
function unknownExpectations({ steps }: Journey): Issue[] {
  return steps.flatMap(({ expect = {} }, step) => {
    const missing = (
      name: unknown,
      all: readonly string[],
      key: string,
      [zh, en]: [zh: string, en: string],
    ): Issue[] => {
      if (typeof name !== 'string' || all.includes(name)) return []
      const path = `steps.${step}.expect.${key}`
      return [{ path, zh: `没有名为“${name}”的${zh}`, en: `there is no ${en} called "${name}"` }]
    }
    const each = (key: 'facts' | 'absent' | 'state', all: readonly string[], kind: [string, string]) =>
      [expect[key] ?? []].flat().flatMap((one, i) => {
        const name = typeof one === 'string' ? one : one.type
        return missing(name, all, Array.isArray(expect[key]) ? `${key}.${i}` : key, kind)
      })
    return [
      ...each('state', allStatePaths(), ['状态', 'state']),
      ...each('facts', factTypes, ['事实', 'fact']),
      ...each('absent', factTypes, ['事实', 'fact']),
      ...missing(expect.refused, ruleIds, 'refused', ['规则', 'rule']),
    ]
  })
}
