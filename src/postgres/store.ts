import type { EventInput } from '../persistence/eventInput'
import type { Millis } from '../time'
import { instantArgument } from './arguments'
import type { SendItem, StoredDecision } from './batch'
import { type BulkOptions, type BulkProgress, type NoticeEvent, sendAll, sendToNotice } from './bulk'
import { type AnyDatabase, connect, type Queries, session } from './database'
import { type FireDeadlinesOptions, fireDeadlines, type StuckRegistration } from './fireDeadlines'
import { migrate } from './migrations'
import { openRegistration, type StoreOpenInput } from './openRegistration'
import {
  type DeadLetter,
  type DeliverOptions,
  deadLetters,
  deliver,
  type FactHandler,
  retryDeadLetter,
} from './outbox'
import { erase, type PersonalData, personalData } from './personalData'
import { type Entry, findEntries, getEntry, type LogQuery, type LogRow, type Query, readLog } from './queries'
import { replay } from './replay'
import { sendEvent } from './send'

/** A transaction of the caller's own: a `pg` client after `begin`, a PGlite transaction, or something that queries. */
export type Transaction = Queries

/** What is settled once for a store. */
export type StoreOptions = {
  /** What time it is, in milliseconds; the database's clock unless told otherwise, so that many machines agree. */
  now?: () => Millis
  /** `false` behind a pooler that shares connections between statements; prepared statements are quicker. */
  prepare?: boolean
  /** Hears of a registration that cannot be advanced; a warning of the process unless told otherwise. */
  onStuck?: (defect: StuckRegistration) => void
}

/**
 * Registrations in PostgreSQL. Every call throws a `StoreError` where the database fails; whatever a caller sends is
 * answered by a decision, never by an error.
 */
export type Store = {
  /** Makes or updates the tables; safe when many processes start at once. @returns the version of the tables */
  migrate(): Promise<number>
  /**
   * Opens a registration with the history that the candidate's others leave behind. The same opening again returns the
   * first answer; a second live one for the same exam, year and sitting is refused with `registration.exists`.
   */
  open(input: StoreOpenInput, options?: { tx?: Transaction }): Promise<StoredDecision>
  /**
   * Decides an event and stores the snapshot, the log entry and the facts, all or nothing. Without an `at` it happens
   * now, never before the last.
   * @param options `key`: the same event under the same key is decided once, and answered the same ever after;
   *   `tx`: decides within a transaction of yours
   */
  send(id: string, event: EventInput, options?: { key?: string; tx?: Transaction }): Promise<StoredDecision>
  /**
   * Sends many events in batches: a marks list, the bank's reconciliation file.
   * @throws `RangeError` where `batch` or `inFlight` is no whole number from 1; `StoreError` where the database fails:
   *   send again under the same keys, and nothing is done twice
   */
  sendAll(items: AsyncIterable<SendItem> | Iterable<SendItem>, options?: BulkOptions): Promise<BulkProgress>
  /**
   * A postponement or a cancellation for everybody who registered under a notice; goes on where it was broken off.
   * @throws as `sendAll` does
   */
  sendToNotice(noticeId: string, event: EventInput<NoticeEvent>, options?: BulkOptions): Promise<BulkProgress>
  /** A registration as it stands; `undefined` where there is none. */
  get(id: string, options?: { tx?: Transaction }): Promise<Entry | undefined>
  /** The same, rebuilt from the log. */
  replay(id: string): Promise<Entry | undefined>
  /**
   * A page of registrations, in order of id.
   * @throws `RangeError` where `dueBefore` is no instant
   */
  find(query?: Query): Promise<Entry[]>
  /** A page of what happened to a registration, refusals too. */
  log(id: string, query?: LogQuery): Promise<LogRow[]>
  /** What was last given of the person. */
  personalData(id: string): Promise<PersonalData | undefined>
  /**
   * Fires what is due. Any number of workers may do so side by side.
   * @returns how many registrations moved
   * @throws `RangeError` where `until` is no instant
   */
  fireDeadlines(options?: FireDeadlinesOptions): Promise<number>
  /** Hands out what stands in the outbox now, at least once each, in order within a registration. @returns how many */
  deliver(handler: FactHandler, options?: DeliverOptions): Promise<number>
  /** Facts whose handler failed too often. */
  deadLetters(options?: { limit?: number }): Promise<DeadLetter[]>
  /** Gives a parked fact another chance. @returns whether there was one */
  retryDeadLetters(factId: string): Promise<boolean>
  /** Erases what is personal; the record of what happened stays. @returns how many log entries held something */
  erase(candidateId: string): Promise<number>
}

const warn = ({ registrationId, rule }: StuckRegistration): void =>
  process.emitWarning(`registration ${registrationId} cannot be advanced: ${rule}`, 'BaokaoDefect')

/** Lets what concerns one registration happen one after the other within this process. */
function keyedQueue(): <T>(id: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (id, work) => {
    const before = last.get(id)
    const result = before === undefined ? work() : before.then(work, work)
    const settled = result.then(
      () => undefined,
      () => undefined,
    )
    last.set(id, settled)
    settled.then(() => {
      if (last.get(id) === settled) last.delete(id)
    })
    return result
  }
}

/**
 * A store on a `pg` pool, a PGlite, or anything else that speaks PostgreSQL.
 * @param database stays the caller's: the store opens no connection of its own and closes none
 */
export function createStore(database: AnyDatabase, options: StoreOptions = {}): Store {
  const { now: clock, prepare = true, onStuck: onDefect = warn } = options
  const base = connect(database, prepare)
  const within = (tx: Transaction | undefined) => tx && session(tx, false)
  const queue = keyedQueue()
  return {
    migrate: () => migrate(base),
    open: (input, { tx } = {}) => openRegistration(base, clock, input, within(tx)),
    send: (id, event, { key, tx } = {}) => {
      const item: SendItem = { id, event, ...(key !== undefined && { key }) }
      if (tx !== undefined) return sendEvent(base, clock, item, within(tx))
      return queue(id, () => sendEvent(base, clock, item, undefined))
    },
    sendAll: (items, bulk) => sendAll(base, clock, items, bulk),
    sendToNotice: (noticeId, event, bulk) => sendToNotice(base, clock, noticeId, event, bulk),
    get: (id, { tx } = {}) => getEntry(within(tx) ?? base, id),
    replay: (id) => replay(base, id),
    find: async (query = {}) => findEntries(base, query),
    log: (id, query) => readLog(base, id, query),
    personalData: (id) => personalData(base, id),
    fireDeadlines: async (due = {}) =>
      fireDeadlines(
        base,
        clock,
        due.until === undefined ? undefined : instantArgument('until', due.until),
        due,
        onDefect,
      ),
    deliver: (handler, delivering) => deliver(base, handler, delivering),
    deadLetters: ({ limit = 100 } = {}) => deadLetters(base, limit),
    retryDeadLetters: (factId) => retryDeadLetter(base, factId),
    erase: (candidateId) => erase(base, candidateId),
  }
}
