import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import { digestOf } from '../persistence/digest'
import type { EventInput } from '../persistence/eventInput'
import { affectsOthers, isEnded, refuseWith, unreadableRules } from '../persistence/standing'
import { keyIssues } from './arguments'
import { type CandidateRecord, propagate, writeCandidates } from './candidateRecord'
import type { Session } from './database'
import type { IdempotencyKey, UnitOfWork } from './unitOfWork'
import { writeUnits } from './write'

/** An event on its way to a registration; under the same `key` it is decided once. */
export type SendItem = {
  id: string
  event: EventInput
  key?: string
  /** Whether a refusal is not kept under the key, so that the event may be sent again once nothing stands against it. */
  retryRefused?: boolean
}

/** Where there is no such registration, the snapshot is `null`. */
export type StoredDecision = Decision<Snapshot | null>

/** An answer, and whether it is one that had been given before. */
export type Answered = { answer: StoredDecision; repeated: boolean }

/** What was answered under a key; an answer that was erased is given anew. */
export type KeptDecision = { digest: string; answer: string | null }

/** Where an answer stands: under a registration and a key. */
export const answerKey = (id: string, key: string): string => JSON.stringify([id, key])

/** Events that are decided together: the registrations, what was answered before, and the candidates where they matter. */
export class Batch {
  readonly dockets: Map<string, UnitOfWork>
  private readonly families: Map<string, CandidateRecord> | undefined

  constructor(
    dockets: readonly UnitOfWork[],
    private readonly answers: Map<string, KeptDecision>,
    families?: readonly CandidateRecord[],
  ) {
    this.dockets = new Map(dockets.map((docket) => [docket.row.id, docket]))
    this.families = families && new Map(families.map((family) => [family.id, family]))
  }

  /** @returns the answer, or `undefined` where the candidate has to be locked first */
  take(item: SendItem): Answered | undefined {
    const { id, event, key, retryRefused = false } = item
    const docket = this.dockets.get(id)
    if (docket === undefined) return firstTime(unknownRegistration(event))
    const sent = docket.withInstant(event)
    const issues = key === undefined ? undefined : keyIssues(key)
    if (issues !== undefined) return firstTime(docket.refusal(sent, 'event.malformed', issues))
    const under = key === undefined ? undefined : { key, digest: digestOf(event) }
    const kept = under && this.answers.get(answerKey(id, under.key))
    if (under && kept) {
      if (kept.digest !== under.digest) return firstTime(docket.refusal(sent, 'event.key-reused'))
      const answer = kept.answer === null ? docket.decide(sent) : (JSON.parse(kept.answer) as Decision)
      return { answer, repeated: true }
    }
    const decision = this.decide(docket, sent, under, retryRefused)
    return decision && firstTime(decision)
  }

  private decide(
    docket: UnitOfWork,
    event: ReturnType<UnitOfWork['withInstant']>,
    under: IdempotencyKey | undefined,
    retryRefused: boolean,
  ) {
    let decision = docket.decide(event)
    // What the library cannot read, or fails at, is left as it is.
    if (!decision.accepted && unreadableRules.has(decision.refusal.rule)) return decision
    const returns = isEnded(docket.snapshot) && !isEnded(decision.snapshot)
    const told = affectsOthers(decision.facts)
    if (this.families === undefined && (returns || told)) return undefined
    if (returns && this.rivals(docket)) decision = docket.refusal(event, 'registration.exists')
    const key = retryRefused && !decision.accepted ? undefined : under
    docket.record(event, decision, key)
    if (key) {
      const answer = JSON.stringify(decision)
      this.answers.set(answerKey(docket.row.id, key.key), { digest: key.digest, answer })
    }
    const family = this.families?.get(docket.row.candidate_id)
    if (family && affectsOthers(decision.facts)) {
      const kin = [...this.dockets.values()].filter(({ row }) => row.candidate_id === family.id)
      propagate(family, kin, { docket, at: event.at, facts: decision.facts })
    }
    return decision
  }

  /** Whether another registration of the candidate for the same exam, year and sitting is live. */
  private rivals({ row }: UnitOfWork): boolean {
    return [...this.dockets.values()].some(
      (other) =>
        other.row !== row &&
        !isEnded(other.snapshot) &&
        (['candidate_id', 'exam', 'exam_year', 'sitting'] as const).every(
          (key) => other.row[key] === row[key],
        ),
    )
  }

  async write(session: Session): Promise<boolean> {
    const written = await writeUnits(session, [...this.dockets.values()])
    if (written && this.families) await writeCandidates(session, [...this.families.values()])
    return written
  }
}

const firstTime = (answer: StoredDecision): Answered => ({ answer, repeated: false })

export const unknownRegistration = (event: unknown): StoredDecision => ({
  accepted: false,
  refusal: refuseWith('registration.unknown', event, undefined),
  snapshot: null,
  facts: [],
  fired: [],
})
