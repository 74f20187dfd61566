import type { Decision } from '../decide'
import { digestOf } from '../keeping/digest'
import { against, isEnded, matters, type Sent, unreadable } from '../keeping/standing'
import type { Snapshot } from '../snapshot'
import type { Session } from './database'
import type { Docket, Key } from './docket'
import { type Family, spread, writeFamilies } from './family'
import { keyIssues } from './texts'
import { writeDockets } from './writing'

/** An event on its way to a registration; under the same `key` it is decided once. */
export type Item = {
  id: string
  event: Sent
  key?: string
  /** Whether a refusal is not kept under the key, so that the event may be sent again once nothing stands against it. */
  retryRefused?: boolean
}

/** Where there is no such registration, the snapshot is `null`. */
export type Answer = Decision<Snapshot | null>

/** An answer, and whether it is one that had been given before. */
export type Answered = { answer: Answer; again: boolean }

/** What was answered under a key; an answer that was erased is given anew. */
export type Kept = { digest: string; answer: string | null }

/** Where an answer stands: under a registration and a key. */
export const place = (id: string, key: string): string => JSON.stringify([id, key])

/** Events that are decided together: the registrations, what was answered before, and the candidates where they matter. */
export class Hearing {
  readonly dockets: Map<string, Docket>
  private readonly families: Map<string, Family> | undefined

  constructor(
    dockets: readonly Docket[],
    private readonly answers: Map<string, Kept>,
    families?: readonly Family[],
  ) {
    this.dockets = new Map(dockets.map((docket) => [docket.row.id, docket]))
    this.families = families && new Map(families.map((family) => [family.id, family]))
  }

  /** @returns the answer, or `undefined` where the candidate has to be locked first */
  take(item: Item): Answered | undefined {
    const { id, event, key, retryRefused = false } = item
    const docket = this.dockets.get(id)
    if (docket === undefined) return first(unknownRegistration(event))
    const sent = docket.stamped(event)
    const issues = key === undefined ? undefined : keyIssues(key)
    if (issues !== undefined) return first(docket.refusal(sent, 'event.malformed', issues))
    const under = key === undefined ? undefined : { key, digest: digestOf(event) }
    const kept = under && this.answers.get(place(id, under.key))
    if (under && kept) {
      if (kept.digest !== under.digest) return first(docket.refusal(sent, 'event.key-reused'))
      const answer = kept.answer === null ? docket.consider(sent) : (JSON.parse(kept.answer) as Decision)
      return { answer, again: true }
    }
    const decision = this.decide(docket, sent, under, retryRefused)
    return decision && first(decision)
  }

  private decide(
    docket: Docket,
    event: ReturnType<Docket['stamped']>,
    under: Key | undefined,
    retryRefused: boolean,
  ) {
    let decision = docket.consider(event)
    // What the library cannot read, or fails at, is left as it is.
    if (!decision.accepted && unreadable.has(decision.refusal.rule)) return decision
    const returns = isEnded(docket.snapshot) && !isEnded(decision.snapshot)
    const told = matters(decision.facts)
    if (this.families === undefined && (returns || told)) return undefined
    if (returns && this.rivals(docket)) decision = docket.refusal(event, 'registration.exists')
    const key = retryRefused && !decision.accepted ? undefined : under
    docket.keep(event, decision, key)
    if (key) {
      const answer = JSON.stringify(decision)
      this.answers.set(place(docket.row.id, key.key), { digest: key.digest, answer })
    }
    const family = this.families?.get(docket.row.candidate_id)
    if (family && matters(decision.facts)) {
      const kin = [...this.dockets.values()].filter(({ row }) => row.candidate_id === family.id)
      spread(family, kin, { docket, at: event.at, facts: decision.facts })
    }
    return decision
  }

  /** Whether another registration of the candidate for the same exam, year and sitting is live. */
  private rivals({ row }: Docket): boolean {
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
    const written = await writeDockets(session, [...this.dockets.values()])
    if (written && this.families) await writeFamilies(session, [...this.families.values()])
    return written
  }
}

const first = (answer: Answer): Answered => ({ answer, again: false })

export const unknownRegistration = (event: unknown): Answer => ({
  accepted: false,
  refusal: against('registration.unknown', event, undefined),
  snapshot: null,
  facts: [],
  fired: [],
})
