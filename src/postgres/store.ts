import type {
  EventInput,
  FactHandler,
  LogQuery,
  StoredDecision,
  StoredRegistration,
} from '../persistence/types'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import type { Millis } from '../time'
import { instantArgument } from './arguments'
import type { SendItem } from './batch'
import { type BulkOptions, type BulkProgress, type NoticeWideEvent, sendAll, sendToNotice } from './bulk'
import { type AnyDatabase, connect, type Queryable, session } from './database'
import { type FireDeadlinesOptions, fireDeadlines, type StuckRegistration } from './fireDeadlines'
import { keyedQueue } from './keyedQueue'
import { migrate } from './migrations'
import { openRegistration, type StoreOpenInput } from './openRegistration'
import { type DeadLetter, type DeliverOptions, deadLetters, deliver, retryDeadLetters } from './outbox'
import { erase, type PersonalData, personalData } from './personalData'
import {
  findRegistrations,
  getRegistration,
  type RegistrationQuery,
  readLog,
  type StoredLogRow,
} from './queries'
import { replay } from './replay'
import { type Deciding, sendEvent } from './send'

/**
 * A transaction of the caller: a `pg` client after `begin`, a PGlite transaction, or another object that runs queries.
 */
export type Transaction = Queryable

/** The options of a store. */
export type StoreOptions<Id extends string = RuleId> = {
  /** What decides, from `createRegistrations`; by default the national text without provisions. */
  registrations?: Registrations<Id>
  /** The current time, in milliseconds; by default the database's clock, which is the same for all machines. */
  now?: () => Millis
  /**
   * Whether statements are prepared; `true` by default. Set `false` behind a pooler that shares connections between
   * statements, which is slower.
   */
  prepare?: boolean
  /** Called for a registration that cannot be advanced; by default the process emits a warning. */
  onStuck?: (stuck: StuckRegistration) => void
}

/**
 * Stores registrations in PostgreSQL. Every call throws a `StoreError` if the database fails. An invalid event or
 * opening is refused with a decision, not with an error.
 */
export type Store<Id extends string = RuleId> = {
  /** Creates or updates the tables; safe when many processes start at once. @returns the version of the tables */
  migrate(): Promise<number>
  /**
   * Opens a registration with the carry-over of the candidate's other registrations. Repeating the same opening returns
   * the first decision; another opening under the same id is refused with `registration.id-in-use`, a second live
   * registration for the same exam, year, sitting and kind with `registration.exists`.
   */
  open(input: StoreOpenInput, options?: { tx?: Transaction }): Promise<StoredDecision<Id>>
  /**
   * Decides an event and stores the snapshot, the log entry and the facts, all or nothing. Without an `at` the event
   * gets the current time, or the time of the last event if that is later.
   * @param options `key`: the same event under the same key is decided once, and every call returns that decision;
   *   `tx`: decides within a transaction of the caller
   */
  send(
    id: string,
    event: EventInput,
    options?: { key?: string; tx?: Transaction },
  ): Promise<StoredDecision<Id>>
  /**
   * Sends many events in batches, such as a marks list or the bank's reconciliation file.
   * @throws `RangeError` if `batch` or `inFlight` is not a positive whole number; `StoreError` if the database fails:
   *   then send again under the same keys, and nothing is decided twice
   */
  sendAll(items: AsyncIterable<SendItem> | Iterable<SendItem>, options?: BulkOptions): Promise<BulkProgress>
  /**
   * Sends a postponement or a cancellation to all registrations of a notice. After an interruption, call it again.
   * @throws as `sendAll` does
   */
  sendToNotice(
    noticeId: string,
    event: EventInput<NoticeWideEvent>,
    options?: BulkOptions,
  ): Promise<BulkProgress>
  /** Returns the current state of a registration; `undefined` if it does not exist. */
  get(id: string, options?: { tx?: Transaction }): Promise<StoredRegistration | undefined>
  /**
   * Rebuilds the current state of a registration from its log, without reading the stored snapshot; `undefined` if it
   * does not exist.
   */
  replay(id: string): Promise<StoredRegistration | undefined>
  /**
   * Returns a page of registrations, in order of id.
   * @throws `RangeError` if `dueBefore` is not an instant, or `limit` not a whole number
   */
  find(query?: RegistrationQuery): Promise<StoredRegistration[]>
  /** Returns a page of the log of a registration, including refused events. */
  log(id: string, query?: LogQuery): Promise<StoredLogRow[]>
  /** Returns the latest personal data given in a registration; `undefined` if there is none, or it was erased. */
  personalData(id: string): Promise<PersonalData | undefined>
  /**
   * Fires the deadlines that are due. Any number of workers may do this concurrently.
   * @returns the number of registrations in which deadlines fired
   * @throws `RangeError` if `until` is not an instant
   */
  fireDeadlines(options?: FireDeadlinesOptions): Promise<number>
  /**
   * Delivers the open facts of the outbox, each at least once and in order within a registration. A fact whose handler
   * throws or exceeds the time limit is retried after its backoff, by this call or a later one.
   * @returns the number of facts whose handler succeeded
   */
  deliver(handler: FactHandler, options?: DeliverOptions): Promise<number>
  /** Returns the dead letters, the oldest first; at most 100 by default. */
  deadLetters(options?: { limit?: number }): Promise<DeadLetter[]>
  /** Returns dead letters to the outbox. @returns the number of ids that were dead letters */
  retryDeadLetters(options: { ids: string[] }): Promise<number>
  /** Erases the candidate's personal data; the log stays. @returns the number of log entries that held personal data */
  erase(candidateId: string): Promise<number>
}

const warn = ({ registrationId, rule }: StuckRegistration): void =>
  process.emitWarning(`registration ${registrationId} cannot be advanced: ${rule}`, 'BaokaoStuckRegistration')

/**
 * Creates a store on a `pg` pool, a PGlite, or another database that speaks PostgreSQL.
 * @param database belongs to the caller: the store does not close it
 * @throws `TypeError` if `database` is none of these
 * @example
 * ```ts
 * import { PGlite } from '@electric-sql/pglite'
 * import { exams, notices } from 'baokao'
 * import { createStore } from 'baokao/postgres'
 *
 * const database = await PGlite.create()
 * const store = createStore(database)
 * await store.migrate()
 * const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
 * await store.open({ registrationId: 'R', candidateId: 'C', exam, notice, at: '2024-04-08T10:00:00+08:00' })
 * ;(await store.get('R'))?.state // 'account.agreement'
 * await database.close()
 * ```
 */
export function createStore<Id extends string = RuleId>(
  database: AnyDatabase,
  options: StoreOptions<Id> = {},
): Store<Id> {
  const { now: clock, prepare = true, onStuck = warn } = options
  // The ids of provisions are known only to the caller's types.
  const registrations = (options.registrations ?? nationalRegistrations()) as Registrations
  const deciding: Deciding = { clock, registrations }
  const base = connect(database, prepare)
  const sessionOf = (tx: Transaction | undefined) => tx && session(tx, false)
  const queue = keyedQueue()
  const store: Store = {
    migrate: () => migrate(base),
    open: (input, { tx } = {}) => openRegistration(base, deciding, input, sessionOf(tx)),
    send: (id, event, { key, tx } = {}) => {
      const item: SendItem = { id, event, ...(key !== undefined && { key }) }
      if (tx !== undefined) return sendEvent(base, deciding, item, sessionOf(tx))
      return queue(id, () => sendEvent(base, deciding, item, undefined))
    },
    sendAll: (items, bulkOptions) => sendAll(base, deciding, items, bulkOptions),
    sendToNotice: (noticeId, event, bulkOptions) =>
      sendToNotice(base, deciding, noticeId, event, bulkOptions),
    get: (id, { tx } = {}) => getRegistration(sessionOf(tx) ?? base, id),
    replay: (id) => replay(base, registrations, id),
    find: async (query = {}) => findRegistrations(base, query),
    log: (id, query) => readLog(base, id, query),
    personalData: (id) => personalData(base, id),
    fireDeadlines: async (fireOptions = {}) => {
      const { until } = fireOptions
      const instant = until === undefined ? undefined : instantArgument('until', until)
      return fireDeadlines(base, deciding, instant, fireOptions, onStuck)
    },
    deliver: (handler, deliverOptions) => deliver(base, handler, deliverOptions),
    deadLetters: ({ limit = 100 } = {}) => deadLetters(base, limit),
    retryDeadLetters: async ({ ids }) => retryDeadLetters(base, ids),
    erase: (candidateId) => erase(base, candidateId),
  }
  return store as Store<Id>
}
