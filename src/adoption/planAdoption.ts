import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { type CarryOver, historyFromCarryOvers } from '../model/carryOver'
import type { ExamSpec } from '../model/exam'
import type { Notice } from '../model/notice'
import type { OpenInput } from '../model/opening'
import { registrationPeriod } from '../model/windows'
import type { Registrations } from '../registrations/registrations'
import { omitUndefined } from '../schema/primitives'
import { formatInstant, type Millis, parseInstant } from '../time'
import type { AdoptedLine } from './adoptedLine'
import { AdoptionGoal } from './adoptionGoal'
import { type AdoptionProblem, CannotAdopt, missingField } from './adoptionProblem'
import { compareAdoption } from './compareAdoption'
import { leadToGoal } from './leadToGoal'
import { moneyProblems, unusedFields } from './lineProblems'
import { type NamedStates, namedStates } from './namedStates'
import { type Late, Reconstruction } from './reconstruction'

/** What applies to every line: what decides, the exam with its notice, and the instant of the list. */
export type AdoptionSettings = { registrations: Registrations; exam: ExamSpec; notice: Notice; asOf: Millis }

/** The opening and the events that lead to the state of a line, and the registration after them. */
export type AdoptionPlan = {
  opening: OpenInput
  events: readonly RegistrationEvent[]
  snapshot: Snapshot
  facts: readonly Fact[]
  /** The event types whose instant was filled in, and the fields that were. */
  filled: readonly string[]
}

/** A plan, or every reason why there is none. */
export type PlannedAdoption =
  | { plan: AdoptionPlan; problems?: undefined }
  | { plan?: undefined; problems: AdoptionProblem[] }

const early: Late = () => false
const checkTypes: readonly EventType[] = ['postCheck.approve', 'postCheck.reject']
const lateTypes: readonly EventType[] = [
  ...checkTypes,
  'payment.claim',
  'spotCheck.demand',
  'marks.publish',
  'scoreReview.request',
  'publicNotice.open',
]

/** What a line leaves open: which events happen late, and whether a fee that is owed back was paid before the end. */
type Guess = { late: Late; paidBefore: boolean }

/** Events without an instant happen as early as possible. A state in which a window is open may need them late. */
const guesses: readonly Guess[] = [
  { late: early, paidBefore: true },
  { late: (type) => lateTypes.includes(type), paidBefore: true },
  { late: (type) => checkTypes.includes(type), paidBefore: true },
  { late: early, paidBefore: false },
]

/** The candidate's account, unless the line has the profile from which it is made, or the state comes before it. */
function accountOf(line: AdoptedLine, goal: AdoptionGoal, exam: ExamSpec): OpenInput['candidate'] {
  const { origin, higher, education } = line
  const unknown = education === undefined && goal.is('ended') && goal.lastStage === 'account'
  if (line.profile !== undefined || goal.is('account') || unknown) return undefined
  if (education === undefined) throw missingField('education', line.state)
  const base = { photo: true as const, identityProvider: exam.identityProvider }
  if (education === 'none') return base
  if (origin === undefined) throw missingField('origin', line.state)
  const status = {
    origin,
    ...(higher === false && { higher }),
    ...(education !== 'pending' && { result: education }),
  }
  return { ...base, education: status }
}

function openingOf(
  line: AdoptedLine,
  goal: AdoptionGoal,
  { exam, notice, asOf }: AdoptionSettings,
): OpenInput {
  const { registrationId, candidateId, kind, instants } = line
  // What came later is amended later.
  const history = instants?.['history.amend'] === undefined ? line.history : undefined
  const opens = formatInstant(Math.min(parseInstant(registrationPeriod(notice).opens), asOf))
  const candidate = accountOf(line, goal, exam)
  return omitUndefined({
    registrationId,
    candidateId,
    exam,
    notice,
    kind,
    history,
    candidate,
    at: line.openedAt ?? opens,
  })
}

function attempt(
  line: AdoptedLine,
  states: NamedStates,
  settings: AdoptionSettings,
  others: readonly CarryOver[],
  { late, paidBefore }: Guess,
): PlannedAdoption {
  try {
    const { registrations, exam, notice, asOf } = settings
    const goal = new AdoptionGoal(line, states, paidBefore)
    const opening = openingOf(line, goal, settings)
    const wrong = moneyProblems(registrations, line, opening.at)
    if (wrong.length > 0) return { problems: wrong }
    const history = historyFromCarryOvers(
      { exam: exam.code, examYear: notice.examYear },
      others,
      opening.history,
    )
    const run = new Reconstruction(registrations, line, { ...opening, history }, asOf, late)
    leadToGoal(run, goal)
    const problems = [
      ...compareAdoption(registrations, run.snapshot, line, exam),
      ...unusedFields(line, run.snapshot, run.events),
    ]
    if (problems.length > 0) return { problems }
    if (line.openedAt === undefined) run.filled.add('openedAt')
    const { events, snapshot, facts, filled } = run
    return { plan: { opening, events, snapshot, facts, filled: [...filled] } }
  } catch (error) {
    if (error instanceof CannotAdopt) return { problems: [error.problem] }
    throw error
  }
}

/**
 * Turns a line into the events that lead to its state. Every event is one that the rules accept at its instant, and the
 * result is compared with the line.
 * @param others what the candidate's other registrations of the list carry over
 * @returns the plan, or the problems of the line
 */
export function planAdoption(
  line: AdoptedLine,
  settings: AdoptionSettings,
  others: readonly CarryOver[] = [],
): PlannedAdoption {
  const named = namedStates(line.state)
  if ('mistake' in named) return { problems: [{ field: 'state', message: named.mistake }] }
  let first: PlannedAdoption | undefined
  for (const guess of guesses) {
    const planned = attempt(line, named.states, settings, others, guess)
    if (planned.plan !== undefined) return planned
    first ??= planned
  }
  return first as PlannedAdoption
}
