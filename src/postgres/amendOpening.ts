import type { Decision } from '../engine/decide'
import { amendNotice } from '../model/amendment'
import { inputShape, type OpenInput } from '../model/opening'
import { read } from '../schema/issues'
import { assertPresent } from '../schema/primitives'
import { Batch, ofStore } from './batch'
import type { CandidateRecord } from './candidateRecord'
import type { Session } from './database'
import { type KeptDecision, keptDecisions, keptOpening } from './keptDecisions'
import { logKeyOf, type NumberedAmendment } from './noticeAmendments'
import type { OtherRegistration } from './openingStatements'
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
  const unit = new UnitOfWork(row, time, deciding.registrations, deciding.chain)
  const others = remaining.length === 0 ? [] : await lockRegistrations(session, deciding, [candidate.id])
  const batch = new Batch([unit, ...others], new Map(), [candidate])
  const amended = remaining.map((amendment) =>
    assertPresent(
      batch.take({ id: row.id, event: amendment.event, key: logKeyOf(amendment), [ofStore]: true }),
    ),
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

/**
 * Reads the decision of an opening that is repeated, together with those of the amendments that were decided with it.
 * @param amendments all of the notice
 */
export async function keptAmendedOpening(
  session: Session,
  { id, archived, amendments: count }: OtherRegistration,
  amendments: readonly NumberedAmendment[],
): Promise<KeptDecision | undefined> {
  const opening = await keptOpening(session, id)
  const keys = amendments.slice(0, count).map((amendment) => ({ id, key: logKeyOf(amendment) }))
  const kept = await keptDecisions(session, keys, new Set(archived > 0 ? [id] : []))
  if (opening === undefined || kept.size === 0) return opening
  const steps = [opening, ...[...kept.values()].sort((one, other) => one.revision - other.revision)]
  const { answer: _, ...decision } = { ...opening, revision: Math.max(...steps.map((step) => step.revision)) }
  const answers = steps.flatMap(({ answer }) => answer ?? [])
  if (answers.length < steps.length) return decision
  const facts = answers.flatMap((answer) => answer.facts)
  return { ...decision, answer: { facts, fired: answers.flatMap(({ fired }) => fired) } }
}
