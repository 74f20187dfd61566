import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import { clockTime } from '../labels'
import { isIn } from '../machine/states'
import type { Registrations } from '../registrations/registrations'
import { parseInstant } from '../time'
import type { AdoptedLine, AdoptedPayment } from './adoptedLine'
import { type AdoptionProblem, decidedOtherwise, problemIn } from './adoptionProblem'

/** What of a line contradicts itself, and what its state does not use. */

function datesOf(
  registrations: Registrations,
  { transactionId: id, paidAt, refund, refundedAt }: AdoptedPayment,
  opened: string,
): AdoptionProblem[] {
  const problems: AdoptionProblem[] = []
  if (paidAt !== undefined && parseInstant(paidAt) < parseInstant(opened))
    problems.push(
      decidedOtherwise(registrations, 'clock.backwards', 'paidAt', {
        zh: `${id} 的付款时间 ${clockTime(paidAt)} 早于报名时间 ${clockTime(opened)}`,
        en: `${id} was paid at ${clockTime(paidAt)}, before the registration was opened at ${clockTime(opened)}`,
      }),
    )
  if (refundedAt !== undefined && refund !== 'settled')
    problems.push(
      problemIn('refundedAt', `${id} 没有标明已退款`, `is given, but the refund of ${id} is not settled`),
    )
  else if (
    paidAt !== undefined &&
    refundedAt !== undefined &&
    parseInstant(refundedAt) < parseInstant(paidAt)
  )
    problems.push(
      decidedOtherwise(registrations, 'clock.backwards', 'refundedAt', {
        zh: `${id} 的退款时间 ${clockTime(refundedAt)} 早于付款时间 ${clockTime(paidAt)}`,
        en: `${id} was paid back at ${clockTime(refundedAt)}, before it was paid at ${clockTime(paidAt)}`,
      }),
    )
  return problems
}

/** Payments before the opening, and refunds before their payments. @param opened when the registration was opened */
export const moneyProblems = (
  registrations: Registrations,
  { payments = [] }: AdoptedLine,
  opened: string,
): AdoptionProblem[] => payments.flatMap((payment) => datesOf(registrations, payment, opened))

/** The fields of a line that nothing in its state uses. They would be lost. */
export function unusedFields(
  line: AdoptedLine,
  { value }: Snapshot,
  events: readonly RegistrationEvent[],
): AdoptionProblem[] {
  const unused = (field: string): AdoptionProblem =>
    problemIn(field, '该状态下没有此项', 'is not used in this state; leave it out')
  const sent = (type: RegistrationEvent['type']) => events.some((one) => one.type === type)
  const hasReason = events.some((one) => 'reason' in one && one.reason === line.reason)
  return [
    ...(line.reason !== undefined && !hasReason ? [unused('reason')] : []),
    ...(line.finding !== undefined && !isIn(value, 'ended') ? [unused('finding')] : []),
    ...(line.spotCheck !== undefined && !sent('spotCheck.demand') ? [unused('spotCheck')] : []),
    ...((line.review ?? []).length > 0 && !sent('scoreReview.request') ? [unused('review')] : []),
    ...(line.evidence !== undefined && !sent('evidence.upload') && !sent('proof.upload')
      ? [unused('evidence')]
      : []),
  ]
}
