import type { Decision } from '../engine/decide'
import { assertPresent } from '../schema/primitives'
import { Batch } from './batch'
import type { CandidateRecord } from './candidateRecord'
import type { Session } from './database'
import { logKeyOf, type NumberedAmendment } from './noticeAmendments'
import { lockRegistrations } from './send'
import type { Deciding } from './storeTime'
import { type RegistrationRow, UnitOfWork } from './unitOfWork'

/** A registration that was opened and is not stored yet. */
export type Opened = {
  row: RegistrationRow
  decision: Decision & { accepted: true }
  /** The locked candidate, with the new registration. */
  candidate: CandidateRecord
  /** The amendments of the notice. */
  amendments: readonly NumberedAmendment[]
}

/**
 * Decides the amendments of the notice on a registration that opens, in their order and at the instant of the opening.
 * @returns the decision of the opening and all of them, the number of the last entry, and what remains to be written
 */
export async function amendOpening(
  session: Session,
  deciding: Deciding,
  { row, decision, candidate, amendments }: Opened,
): Promise<{ answer: Decision; revision: number; batch: Batch }> {
  // The amendments have no instant, so that they happen at the time of the store.
  const time = { now: decision.snapshot.context.at, maxAhead: deciding.maxAhead }
  const unit = new UnitOfWork(row, time, deciding.registrations)
  const others = amendments.length === 0 ? [] : await lockRegistrations(session, deciding, [candidate.id])
  const batch = new Batch([unit, ...others], new Map(), [candidate])
  const amended = amendments.map((amendment) =>
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
