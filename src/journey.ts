import type { Decision } from './engine/decide'
import type { Snapshot } from './engine/snapshot'
import type { RegistrationEvent } from './events'
import { type Fact, factTypes } from './facts'
import {
  type Expectation,
  type Journey,
  type JourneyStep,
  type JourneyTitle,
  journeyShape,
  localJourneyShape,
  titleShape,
} from './journeyFormat'
import { allStatePaths, matchesPath, statePaths } from './machine/states'
import { exams } from './model/exam'
import { notices } from './model/notices'
import type { OpenInput } from './model/opening'
import { decide, open } from './registrations/national'
import type { Registrations } from './registrations/registrations'
import { type RuleId, rules } from './rules'
import { didYouMean } from './schema/issueMessages'
import { type Issue, read } from './schema/issues'
import { omitUndefined } from './schema/primitives'

/** An expectation that failed, and the actual result. */
export type FailedExpectation =
  | { expected: 'accepted'; got: 'refused' }
  | { expected: 'refused'; rule: string; got: string | undefined }
  | { expected: 'state'; state: string; got: readonly string[] }
  | { expected: 'fact'; fact: string | Record<string, unknown>; got: Fact[] }
  | { expected: 'absent'; type: string; got: Fact[] }

/** The result of a step: its event, the decision, and the failed expectations. */
export type StepRun = {
  step: JourneyStep
  event: RegistrationEvent
  decision: Decision
  failures: FailedExpectation[]
}

/** The result of a journey. */
export type JourneyRun = {
  title: JourneyTitle
  passed: boolean
  /** Issues of the journey or of its opening; if there are any, no step was run. */
  issues: Issue[]
  opened: Decision<Snapshot | null> | undefined
  steps: StepRun[]
  /** The snapshot after the last step; `null` if the registration could not be opened. */
  snapshot: Snapshot | null
}

/** The ids of a journey's registration and candidate; by default `R` and `C`. */
export type JourneyIds = { registrationId?: string; candidateId?: string }

/** The options of `runJourney`. */
export type JourneyOptions = {
  ids?: JourneyIds
  /** What decides, from `createRegistrations`; by default the national text without provisions. */
  registrations?: Registrations<string>
}

/** What a journey needs of registrations. Not all of them: the page needs no advice on eligibility. */
const national = { open, decide, rules, provisions: [] }

const localShapes = new WeakMap<object, ReturnType<typeof journeyShape>>()

/** The schema of a journey, which can also cite what the provisions of its registrations cite. */
export function journeyShapeUnder({ provisions, rules }: Pick<Registrations, 'provisions' | 'rules'>) {
  if (provisions.length === 0) return journeyShape()
  const local = () => provisions.flatMap(({ id }) => rules[id as RuleId].cites)
  const shape = localShapes.get(provisions) ?? localJourneyShape(local())
  localShapes.set(provisions, shape)
  return shape
}

/** The name in a path such as `exams/NAME.json`. */
const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '')

/** Resolves the name of bundled data, or a path with that name; returns an object unchanged. */
function resolveBundled(spec: Journey['exam'], bundled: Readonly<Record<string, unknown>>): unknown {
  if (typeof spec !== 'string') return spec
  const name = nameIn(spec)
  return Object.hasOwn(bundled, name) ? bundled[name] : undefined
}

/** Whether a value equals the expected value; objects may have further fields. */
function matches(actual: unknown, expected: unknown): boolean {
  if (expected === null || typeof expected !== 'object') return Object.is(actual, expected)
  if (actual === null || typeof actual !== 'object') return false
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) return false
  return Object.entries(expected).every(([key, value]) =>
    matches((actual as Record<string, unknown>)[key], value),
  )
}

function checkExpectation(expect: Expectation, decision: Decision): FailedExpectation[] {
  const { facts, snapshot } = decision
  const failures: FailedExpectation[] = []
  const rule = decision.accepted ? undefined : decision.refusal.rule
  if (expect.refused === undefined && rule !== undefined)
    failures.push({ expected: 'accepted', got: 'refused' })
  if (expect.refused !== undefined && rule !== expect.refused) {
    failures.push({ expected: 'refused', rule: expect.refused, got: rule })
  }
  for (const state of [expect.state ?? []].flat()) {
    if (!matchesPath(snapshot.value, state))
      failures.push({ expected: 'state', state, got: statePaths(snapshot.value) })
  }
  for (const fact of expect.facts ?? []) {
    const emitted = facts.some((one) => (typeof fact === 'string' ? one.type === fact : matches(one, fact)))
    if (!emitted) failures.push({ expected: 'fact', fact, got: facts })
  }
  for (const type of expect.absent ?? []) {
    if (facts.some((fact) => fact.type === type)) failures.push({ expected: 'absent', type, got: facts })
  }
  return failures
}

function eventOf({ expect: _, by, ...fields }: JourneyStep, candidateId: string): RegistrationEvent {
  // A role without an id gets the candidate's id, or the name of the role as its id.
  const sender = typeof by === 'string' ? { role: by, id: by === 'candidate' ? candidateId : by } : by
  return { ...fields, by: sender } as unknown as RegistrationEvent
}

const notRun = (title: JourneyTitle, issues: Issue[], opened?: Decision<Snapshot | null>): JourneyRun => ({
  title,
  passed: false,
  issues,
  opened,
  steps: [],
  snapshot: null,
})

/**
 * Builds the input of `open`, or of an actor of the machine, for a journey.
 * @returns the input, and an issue for each exam or notice that is not bundled
 */
export function openInputOf(journey: Journey, ids: JourneyIds = {}): { input: OpenInput; unknown: Issue[] } {
  const { registrationId = 'R', candidateId = 'C' } = ids
  const exam = resolveBundled(journey.exam, exams)
  const notice = resolveBundled(journey.notice, notices)
  const { kind, history, candidate, open: at } = journey
  const input = {
    registrationId,
    candidateId,
    exam,
    notice,
    at,
    ...omitUndefined({ kind, history, candidate }),
  }
  return {
    input: input as OpenInput,
    unknown: [
      ...(exam === undefined ? [notBundled('exam', journey.exam, exams)] : []),
      ...(notice === undefined ? [notBundled('notice', journey.notice, notices)] : []),
    ],
  }
}

/**
 * Runs a journey through `open` and `decide`, and checks the expectations of each step. Never throws.
 *
 * Pure: if `exam` or `notice` is a name or a path, the bundled one of that name is used. To read files, use the command
 * line, or pass the parsed objects.
 *
 * @returns every step with its decision and failed expectations, or the issues of the journey by path
 * @example
 * ```ts
 * import { runJourney } from 'baokao'
 * import { journeys } from 'baokao/journeys'
 *
 * runJourney(journeys['lives/1-a-whole-life']).passed // true
 * ```
 */
export function runJourney(journey: Journey, options: JourneyOptions = {}): JourneyRun {
  const { ids = {}, registrations } = options
  const decidedBy = (registrations as Registrations | undefined) ?? national
  const { open, decide, rules } = decidedBy
  const { data, issues } = read(journeyShapeUnder(decidedBy), journey)
  if (issues !== undefined) return notRun(titleOf(journey), issues)
  const { candidateId = 'C' } = ids
  const { input, unknown } = openInputOf(data, ids)
  const unknownNames = [...unknown, ...unknownExpectations(data, Object.keys(rules))]
  if (unknownNames.length > 0) return notRun(data.title, unknownNames)
  const opened = open(input)
  if (opened.snapshot === null) {
    const openingIssues = opened.accepted ? [] : (opened.refusal.issues ?? [])
    // In a journey, the instant of the opening has the name `open`.
    return notRun(
      data.title,
      openingIssues.map((issue) => (issue.path === 'at' ? { ...issue, path: 'open' } : issue)),
      opened,
    )
  }
  let snapshot = opened.snapshot
  const steps: StepRun[] = data.steps.map((step) => {
    const event = eventOf(step, candidateId)
    const decision = decide(snapshot, event)
    snapshot = decision.snapshot
    return { step, event, decision, failures: checkExpectation(step.expect ?? {}, decision) }
  })
  const passed = steps.every(({ failures }) => failures.length === 0)
  return { title: data.title, passed, issues: [], opened, steps, snapshot }
}

const titleOf = (journey: unknown): JourneyTitle =>
  read(titleShape(), (journey as { title?: unknown } | null | undefined)?.title).data ?? '?'

function notBundled(path: string, name: unknown, bundled: object): Issue {
  const { zh, en } = didYouMean(nameIn(String(name)), Object.keys(bundled))
  return { path, zh: `没有名为“${name}”的内置数据${zh}`, en: `nothing bundled is called "${name}"${en}` }
}

/** Returns issues for unknown names in expectations, because a misspelt fact in `absent` would always be absent. */
function unknownExpectations({ steps }: Journey, ruleIds: readonly string[]): Issue[] {
  return steps.flatMap(({ expect = {} }, step) => {
    const unknownName = (
      name: unknown,
      all: readonly string[],
      key: string,
      [zh, en]: [zh: string, en: string],
    ): Issue[] => {
      if (typeof name !== 'string' || all.includes(name)) return []
      const path = `steps.${step}.expect.${key}`
      const nearest = didYouMean(name, all)
      return [
        {
          path,
          zh: `没有名为“${name}”的${zh}${nearest.zh}`,
          en: `there is no ${en} called "${name}"${nearest.en}`,
        },
      ]
    }
    const each = (key: 'facts' | 'absent' | 'state', all: readonly string[], kind: [string, string]) =>
      [expect[key] ?? []].flat().flatMap((one, i) => {
        const name = typeof one === 'string' ? one : one.type
        return unknownName(name, all, Array.isArray(expect[key]) ? `${key}.${i}` : key, kind)
      })
    return [
      ...each('state', allStatePaths(), ['状态', 'state']),
      ...each('facts', factTypes, ['结果', 'fact']),
      ...each('absent', factTypes, ['结果', 'fact']),
      ...unknownName(expect.refused, ruleIds, 'refused', ['规则', 'rule']),
    ]
  })
}
