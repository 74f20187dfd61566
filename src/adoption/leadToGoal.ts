import type { Snapshot } from '../engine/snapshot'
import { clockTime, punctuation, yuan } from '../labels'
import type { Language, LocalizedText } from '../language'
import type { StateMeta } from '../machine/setup'
import { allStateNodes, pathOf, statePaths } from '../machine/states'
import { orderOf } from '../model/orders'
import type { RuleId } from '../rules'
import { titles } from '../titles'
import { refundOfPayment } from './adoptedMoney'
import type { AdoptionGoal } from './adoptionGoal'
import { CannotAdopt, decidedOtherwise, problemIn } from './adoptionProblem'
import { moveAfterPayment, pendingMove } from './movesAfterPayment'
import { moveToEnd } from './movesToEnd'
import { type Move, moveToPayment } from './movesToPayment'
import { settleOthers } from './otherMoney'
import type { Reconstruction } from './reconstruction'

/** Leads a registration to the state of its line, event by event. */

/** Exceeds the length of every path. */
const maxMoves = 100

const statesLabel = ({ value }: Snapshot, lang: Language): string =>
  statePaths(value)
    .map((path) => titles.states[path][lang])
    .join(punctuation.comma[lang])

/** The § on which the states of a registration are based. */
const citesOf = ({ value }: Snapshot): string[] => {
  const leaves: readonly string[] = statePaths(value)
  const nodes = allStateNodes().filter((node) => leaves.includes(pathOf(node)))
  return [...new Set(nodes.flatMap(({ meta }) => (meta as StateMeta).cites))]
}

/** The deadline that fired last, in parentheses. */
function firedLabel({ lastFired }: Reconstruction, lang: Language): string {
  if (lastFired === undefined) return ''
  const title = titles.deadlines[lastFired.name as keyof typeof titles.deadlines][lang]
  return { zh: `（${title}：${clockTime(lastFired.at)}）`, en: ` (${title}: ${clockTime(lastFired.at)})` }[
    lang
  ]
}

/** What else the line says leads to another state, such as past a deadline. */
function elsewhere(run: Reconstruction): CannotAdopt {
  const { snapshot, line } = run
  const problem = problemIn(
    'state',
    `名单为“${line.state}”，按其余各项应为“${statesLabel(snapshot, 'zh')}”${firedLabel(run, 'zh')}`,
    `the list says "${line.state}", but what else it says leads to "${statesLabel(snapshot, 'en')}"${firedLabel(run, 'en')}`,
  )
  return new CannotAdopt({ ...problem, cites: citesOf(snapshot) })
}

/** A payment that does not pay the fee, such as one of another amount. */
function notPaid(
  run: Reconstruction,
  { orderNo, transactionId, amountFen }: Payment,
  reason: RuleId,
): CannotAdopt {
  const fee = orderOf(run.context, orderNo)?.amountFen
  const amounts: LocalizedText =
    fee === undefined || fee === amountFen
      ? { zh: '', en: '' }
      : {
          zh: `：应缴 ${yuan(fee)}，实缴 ${yuan(amountFen)}`,
          en: `: the fee is ${yuan(fee)}, not ${yuan(amountFen)}`,
        }
  return new CannotAdopt(
    decidedOtherwise(run.registrations, reason, 'payments', {
      zh: `${transactionId} 不能计为报名费${amounts.zh}`,
      en: `${transactionId} does not pay the fee${amounts.en}`,
    }),
  )
}

type Payment = { orderNo: string; transactionId: string; amountFen: number }

/** Sends a move. A payment that is owed back does not lead on. */
function take(run: Reconstruction, move: Exclude<Move, 'wait' | undefined>): void {
  run.send(move.event, move.at, move.field)
  const refund = move.event.type === 'payment.settle' ? refundOfPayment(run.snapshot, move.event) : undefined
  if (move.event.type === 'payment.settle' && refund !== undefined)
    throw notPaid(run, move.event, refund.reason as RuleId)
}

function nextMove(run: Reconstruction, goal: AdoptionGoal, stuck: boolean): Move {
  const past =
    run.isIn('registered') || run.isIn('marking') || run.isIn('notPassed') || run.isIn('qualifying')
  const move = past || run.isIn('certified') ? moveAfterPayment(run, goal) : moveToPayment(run, goal)
  return move === 'wait' && goal.is('ended') ? moveToEnd(run, goal, stuck) : move
}

/** Leads a registration to the state of its line. */
export function leadToGoal(run: Reconstruction, goal: AdoptionGoal): void {
  const isIn = run.isIn.bind(run)
  run.catchUp = (before) => settleOthers(run, goal, before)
  for (let count = 0; count < maxMoves && !goal.isReached(isIn); count += 1) {
    if (run.isIn('ended')) throw elsewhere(run)
    const move = nextMove(run, goal, false)
    if (move !== 'wait' && move !== undefined) take(run, move)
    else if (!run.wait()) {
      const last = nextMove(run, goal, true)
      if (last === 'wait' || last === undefined) throw elsewhere(run)
      take(run, last)
    }
  }
  for (let count = 0; count < maxMoves; count += 1) {
    const move = pendingMove(run)
    if (move === undefined || move === 'wait') break
    run.send(move.event, move.at, move.field)
  }
  settleOthers(run, goal)
  run.amendHistory()
  run.finish()
  if (!goal.isReached(isIn)) throw elsewhere(run)
  const { endedBy } = run.context
  if (run.line.endedBy !== undefined && run.line.endedBy !== endedBy) throw elsewhere(run)
}
