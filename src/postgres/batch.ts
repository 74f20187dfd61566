import { isSnapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import { isEnded } from '../persistence/derived'
import { digestWithoutMeta, keyedDigest, sameDigest } from '../persistence/digest'
import { eventSizeIssues } from '../persistence/eventSize'
import { affectsOthers, hasRival } from '../persistence/propagation'
import { asStored, unknownRegistration, unloggedRules } from '../persistence/refusals'
import { keyIssues } from '../persistence/storable'
import type { EventInput, RegistrationAccess, StoredDecision } from '../persistence/types'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import { assertPresent } from '../schema/primitives'
import { type CandidateRecord, propagate, writeCandidates } from './candidateRecord'
import type { Session } from './database'
import { MisuseError } from './errors'
import { answerKey, type KeptDecision, repeatOf } from './keptDecisions'
import type { Transaction } from './transaction'
import type { ChangedRegistration, IdempotencyKey, UnitOfWork } from './unitOfWork'
import { writeUnits } from './write'

/**
 * An event for a registration. Under the same `key` it is decided once. It may have further fields of the caller, such as
 * the line of a file, for `onDecision`.
 */
export type SendItem = {
  id: string
  event: EventInput
  /**
   * The instant of the event, in place of one inside it. It is no part of what the key names: the same event under the
   * same key is decided once, whatever instant a repeat gives.
   */
  at?: string
  key?: string
  /** Whether a refusal is not stored under the key, so that the event can be sent again later. */
  retryRefused?: boolean
  /**
   * Whether the sender may reach the registration. If not, the answer is that of an unknown registration, and nothing is
   * logged. Called first, with the row on which the event is decided, and again if that changes.
   */
  may?: (registration: RegistrationAccess) => boolean
  /**
   * Decides the event only at this revision; at another, it is refused with `registration.changed`, and the key stays
   * free. A repeat under the same key is answered first.
   */
  ifRevision?: number
}

/** Marks an item of the store itself, whose key no sender may use. */
export const ofStore: unique symbol = Symbol('of the store')

/** Marks an item that another system has decided before: its event keeps its instant, also that of a candidate. */
export const ofHistory: unique symbol = Symbol('of the history')

/** An item to decide: that of a sender, of the store, or of the history of an adopted registration. */
export type BatchItem = SendItem & { [ofStore]?: true; [ofHistory]?: true }

/** What a sender may give with an event. */
export type SendOptions = Pick<SendItem, 'key' | 'may' | 'ifRevision'> & { tx?: Transaction }

/** A decision of a batch, and what it changed: first its own registration, then the candidate's others. */
export type ItemResult = { decision: StoredDecision; changes: ChangedRegistration[] }

/** @throws `TypeError` if `may` answers with anything but true or false, such as a Promise, which would let everybody in */
export function mayReach(may: NonNullable<SendItem['may']>, registration: RegistrationAccess): boolean {
  const allowed: unknown = may(registration)
  if (typeof allowed !== 'boolean') throw new MisuseError('`may` must return true or false, and no Promise')
  return allowed
}

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

  /** Decides an event as `take` does. @returns also what it changed: its own registration first, then the candidate's others */
  decideWithChanges(item: BatchItem): ItemResult | undefined {
    const unit = this.units.get(item.id)
    const others = this.candidates && unit ? this.unitsOf(unit.row.candidate_id) : []
    const units = unit === undefined ? [] : [unit, ...others.filter((other) => other !== unit)]
    const marks = units.map((one) => one.mark())
    const decision = this.take(item)
    const changes = units.flatMap((one, i) => one.changeSince(assertPresent(marks[i])) ?? [])
    return decision && { decision, changes }
  }

  /** @returns the decision, or `undefined` if the candidate must be locked first */
  take(item: BatchItem): StoredDecision | undefined {
    const { id, event, at, key, retryRefused = false, may, ifRevision } = item
    const unit = this.units.get(id)
    if (unit === undefined || (may !== undefined && !mayReach(may, unit.access)))
      return unknownRegistration(event)
    const {
      event: timed,
      rule: untimely,
      issues: untimelyIssues,
    } = unit.timed(at === undefined ? event : ({ ...event, at } as EventInput), item[ofHistory])
    const refuse = (rule: RuleId, because?: Issue[]) =>
      asStored(unit.refuse(rule, timed, because), unit.revision)
    const issues = eventSizeIssues(event) ?? (key === undefined || item[ofStore] ? undefined : keyIssues(key))
    if (issues !== undefined) return refuse('event.malformed', issues)
    const idempotency =
      key === undefined ? undefined : { key, digest: keyedDigest(unit.row.secret, digestWithoutMeta(event)) }
    const kept = idempotency && this.decisions.get(answerKey(id, idempotency.key))
    if (idempotency && kept) {
      if (!sameDigest(kept.digest, idempotency.digest)) return refuse('event.key-reused')
      if (!isSnapshot(unit.snapshot)) return asStored(unit.decide(timed), unit.revision)
      return repeatOf(kept, unit.snapshot, (rule) => unit.refuse(rule, timed))
    }
    if (untimely !== undefined) return refuse(untimely, untimelyIssues)
    if (ifRevision !== undefined && ifRevision !== unit.revision) return refuse('registration.changed')
    return this.decide(unit, timed, idempotency, retryRefused)
  }

  private decide(
    unit: UnitOfWork,
    event: RegistrationEvent,
    idempotency: IdempotencyKey | undefined,
    retryRefused: boolean,
  ): StoredDecision | undefined {
    let decision = unit.decide(event)
    if (!decision.accepted && unloggedRules.has(decision.refusal.rule))
      return asStored(decision, unit.revision)
    const reopens = isEnded(unit.snapshot) && !isEnded(decision.snapshot)
    if (this.candidates === undefined && (reopens || affectsOthers(decision.facts))) return undefined
    if (reopens && this.hasRival(unit)) decision = unit.refuse('registration.exists', event)
    const key = retryRefused && !decision.accepted ? undefined : idempotency
    unit.record(event, decision, key)
    // What it changes in other registrations may come back to this one, as further entries of its log.
    const { revision } = unit
    if (key) {
      const { facts, fired } = decision
      const refusal = decision.accepted ? undefined : decision.refusal
      const answer = { ...(refusal && { refusal }), facts, fired }
      const kept = { digest: key.digest, revision, rule: refusal?.rule ?? null, answer }
      this.decisions.set(answerKey(unit.row.id, key.key), kept)
    }
    const candidate = this.candidates?.get(unit.row.candidate_id)
    if (candidate && affectsOthers(decision.facts))
      propagate(candidate, this.unitsOf(candidate.id), { unit, at: event.at, facts: decision.facts })
    return asStored(decision, revision)
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

  /** @throws `StoreError` with the code `conflict` if another transaction has changed what was read */
  async write(session: Session): Promise<void> {
    await writeUnits(session, [...this.units.values()])
    if (this.candidates) await writeCandidates(session, [...this.candidates.values()])
  }
}

const rivalOf = ({ exam, exam_year: examYear, sitting, kind }: UnitOfWork['row']) => ({
  exam,
  examYear,
  sitting,
  kind,
})
