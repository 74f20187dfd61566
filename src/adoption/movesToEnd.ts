import { formatInstant } from '../time'
import type { AdoptionGoal } from './adoptionGoal'
import { missingField } from './adoptionProblem'
import { reasonOf } from './movesAfterPayment'
import type { Move } from './movesToPayment'
import type { Reconstruction } from './reconstruction'

/** The event that ends a registration, once it is as far as the line goes. */

/** The finding, the misconduct or the spot check for which the registration, its marks or its certificate are void. */
function voidingMove(run: Reconstruction): Move {
  const { line, context } = run
  const { finding, state } = line
  if (finding === undefined) throw missingField('finding', state)
  if (finding === 'misconduct') {
    run.filled.add('article')
    return { event: { type: 'misconduct.record', scope: 'sitting', article: 7 }, field: 'finding' }
  }
  if (finding === 'report.due') return 'wait'
  if (finding === 'repair.ends' || finding === 'publicNotice.closes') return unrepairedMove(run)
  if (finding !== 'spotCheck.due') return { event: { type: 'finding.record', finding }, field: 'finding' }
  if (context.spotCheck !== undefined) return 'wait'
  if (line.spotCheck === undefined) throw missingField('spotCheck', state)
  return { event: { type: 'spotCheck.demand', dueAt: line.spotCheck }, field: 'spotCheck' }
}

/** The check is rejected, and nobody repairs it until the public notice has closed. */
function unrepairedMove(run: Reconstruction): Move {
  if (run.isIn('qualifying.check.unreviewed'))
    return { event: { type: 'postCheck.reject', reason: reasonOf(run) }, field: 'finding' }
  return run.isIn('qualifying.publicNotice.pending') ? { event: { type: 'publicNotice.open' } } : 'wait'
}

function cancellingMove(run: Reconstruction, goal: AdoptionGoal): Move {
  const { endedBy, state } = run.line
  if (endedBy === 'examCancelled')
    return { event: { type: 'exam.cancel', reason: reasonOf(run) }, field: 'state' }
  if (endedBy !== 'terminated') throw missingField('endedBy', state)
  run.filled.add('reason')
  const refund = goal.payment?.refund !== undefined
  return { event: { type: 'registration.terminate', reason: 'other', refund }, field: 'state' }
}

/** During the exam the marks are void, and before it the registration. */
function voidingInTheExam(run: Reconstruction): Move {
  const move = voidingMove(run)
  const { at, terms } = run.context
  if (move === undefined || move === 'wait' || run.line.instants?.[move.event.type]) return move
  return { ...move, at: formatInstant(Math.max(at, terms.sessions[0])) }
}

/**
 * The event that ends a registration that goes no further.
 * @param stuck whether no deadline fires before the instant of the list
 * @returns `wait` if a deadline ends it
 */
export function moveToEnd(run: Reconstruction, goal: AdoptionGoal, stuck: boolean): Move {
  const { endedBy } = run.line
  if (goal.is('ended.abandoned')) {
    const cancels = endedBy === 'cancelled' || (endedBy === undefined && stuck)
    return cancels ? { event: { type: 'registration.cancel' }, field: 'state' } : 'wait'
  }
  if (goal.is('ended.scoresVoided') && run.isIn('registered'))
    return stuck && run.context.terms.sessions[0] <= run.asOf ? voidingInTheExam(run) : 'wait'
  if (!goal.hasArrived((path) => run.isIn(path))) return 'wait'
  if (goal.is('ended.cancelled')) return cancellingMove(run, goal)
  return goal.is('ended.voided') || goal.is('ended.scoresVoided') || goal.is('ended.revoked')
    ? voidingMove(run)
    : 'wait'
}
