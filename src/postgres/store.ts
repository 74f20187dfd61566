import { defaultMaxAhead } from '../persistence/timedEvent'
import type { EventInput, LogQuery, OpenedBy, StoredDecision, StoredRegistration } from '../persistence/types'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import { formatInstant } from '../time'
import { type Adoptions, type AdoptOptions, type AdoptProgress, adoptRegistrations } from './adopt'
import type { SendItem, SendOptions } from './batch'
import { type BulkOptions, type BulkProgress, type SendItems, sendAll } from './bulk'
import {
  type CountKey,
  type CountQuery,
  countRefusals,
  countRegistrations,
  type RefusalQuery,
  type RegistrationCount,
  type RuleRefusals,
} from './count'
import { type AnyDatabase, connect, defaultSchema, type Session } from './database'
import { factCallsOf, type StoreFacts } from './factCalls'
import { FactSignal } from './factSignal'
import { type FoundRegistration, findRegistrations, type RegistrationQuery } from './find'
import { type FireDeadlinesOptions, fireDeadlines, type StuckRegistration, warnStuck } from './fireDeadlines'
import { keyedQueue } from './keyedQueue'
import { migrate } from './migrate'
import { listAmendments, type NoticeWideEvent, type StoredAmendment } from './noticeAmendments'
import { notify } from './notify'
import {
  type DatedOpenInput,
  type OpenOptions,
  openRegistration,
  type StoreOpenInput,
} from './openRegistration'
import { checkOptions } from './options'
import { type CurrentRegistration, getNow, getRegistration, readLog, type StoredLogRow } from './queries'
import { sendEvent, sendInTransaction } from './send'
import { type NoticeOptions, type NoticeProgress, sendToNotice } from './sendToNotice'
import { observeWith } from './storeActivity'
import type { StoreOptions } from './storeOptions'
import { currentTime, type Deciding } from './storeTime'
import { checkedDatabase, type KnownTables, knownTables } from './tableCheck'
import { inTransaction, type Transaction } from './transaction'
import { UnloggedRefusals } from './unlogged'
import { type StoreUpkeep, upkeepOf } from './upkeep'

/**
 * Stores registrations in PostgreSQL. Every call throws a `StoreError` if the database fails, and a `RangeError` if an
 * option is wrong or unknown. An invalid event or opening is refused with a decision, not with an error.
 */
export type Store<Id extends string = RuleId> = StoreFacts &
  StoreUpkeep & {
    /** What decides: the national text, or that with the provisions of the options. */
    readonly registrations: Registrations<Id>
    /** Creates or updates the tables; safe when many processes start at once. @returns the version of the tables */
    migrate(): Promise<number>
    /**
     * Opens a registration with the carry-over of the candidate's other registrations, and with the amendments that its
     * notice has got; the answer is that after them. Repeating the same opening returns
     * the first decision; another opening under the same id is refused with `registration.id-in-use`, a second live
     * registration for the same exam, year, sitting and kind with `registration.exists`. It happens at the store's time.
     * @param options `tx`: opens within a transaction of the caller; `by`: who opens it in the candidate's place, such as an
     *   office that takes over a list, and may then give `at`; `may`: whether the caller may reach a registration that
     *   exists under the id
     */
    open(input: StoreOpenInput, options?: Omit<OpenOptions, 'by'>): Promise<StoredDecision<Id>>
    /** Opens a registration in the candidate's place (`by`), at the given time (`at`) where there is one. */
    open(input: DatedOpenInput, options: OpenOptions & { by: OpenedBy }): Promise<StoredDecision<Id>>
    /**
     * Decides an event and stores the snapshot, the log entry and the facts, all or nothing. Without an `at` the event
     * gets the store's time, or the time of the last event if that is later. A candidate's event has no `at`; that of an
     * office, the verifier, the bank or the clock is refused with `clock.ahead` if it is more than `maxAhead` in the future.
     * @param options `key`: the same event under the same key is decided once, and every call returns that decision;
     *   `tx`: decides within a transaction of the caller, after the other calls in it; `may`: whether the sender may reach
     *   the registration; `ifRevision`: decides only at this revision
     */
    send(id: string, event: EventInput, options?: SendOptions): Promise<StoredDecision<Id>>
    /**
     * Sends many events in batches, such as a marks list or the bank's file; those of an array in one transaction.
     * @throws `RangeError` if an option is wrong; `StoreError` if the database fails: then send again under the same keys
     */
    sendAll(items: SendItems, options?: BulkOptions): Promise<BulkProgress>
    /**
     * Stores a postponement or a cancellation under the next number of the notice, and sends it to all registrations; those
     * that open later get it at their opening. Called again with the same key, or with the event of the latest amendment, it
     * continues. What is earlier than the registration's last event happens at the instant of that.
     * @param options those of `sendAll`; `key`: stores the amendment once; `signal`: stops between batches
     * @throws `RangeError` if the event is not valid or dated in the future, or the key names another; else as `sendAll` does
     */
    sendToNotice(
      noticeId: string,
      event: EventInput<NoticeWideEvent>,
      options?: NoticeOptions,
    ): Promise<NoticeProgress>
    /**
     * Stores registrations that already run in another system, from an opening and events with their own instants, also
     * those of candidates. Each is stored whole or not at all, and once: a repeated call continues after an interruption.
     * The facts of these events are on record, and are not delivered. For those who move in; never let a candidate call it.
     * @param options `by`: who takes the registrations over; `dryRun`; `deliverRefunds`: delivers the refunds that are owed;
     *   `onAdopted`: the result of each
     * @throws `RangeError` if an option is wrong; `StoreError` if the database fails: then adopt again
     */
    adopt(adoptions: Adoptions, options: AdoptOptions): Promise<AdoptProgress>
    /** Lists the amendments of a notice that `sendToNotice` has stored, in their order. */
    amendments(noticeId: string): Promise<StoredAmendment[]>
    /**
     * Returns a registration as it is stored; `undefined` if it does not exist.
     * @param options `now`: as it stands at the store's time, with all deadlines fired that are due, which no worker may
     *   have fired yet; nothing is stored
     */
    get(id: string, options: { tx?: Transaction; now: true }): Promise<CurrentRegistration | undefined>
    /** Returns a registration as it is stored; `undefined` if it does not exist. */
    get(id: string, options?: { tx?: Transaction; now?: boolean }): Promise<StoredRegistration | undefined>
    /** Returns the store's time in ISO 8601. */
    now(): Promise<string>
    /**
     * Returns a page of registrations with what they wait for: in order of id, or with `orderBy: 'waiting'` those that have
     * waited longest first, which is the queue of a clerk's desk. One whose row is damaged comes marked (`damaged`), without
     * a snapshot.
     */
    find(query?: RegistrationQuery): Promise<FoundRegistration[]>
    /**
     * Counts registrations in groups, such as by state, or by place and task.
     * @returns the groups that are not empty, in the order of their keys
     */
    count<By extends CountKey>(query: CountQuery<By>): Promise<RegistrationCount<By>[]>
    /**
     * Counts the refusals since an instant, the most frequent first. Those that are not logged, of strangers and of events that
     * cannot be read, are counted by whole hours.
     */
    refusals(query: RefusalQuery): Promise<RuleRefusals[]>
    /** Returns a page of the log of a registration, including refused events; of an archived one, what the store has. */
    log(id: string, query?: LogQuery): Promise<StoredLogRow[]>
    /**
     * Fires the deadlines that are due. Any number of workers may do this concurrently.
     * @returns the number of registrations in which deadlines fired
     * @throws `RangeError` if an option is wrong, or `until` is in the future
     */
    fireDeadlines(options?: FireDeadlinesOptions): Promise<number>
  }

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
 * // Leave `now` out for the current time.
 * const store = createStore(database, { now: () => Date.parse('2024-04-08T10:00:00+08:00') })
 * await store.migrate()
 * const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
 * await store.open({ registrationId: 'R', candidateId: 'C', exam, notice })
 * ;(await store.get('R'))?.state // 'account.agreement'
 * await database.close()
 * ```
 */
export function createStore<Id extends string = RuleId>(
  database: AnyDatabase,
  options: StoreOptions<Id> = {},
): Store<Id> {
  return createStoreFor(knownTables, database, options)
}

/** @param known the versions of the tables that the store knows */
export function createStoreFor<Id extends string = RuleId>(
  known: KnownTables,
  database: AnyDatabase,
  options: StoreOptions<Id> = {},
): Store<Id> {
  checkOptions('createStore', options)
  const { now: clock, prepare = true, schema = defaultSchema, maxAhead = defaultMaxAhead } = options
  const { sealPersonal, openPersonal } = options
  const onStuck = (stuck: StuckRegistration) => notify(options.onStuck ?? warnStuck, stuck)
  // The ids of provisions are known only to the caller's types.
  const registrations = (options.registrations ?? nationalRegistrations()) as Registrations
  const onFacts = options.listen ? () => facts.ring() : undefined
  const unchecked = connect(database, { prepare, schema, sealing: { sealPersonal, openPersonal }, onFacts })
  const base = checkedDatabase(unchecked, known)
  const facts = new FactSignal(database, unchecked)
  const queue = keyedQueue<string>()
  const unlogged = new UnloggedRefusals(base)
  const deciding: Deciding = { clock, maxAhead, registrations, chain: options.chain ?? false, unlogged }
  const observe = observeWith(options.onActivity)
  const store: Omit<Store, 'registrations'> = {
    migrate: () => migrate(unchecked, known.versions).finally(base.forget),
    open: async (input: DatedOpenInput, options?: OpenOptions) => {
      checkOptions('open', options)
      return observe.decided('open', base, (on) => openRegistration(on, deciding, input, options))
    },
    send: async (id, event, options = {}) => {
      checkOptions('send', options)
      const { tx, ...rest } = options
      const item: SendItem = { id, event, ...rest }
      const decision = await observe.decided(event, base, (on) =>
        tx === undefined
          ? queue(id, () => sendEvent(on, deciding, item))
          : inTransaction(tx, on, (session) => sendInTransaction(session, deciding, item)),
      )
      unlogged.count(decision)
      return decision
    },
    sendAll: async (items, options) => {
      checkOptions('sendAll', options)
      return sendAll(base, deciding, items, observe.bulk(options)).finally(() => unlogged.written())
    },
    sendToNotice: async (noticeId, event, options) => {
      checkOptions('sendToNotice', options)
      return sendToNotice(base, deciding, noticeId, event, observe.bulk(options))
    },
    adopt: async (adoptions, options) => {
      checkOptions('adopt', options ?? {})
      return adoptRegistrations(base, deciding, adoptions, options)
    },
    amendments: (noticeId) => listAmendments(base, noticeId),
    get: (async (id: string, { tx, ...options }: { tx?: Transaction; now?: boolean } = {}) => {
      checkOptions('get', options)
      const read = (on: Session) => (options.now ? getNow(on, deciding, id) : getRegistration(on, id))
      return tx === undefined ? read(base) : inTransaction<StoredRegistration | undefined>(tx, base, read)
    }) as Store['get'],
    now: async () => formatInstant(await currentTime(unchecked, clock)),
    find: async (query = {}) => {
      checkOptions('find', query)
      return findRegistrations(base, query)
    },
    count: async (query) => {
      checkOptions('count', query)
      return countRegistrations(base, query)
    },
    refusals: async (query) => {
      checkOptions('refusals', query)
      await unlogged.written()
      return countRefusals(base, query)
    },
    log: async (id, query) => {
      checkOptions('log', query)
      return readLog(base, id, query)
    },
    fireDeadlines: async (options = {}) => {
      checkOptions('fireDeadlines', options)
      return observe.fired(() => fireDeadlines(base, deciding, options, onStuck))
    },
    ...factCallsOf(base, facts, observe),
    ...upkeepOf(base, registrations),
  }
  return { ...observe.calls(store), registrations } as unknown as Store<Id>
}
