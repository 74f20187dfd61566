import type { Decision } from '../engine/decide'
import type { RegistrationEvent } from '../events'
import { isEnded } from '../persistence/derived'
import { digestWithoutMeta } from '../persistence/digest'
import { affectsOthers, hasRival } from '../persistence/propagation'
import { asStored, unknownRegistration, unreadableRules } from '../persistence/refusals'
import { keyIssues } from '../persistence/storable'
import type { EventInput, StoredDecision } from '../persistence/types'
import { type CandidateRecord, propagate, writeCandidates } from './candidateRecord'
import type { Session } from './database'
import type { IdempotencyKey, UnitOfWork } from './unitOfWork'
import { writeUnits } from './write'

/** An event for a registration. Under the same `key` it is decided once. */
export type SendItem = {
  id: string
  event: EventInput
  key?: string
  /** Whether a refusal is not stored under the key, so that the event can be sent again later. */
  retryRefused?: boolean
}

/** The decision stored under a key. `answer` is `null` after an erasure; the event is then decided again. */
export type KeptDecision = { digest: string; answer: string | null }

/** The identity of a stored decision: a registration and an idempotency key. */
export const answerKey = (id: string, key: string): string => JSON.stringify([id, key])

/** Events that are decided and written together. */
export class Batch {
  private readonly units: Map<string, UnitOfWork>
  private readonly candidates: Map<string, CandidateRecord> | undefined

  /**
   * @param decisions the decisions already stored under the keys of the events
   * @param candidates the locked candidates of all units; without them an event that affects other registrations is not
   * decided
   */
  constructor(
    units: readonly UnitOfWork[],
    private readonly decisions: Map<string, KeptDecision>,
    candidates?: readonly CandidateRecord[],
  ) {
    this.units = new Map(units.map((unit) => [unit.row.id, unit]))
    this.candidates = candidates && new Map(candidates.map((candidate) => [candidate.id, candidate]))
  }

  /** @returns the decision, or `undefined` if the candidate must be locked first */
  take(item: SendItem): StoredDecision | undefined {
    const { id, event, key, retryRefused = false } = item
    const unit = this.units.get(id)
    if (unit === undefined) return unknownRegistration(event)
    const timed = unit.withInstant(event)
    const issues = key === undefined ? undefined : keyIssues(key)
    if (issues !== undefined) return asStored(unit.refuse('event.malformed', timed, issues))
    const idempotency = key === undefined ? undefined : { key, digest: digestWithoutMeta(event) }
    const kept = idempotency && this.decisions.get(answerKey(id, idempotency.key))
    if (idempotency && kept) {
      if (kept.digest !== idempotency.digest) return asStored(unit.refuse('event.key-reused', timed))
      return asStored(kept.answer === null ? unit.decide(timed) : (JSON.parse(kept.answer) as Decision), true)
    }
    const decision = this.decide(unit, timed, idempotency, retryRefused)
    return decision && asStored(decision)
  }

  private decide(
    unit: UnitOfWork,
    event: RegistrationEvent,
    idempotency: IdempotencyKey | undefined,
    retryRefused: boolean,
  ): Decision | undefined {
    let decision = unit.decide(event)
    if (!decision.accepted && unreadableRules.has(decision.refusal.rule)) return decision
    const reopens = isEnded(unit.snapshot) && !isEnded(decision.snapshot)
    if (this.candidates === undefined && (reopens || affectsOthers(decision.facts))) return undefined
    if (reopens && this.hasRival(unit)) decision = unit.refuse('registration.exists', event)
    const key = retryRefused && !decision.accepted ? undefined : idempotency
    unit.record(event, decision, key)
    if (key) {
      const answer = JSON.stringify(decision)
      this.decisions.set(answerKey(unit.row.id, key.key), { digest: key.digest, answer })
    }
    const candidate = this.candidates?.get(unit.row.candidate_id)
    if (candidate && affectsOthers(decision.facts))
      propagate(candidate, this.unitsOf(candidate.id), { unit, at: event.at, facts: decision.facts })
    return decision
  }

  private unitsOf(candidateId: string): UnitOfWork[] {
    return [...this.units.values()].filter(({ row }) => row.candidate_id === candidateId)
  }

  private hasRival({ row }: UnitOfWork): boolean {
    const others = this.unitsOf(row.candidate_id).filter((other) => other.row !== row)
    return hasRival(
      rivalOf(row),
      others.map((other) => ({ ...rivalOf(other.row), ended: isEnded(other.snapshot) })),
    )
  }

  /** @returns `false` if another transaction has changed a registration since it was read, which is then not written */
  async write(session: Session): Promise<boolean> {
    const written = await writeUnits(session, [...this.units.values()])
    if (written && this.candidates) await writeCandidates(session, [...this.candidates.values()])
    return written
  }
}

const rivalOf = ({ exam, exam_year: examYear, sitting, kind }: UnitOfWork['row']) => ({
  exam,
  examYear,
  sitting,
  kind,
})
