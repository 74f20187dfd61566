import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import { refundNumber } from '../model/orders'
import { digestOf } from '../persistence/digest'
import type { EventInput, OpenedBy, StoredDecision } from '../persistence/types'
import { assertPresent } from '../schema/primitives'
import { Batch, ofHistory } from './batch'
import type { Database, Session, Statement } from './database'
import { Rollback } from './errors'
import { notify } from './notify'
import { type AdoptionNote, type DatedOpenInput, openInTransaction, readOpening } from './openRegistration'
import { checkOptions } from './options'
import { lockRegistrations, lockWithCandidates } from './send'
import type { Deciding } from './storeTime'
import { inTrial } from './trial'

/** A registration that already runs in another system: its opening and its events, each at its own instant. */
export type Adoption = {
  opening: DatedOpenInput & { at: string }
  events: readonly RegistrationEvent[]
  /** What the opening in the log says of how it was made. An erasure leaves it, so it must hold no personal data. */
  note?: AdoptionNote
}

/** What became of an adoption. */
export type AdoptResult =
  | {
      adopted: true
      /** Whether the same adoption was stored before. */
      repeated: boolean
      /** The registration as it stands now. */
      snapshot: Snapshot
    }
  | {
      adopted: false
      refusal: Extract<StoredDecision, { accepted: false }>['refusal']
      /** The event that was refused; absent if the opening was, or another adoption of the same array. */
      event?: EventType
    }

/** The numbers of adoptions. */
export type AdoptProgress = { done: number; adopted: number; repeated: number; refused: number }

/** The options of `adopt`. */
export type AdoptOptions = {
  /** Who takes the registrations over. */
  by: OpenedBy
  /** Decides everything and stores nothing. */
  dryRun?: boolean
  /** Concurrent transactions; 2 by default. */
  inFlight?: number
  /**
   * Whether the refunds that are still owed are delivered to the handlers of facts. By default nothing is: what happened in
   * the other system has had its effects there.
   */
  deliverRefunds?: boolean
  /** Called after each group of adoptions. */
  onProgress?: (progress: AdoptProgress) => void
  /** Called for each adoption after it was stored. */
  onAdopted?: (adoption: Adoption, result: AdoptResult) => void
}

/** Adoptions; those of an array, such as the registrations of one candidate, in one transaction. */
export type Adoptions =
  | AsyncIterable<Adoption | readonly Adoption[]>
  | Iterable<Adoption | readonly Adoption[]>

/** Removes the facts of a registration from the queues of all handlers, except for some refunds. They stay in the outbox. */
const withoutDelivery: Statement = {
  name: 'baokao_adopted',
  text: `
delete from baokao.delivery d using baokao.outbox o
where d.registration_id = $1 and o.registration_id = d.registration_id and o.revision = d.revision and o.n = d.n
  and not (o.type = 'refund.due' and o.fact->>'refundId' = any($2::text[]))`,
}

/** Rolls the transaction of refused adoptions back. */
class RefusedAdoption extends Rollback {
  constructor(readonly results: AdoptResult[]) {
    super('refused')
  }
}

const owedRefunds = ({ context }: Snapshot): string[] =>
  context.refunds.flatMap(({ settled }, index) => (settled ? [] : [refundNumber(context, index)]))

/** Stores one registration in an open transaction. */
async function adoptOne(
  session: Session,
  deciding: Deciding,
  { opening, events, note }: Adoption,
  { by, deliverRefunds = false }: AdoptOptions,
): Promise<AdoptResult> {
  const checked = readOpening(opening, by)
  if ('refused' in checked) return refusalOf(checked.refused)
  const { meta: _, ...digested } = checked.input
  const digest = digestOf([digested, events])
  const opened = await openInTransaction(session, deciding, checked.input, { by, adopted: note, digest })
  if (!opened.accepted || opened.snapshot === null) return refusalOf(opened)
  if (opened.repeated) return { adopted: true, repeated: true, snapshot: opened.snapshot }
  const { registrationId: id } = checked.input
  let { snapshot } = opened
  if (events.length > 0) {
    const { candidates, units } = await lockWithCandidates(session, deciding, [id])
    const batch = new Batch(units, new Map(), candidates)
    for (const event of events) {
      const decision = assertPresent(batch.take({ id, event: event as EventInput, [ofHistory]: true }))
      if (!decision.accepted || decision.snapshot === null)
        return { ...refusalOf(decision), event: event.type }
      snapshot = decision.snapshot
    }
    await batch.write(session)
  }
  await session.run(withoutDelivery, [id, deliverRefunds ? owedRefunds(snapshot) : []])
  return { adopted: true, repeated: false, snapshot }
}

function refusalOf(decision: StoredDecision): Extract<AdoptResult, { adopted: false }> {
  if (decision.accepted) throw new Error('An accepted opening has a snapshot')
  return { adopted: false, refusal: decision.refusal }
}

/** Stores adoptions in one transaction: all of them, or none if one is refused. */
async function adoptTogether(
  database: Database,
  deciding: Deciding,
  adoptions: readonly Adoption[],
  options: AdoptOptions,
): Promise<AdoptResult[]> {
  const work = async (session: Session): Promise<AdoptResult[]> => {
    const results: AdoptResult[] = []
    for (const adoption of adoptions) {
      const result = await adoptOne(session, deciding, adoption, options)
      results.push(result)
      if (!result.adopted) throw new RefusedAdoption(adoptions.map(() => result))
    }
    return adoptions.length === 1 ? results : asTheyStand(session, deciding, adoptions, results)
  }
  for (const { note } of adoptions) checkOptions('note of adopt', note)
  try {
    return await inTrial(database, options.dryRun === true, work)
  } catch (error) {
    if (error instanceof RefusedAdoption) return error.results
    throw error
  }
}

/** The results with the registrations after all of them, because a later one can change an earlier one. */
async function asTheyStand(
  session: Session,
  deciding: Deciding,
  adoptions: readonly Adoption[],
  results: readonly AdoptResult[],
): Promise<AdoptResult[]> {
  const candidates = [...new Set(adoptions.map(({ opening }) => opening.candidateId))]
  const units = await lockRegistrations(session, deciding, candidates.sort())
  return results.map((result, i) => {
    const unit = units.find(({ row }) => row.id === adoptions[i]?.opening.registrationId)
    return result.adopted && unit !== undefined ? { ...result, snapshot: unit.snapshot } : result
  })
}

/**
 * Stores registrations that already run in another system. Stops and throws when the database fails: then adopt again, and
 * what is stored is repeated.
 */
export async function adoptRegistrations(
  database: Database,
  deciding: Deciding,
  adoptions: Adoptions,
  options: AdoptOptions,
): Promise<AdoptProgress> {
  const { inFlight = 2 } = options
  const progress: AdoptProgress = { done: 0, adopted: 0, repeated: 0, refused: 0 }
  const flying = new Set<Promise<void>>()
  let failure: { error: unknown } | undefined
  const store = async (together: readonly Adoption[]): Promise<void> => {
    const results = await adoptTogether(database, deciding, together, options)
    for (const [i, result] of results.entries()) {
      progress.done += 1
      if (!result.adopted) progress.refused += 1
      else progress[result.repeated ? 'repeated' : 'adopted'] += 1
      notify(options.onAdopted, assertPresent(together[i]), result)
    }
    notify(options.onProgress, { ...progress })
  }
  try {
    for await (const item of adoptions) {
      if (failure !== undefined) break
      const flight: Promise<void> = store([item].flat() as Adoption[])
        .catch((error: unknown) => {
          failure ??= { error }
        })
        .finally(() => flying.delete(flight))
      flying.add(flight)
      if (flying.size >= inFlight) await Promise.race(flying)
    }
  } finally {
    await Promise.all(flying)
  }
  if (failure !== undefined) throw failure.error
  return progress
}
