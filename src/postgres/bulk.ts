import type { RegistrationEvent } from '../events'
import { digestOf } from '../persistence/digest'
import type { EventInput } from '../persistence/eventInput'
import { storable } from './arguments'
import type { Answered, SendItem, StoredDecision } from './batch'
import type { Database, Session, Statement } from './database'
import { StoreError } from './errors'
import { sendLocked, sendWithCandidates, type TimeSource } from './send'

/** How far a long job is. */
export type BulkProgress = {
  sent: number
  accepted: number
  refused: number
  /** How many of those had been answered before under their key: by an earlier run, or further up in this one. */
  repeated: number
  total?: number
}

/** How events are sent in bulk, and who watches. */
export type BulkOptions = {
  /** Events decided in one transaction; 500 unless told otherwise. */
  batch?: number
  /** Batches under way at the same moment; 2 unless told otherwise. */
  inFlight?: number
  /** Decides and stores nothing: each batch is rolled back, so that no later one knows of it. */
  dryRun?: boolean
  /** Called after each batch. */
  onProgress?: (progress: BulkProgress) => void
  /**
   * Called for each event once its decision is stored, in the order within a batch; `again` where the answer is one
   * that had been given before under the same key, by an earlier run or further up in this one.
   */
  onDecision?: (item: SendItem, answer: StoredDecision, again: boolean) => void
}

/** Thrown to undo what a dry run has written. */
class Rollback extends Error {}

const isRollback = (error: unknown): boolean => error instanceof StoreError && error.cause instanceof Rollback

/** Sends batches, each in a transaction, never two for the same registration at once. */
class Sender {
  private readonly progress: BulkProgress
  private readonly flying = new Map<Promise<void>, ReadonlySet<string>>()
  private failure: { error: unknown } | undefined
  /** Once some event has reached past its registration, the candidates are locked from the start. */
  private among = false

  constructor(
    private readonly database: Database,
    private readonly clock: TimeSource,
    private readonly options: BulkOptions,
    total?: number,
  ) {
    for (const name of ['batch', 'inFlight'] as const) {
      const { [name]: given = 1 } = options
      if (!Number.isInteger(given) || given < 1)
        throw new RangeError(`${name} must be a whole number from 1, not ${given}`)
    }
    this.progress = { sent: 0, accepted: 0, refused: 0, repeated: 0, ...(total !== undefined && { total }) }
  }

  private async decide(items: readonly SendItem[]): Promise<Answered[]> {
    if (!this.among) {
      const answers = await this.transaction((tx) => sendLocked(tx, this.clock, items))
      if (answers !== undefined) return answers
      this.among = true
    }
    return this.transaction((tx) => sendWithCandidates(tx, this.clock, items))
  }

  private async transaction<T>(work: (tx: Session) => Promise<T>): Promise<T> {
    if (!this.options.dryRun) return this.database.transaction(work)
    let result: { of: T } | undefined
    try {
      return await this.database.transaction(async (tx) => {
        result = { of: await work(tx) }
        throw new Rollback()
      })
    } catch (error) {
      if (result === undefined || !isRollback(error)) throw error
      return result.of
    }
  }

  private async fly(items: readonly SendItem[]): Promise<void> {
    const answers = await this.decide(items)
    const { progress } = this
    for (const [i, item] of items.entries()) {
      const { answer, repeated: again } = answers[i] as Answered
      progress.sent += 1
      progress[answer.accepted ? 'accepted' : 'refused'] += 1
      if (again) progress.repeated += 1
      this.options.onDecision?.(item, answer, again)
    }
    this.options.onProgress?.({ ...progress })
  }

  /** Starts a batch as soon as there is room for it, and nothing of the same registrations is under way. */
  async launch(items: readonly SendItem[]): Promise<void> {
    if (items.length === 0) return
    const ids = new Set(items.map(({ id }) => id))
    const { inFlight = 2 } = this.options
    const shares = () => [...this.flying.values()].some((others) => [...ids].some((id) => others.has(id)))
    while (this.flying.size >= inFlight || shares()) await Promise.race(this.flying.keys())
    this.check()
    const flight: Promise<void> = this.fly(items)
      .catch((error: unknown) => {
        this.failure ??= { error }
      })
      .finally(() => this.flying.delete(flight))
    this.flying.set(flight, ids)
  }

  private check(): void {
    if (this.failure) throw this.failure.error
  }

  /** Launches whatever `work` does. Nothing is under way any more afterwards, whatever went wrong. */
  async sending(work: () => Promise<void>): Promise<BulkProgress> {
    try {
      await work()
    } finally {
      await Promise.all(this.flying.keys())
    }
    this.check()
    return { ...this.progress }
  }
}

/**
 * Sends many events, in batches. Those of one registration keep their order. When the database fails it stops and
 * throws; whole batches are stored or not, so send again with the same keys, and nothing is done twice.
 */
export async function sendAll(
  database: Database,
  clock: TimeSource,
  items: AsyncIterable<SendItem> | Iterable<SendItem>,
  options: BulkOptions = {},
): Promise<BulkProgress> {
  const sender = new Sender(database, clock, options)
  const { batch = 500 } = options
  return sender.sending(async () => {
    let gathered: SendItem[] = []
    for await (const item of items) {
      gathered.push(item)
      if (gathered.length < batch) continue
      await sender.launch(gathered)
      gathered = []
    }
    await sender.launch(gathered)
  })
}

const count: Statement = {
  name: 'baokao_notice_count',
  text: `
select count(*)::int as total from baokao.registration r
where r.notice_id = $1 and not exists (
  select from baokao.log l where l.registration_id = r.id and l.key = $2)`,
}

const remaining: Statement = {
  name: 'baokao_notice',
  text: `
select r.id from baokao.registration r
where r.notice_id = $1 and r.id > $3 and not exists (
  select from baokao.log l where l.registration_id = r.id and l.key = $2)
order by r.id limit $4`,
}

/** What can happen to everybody who registered under a notice. */
export type NoticeEvent = RegistrationEvent<'notice.amend' | 'exam.cancel'>

/**
 * A postponement or a cancellation for everybody who registered under a notice. Broken off, it goes on where it was
 * when called again with the same event: each registration takes it once.
 */
export async function sendToNotice(
  database: Database,
  clock: TimeSource,
  noticeId: string,
  event: EventInput<NoticeEvent>,
  options: BulkOptions = {},
): Promise<BulkProgress> {
  if (!storable(noticeId)) return { sent: 0, accepted: 0, refused: 0, repeated: 0, total: 0 }
  const key = `notice ${digestOf([noticeId, event]).slice(0, 40)}`
  const [row] = await database.run(count, [noticeId, key])
  const sender = new Sender(database, clock, options, Number(row?.total ?? 0))
  const { batch = 500 } = options
  return sender.sending(async () => {
    for (let after = ''; ; ) {
      const rows = await database.run(remaining, [noticeId, key, after, batch])
      const last = rows.at(-1)
      if (last === undefined) return
      await sender.launch(rows.map(({ id }) => ({ id: id as string, event, key })))
      after = last.id as string
    }
  })
}
