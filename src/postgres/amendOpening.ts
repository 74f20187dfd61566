import type { Decision } from '../engine/decide'
import { amendNotice } from '../model/amendment'
import { inputShape, type OpenInput } from '../model/opening'
import { read } from '../schema/issues'
import { assertPresent } from '../schema/primitives'
import { Batch } from './batch'
import type { CandidateRecord } from './candidateRecord'
import type { Session } from './database'
import { logKeyOf, type NumberedAmendment } from './noticeAmendments'
import { lockRegistrations } from './send'
import type { Deciding } from './storeTime'
import { type RegistrationRow, UnitOfWork } from './unitOfWork'

/** What an opening gets of the amendments of its notice. */

/**
 * Applies amendments to the notice of an opening: a registration that opened on the old dates might end at once, as after
 * the close that an amendment has put off. It ends at the first amendment that a notice cannot hold, such as a
 * cancellation, or that contradicts the notice: from there on they are decided as events, so that their order stays.
 * @returns the input with the amended notice, and the amendments that remain
 */
export function withAmendedNotice(
  given: OpenInput,
  amendments: readonly NumberedAmendment[],
): { input: OpenInput; remaining: readonly NumberedAmendment[] } {
  let input = given
  for (const [i, { event }] of amendments.entries()) {
    const amended =
      event.type === 'notice.amend' ? { ...input, notice: amendNotice(input.notice, event) } : undefined
    if (amended === undefined || read(inputShape(), amended).issues !== undefined)
      return { input, remaining: amendments.slice(i) }
    input = amended
  }
  return { input, remaining: [] }
}

/** A registration that was opened and is not stored yet. */
type Opened = {
  row: RegistrationRow
  decision: Decision & { accepted: true }
  /** The locked candidate, with the new registration. */
  candidate: CandidateRecord
  remaining: readonly NumberedAmendment[]
}

/**
 * Decides the remaining amendments on a registration that opens, at the instant of the opening.
 * @returns the decision of the opening and all of them, the number of the last entry, and what remains to be written
 */
export async function amendOpening(
  session: Session,
  deciding: Deciding,
  { row, decision, candidate, remaining }: Opened,
): Promise<{ answer: Decision; revision: number; batch: Batch }> {
  // The amendments have no instant, so that they happen at the time of the store.
  const time = { now: decision.snapshot.context.at, maxAhead: deciding.maxAhead }
  const unit = new UnitOfWork(row, time, deciding.registrations)
  const others = remaining.length === 0 ? [] : await lockRegistrations(session, deciding, [candidate.id])
  const batch = new Batch([unit, ...others], new Map(), [candidate])
  const amended = remaining.map((amendment) =>
    assertPresent(batch.take({ id: row.id, event: amendment.event, key: logKeyOf(amendment) })),
  )
  const steps = [decision, ...amended]
  const last = amended.at(-1)
  const answer: Decision = {
    accepted: true,
    snapshot: last?.snapshot ?? decision.snapshot,
    facts: steps.flatMap(({ facts }) => facts),
    fired: steps.flatMap(({ fired }) => fired),
  }
  return { answer, revision: last?.revision ?? row.revision, batch }
}
