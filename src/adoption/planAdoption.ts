import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { clockTime, punctuation } from '../labels'
import type { Language } from '../language'
import { statePaths } from '../machine/states'
import { type CarryOver, historyFromCarryOvers } from '../model/carryOver'
import type { ExamSpec } from '../model/exam'
import type { Notice } from '../model/notice'
import type { OpenInput } from '../model/opening'
import { registrationPeriod } from '../model/windows'
import type { Registrations } from '../registrations/registrations'
import { omitUndefined } from '../schema/primitives'
import { titles } from '../titles'
import { formatInstant, type Millis, parseInstant } from '../time'
import type { AdoptedLine } from './adoptedLine'
import { isSamePayment, refundOfPayment } from './adoptedMoney'
import { AdoptionGoal } from './adoptionGoal'
import { type AdoptionProblem, CannotAdopt, decidedOtherwise, missingField, problemIn } from './adoptionProblem'
import { compareAdoption } from './compareAdoption'
import { moveAfterPayment, pendingMove } from './movesAfterPayment'
import { moveToEnd } from './movesToEnd'
import { type Move, moveToPayment } from './movesToPayment'
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
export type PlannedAdoption = { plan: AdoptionPlan; problems?: undefined } | { plan?: undefined; problems: AdoptionProblem[] }

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

/** Exceeds the length of every path. */
const maxMoves = 100

/** The candidate's account, unless the line has the profile from which it is made, or the state comes before it. */
function accountOf(line: AdoptedLine, goal: AdoptionGoal, exam: ExamSpec): OpenInput['candidate'] {
  const { origin, higher, education } = line
  const unknown = education === undefined && goal.is('ended') && goal.lastStage === 'account'
  if (line.profile !== undefined || goal.is('account') || unknown) return undefined
  if (education === undefined) throw missingField('education', line.state)
  const base = { photo: true as const, identityProvider: exam.identityProvider }
  if (education === 'none') return base
  if (origin === undefined) throw missingField('origin', line.state)
  const status = { origin, ...(higher === false && { higher }), ...(education !== 'pending' && { result: education }) }
  return { ...base, education: status }
}

function openingOf(line: AdoptedLine, goal: AdoptionGoal, { exam, notice, asOf }: AdoptionSettings): OpenInput {
  const { registrationId, candidateId, kind, instants } = line
  // What came later is amended later.
  const history = instants?.['history.amend'] === undefined ? line.history : undefined
  const opens = formatInstant(Math.min(parseInstant(registrationPeriod(notice).opens), asOf))
  const candidate = accountOf(line, goal, exam)
  return omitUndefined({ registrationId, candidateId, exam, notice, kind, history, candidate, at: line.openedAt ?? opens })
}

const statesLabel = ({ value }: Snapshot, lang: Language): string =>
  statePaths(value)
    .map((path) => titles.states[path][lang])
    .join(punctuation.comma[lang])

/** The facts of the line lead elsewhere, such as past a deadline. */
function elsewhere({ snapshot, lastFired, line }: Reconstruction): CannotAdopt {
  const fired = (lang: Language) =>
    lastFired === undefined
      ? ''
      : `${{ zh: '（', en: ' (' }[lang]}${titles.deadlines[lastFired.name as keyof typeof titles.deadlines][lang]}${{ zh: '：', en: ': ' }[lang]}${clockTime(lastFired.at)}${{ zh: '）', en: ')' }[lang]}`
  return new CannotAdopt(
    problemIn(
      'state',
      `名单为“${line.state}”，按其余各项应为“${statesLabel(snapshot, 'zh')}”${fired('zh')}`,
      `the list says "${line.state}", but what else it says leads to "${statesLabel(snapshot, 'en')}"${fired('en')}`,
    ),
  )
}

/** Sends a payment that counts, and reports why it does not. */
function pay(run: Reconstruction, move: Exclude<Move, 'wait' | undefined>): void {
  run.send(move.event, move.at, move.field)
  if (move.event.type !== 'payment.settle') return
  const { transactionId } = move.event
  const refund = refundOfPayment(run.snapshot, move.event)
  if (refund === undefined) return
  const { title } = run.registrations.rules[refund.reason as 'payment.amount'] ?? { title: { zh: '', en: '' } }
  throw new CannotAdopt(
    decidedOtherwise(run.registrations, refund.reason as 'payment.amount', 'payments', {
      zh: `${transactionId} 不能计为报名费：${title.zh}`,
      en: `${transactionId} does not pay the fee: ${title.en}`,
    }),
  )
}

/** Sends the payments that do not count, and the refunds that were paid. */
function settleOthers(run: Reconstruction): void {
  const { line, context } = run
  for (const payment of line.payments ?? []) {
    const { transactionId, amountFen, paidAt, orderNo, refund } = payment
    const pays = run.context.orders.some((order) => isSamePayment(order, payment))
    if (pays || refund === undefined || refundOfPayment(run.snapshot, payment) !== undefined) continue
    const paid = context.orders.findIndex(({ state }) => state === 'paid')
    // An order that is open must not be paid by money that went back.
    const own = paid < 0 ? `${line.registrationId}-0` : `${line.registrationId}-${paid + 1}`
    const foreign = orderNo !== undefined && !orderNo.startsWith(`${line.registrationId}-`) ? orderNo : own
    const at = paidAt ?? formatInstant(run.context.at)
    if (paidAt === undefined) run.filled.add('payment.settle')
    run.send({ type: 'payment.settle', orderNo: foreign, transactionId, amountFen, paidAt: at }, at, 'payments')
  }
  for (const payment of line.payments ?? []) {
    const owed = refundOfPayment(run.snapshot, payment)
    if (payment.refund !== 'settled' || owed === undefined || owed.settled) continue
    run.send({ type: 'refund.settle', refundId: owed.refundId }, payment.refundedAt, 'payments')
  }
}

function nextMove(run: Reconstruction, goal: AdoptionGoal, stuck: boolean): Move {
  const past = run.isIn('registered') || run.isIn('marking') || run.isIn('notPassed') || run.isIn('qualifying')
  const move = past || run.isIn('certified') ? moveAfterPayment(run, goal) : moveToPayment(run, goal)
  return move === 'wait' && goal.is('ended') ? moveToEnd(run, goal, stuck) : move
}

/** Leads a registration to the state of its line. */
function lead(run: Reconstruction, goal: AdoptionGoal): void {
  const isIn = run.isIn.bind(run)
  for (let count = 0; count < maxMoves && !goal.isReached(isIn); count += 1) {
    if (run.isIn('ended')) throw elsewhere(run)
    const move = nextMove(run, goal, false)
    if (move !== 'wait' && move !== undefined) pay(run, move)
    else if (!run.wait()) {
      const last = nextMove(run, goal, true)
      if (last === 'wait' || last === undefined) throw elsewhere(run)
      pay(run, last)
    }
  }
  for (let count = 0; count < maxMoves; count += 1) {
    const move = pendingMove(run)
    if (move === undefined || move === 'wait') break
    run.send(move.event, move.at, move.field)
  }
  settleOthers(run)
  run.amendHistory()
  run.finish()
  if (!goal.isReached(isIn)) throw elsewhere(run)
  const { endedBy } = run.context
  if (run.line.endedBy !== undefined && run.line.endedBy !== endedBy) throw elsewhere(run)
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
    const history = historyFromCarryOvers({ exam: exam.code, examYear: notice.examYear }, others, opening.history)
    const run = new Reconstruction(registrations, line, { ...opening, history }, asOf, late)
    lead(run, goal)
    const problems = compareAdoption(registrations, run.snapshot, line, exam)
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
