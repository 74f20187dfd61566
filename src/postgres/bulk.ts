import type { StoredDecision } from '../persistence/types'
import { assertPresent } from '../schema/primitives'
import type { ItemResult, SendItem } from './batch'
import type { Database, Session } from './database'
import { notify } from './notify'
import { checkOptions } from './options'
import { sendLocked, sendWithCandidates } from './send'
import type { Deciding } from './storeTime'
import { inTrial } from './trial'
import type { ChangedRegistration } from './unitOfWork'

/** The progress of a bulk send. */
export type BulkProgress = {
  sent: number
  accepted: number
  refused: number
  /** The number of these that were decided before under the same key, by an earlier run or earlier in this run. */
  repeated: number
  total?: number
}

/** The options of a bulk send. */
export type BulkOptions = {
  /** Events per transaction; 500 by default. An array of items is never split, so a transaction may have more. */
  batch?: number
  /** Concurrent transactions; 2 by default. */
  inFlight?: number
  /**
   * Decides the events and stores nothing. Each transaction is rolled back, so that later ones do not see its changes:
   * pass the events of one candidate as one array.
   */
  dryRun?: boolean
  /** Called after each batch. */
  onProgress?: (progress: BulkProgress) => void
  /**
   * Called for each event after its decision is stored; within a batch, in order. `changes` says what it changed: its own
   * registration first, then others of the candidate that it reached. A repeat changes nothing.
   */
  onDecision?: (item: SendItem, decision: StoredDecision, changes: ChangedRegistration[]) => void
}

/** Sends batches in concurrent transactions, but never two batches with the same registration at once. */
export class Sender {
  private readonly progress: BulkProgress = { sent: 0, accepted: 0, refused: 0, repeated: 0 }
  private readonly flying = new Map<Promise<void>, ReadonlySet<string>>()
  private failure: { error: unknown } | undefined
  /** Once an event has affected other registrations, all further batches lock the candidates first. */
  private lockCandidates = false

  constructor(
    private readonly database: Database,
    private readonly deciding: Deciding,
    private readonly options: BulkOptions,
  ) {}

  private async decide(items: readonly SendItem[]): Promise<ItemResult[]> {
    if (!this.lockCandidates) {
      const taken = await this.transaction((tx) => sendLocked(tx, this.deciding, items))
      if (taken !== undefined) return taken
      this.lockCandidates = true
    }
    return this.transaction((tx) => sendWithCandidates(tx, this.deciding, items))
  }

  private transaction<T>(work: (tx: Session) => Promise<T>): Promise<T> {
    return inTrial(this.database, this.options.dryRun === true, work)
  }

  private async send(items: readonly SendItem[]): Promise<void> {
    const all = await this.decide(items)
    const { progress } = this
    for (const [i, item] of items.entries()) {
      const { decision, changes } = assertPresent(all[i])
      progress.sent += 1
      progress[decision.accepted ? 'accepted' : 'refused'] += 1
      if (decision.repeated) progress.repeated += 1
      if (!this.options.dryRun) this.deciding.unlogged.count(decision)
      notify(this.options.onDecision, item, decision, changes)
    }
    notify(this.options.onProgress, { ...progress })
  }

  /**
   * Starts a batch once fewer than `inFlight` batches are running and none of them contains a registration of this
   * batch.
   */
  async launch(items: readonly SendItem[]): Promise<void> {
    if (items.length === 0) return
    const ids = new Set(items.map(({ id }) => id))
    const { inFlight = 2 } = this.options
    const overlaps = () => [...this.flying.values()].some((others) => [...ids].some((id) => others.has(id)))
    while (this.flying.size >= inFlight || overlaps()) await Promise.race(this.flying.keys())
    this.check()
    const flight: Promise<void> = this.send(items)
      .catch((error: unknown) => {
        this.failure ??= { error }
      })
      .finally(() => this.flying.delete(flight))
    this.flying.set(flight, ids)
  }

  private check(): void {
    if (this.failure) throw this.failure.error
  }

  /** Waits for the batches that are under way. */
  async settled(): Promise<void> {
    await Promise.all(this.flying.keys())
    this.check()
  }

  /**
   * Runs `work`, which launches batches, and waits for all of them, even after an error.
   * @param total the number of events, if it is known
   */
  async sending(work: () => Promise<void>, total?: number): Promise<BulkProgress> {
    if (total !== undefined) this.progress.total = total
    try {
      await work()
    } finally {
      await Promise.all(this.flying.keys())
    }
    this.check()
    return { ...this.progress }
  }
}

/** Events to send. The events of an array are decided in one transaction, in their order. */
export type SendItems =
  | AsyncIterable<SendItem | readonly SendItem[]>
  | Iterable<SendItem | readonly SendItem[]>

/**
 * Sends many events in batches. The events of one registration keep their order. Stops and throws when the database
 * fails. Each batch is stored as a whole or not at all, so sending again with the same keys decides nothing twice.
 */
export async function sendAll(
  database: Database,
  deciding: Deciding,
  items: SendItems,
  options: BulkOptions = {},
): Promise<BulkProgress> {
  const sender = new Sender(database, deciding, options)
  const { batch = 500 } = options
  return sender.sending(async () => {
    let gathered: SendItem[] = []
    for await (const item of items) {
      const together = [item].flat()
      for (const one of together) checkOptions('item of sendAll', one)
      gathered.push(...together)
      if (gathered.length < batch) continue
      await sender.launch(gathered)
      gathered = []
    }
    await sender.launch(gathered)
  })
}
