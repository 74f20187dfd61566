import type { RegistrationEvent, RuleId } from '../../src'
import {
  type AnyDatabase,
  type BulkOptions,
  createStore,
  type EventInput,
  type OpenOptions,
  type SendItem,
  type SendOptions,
  type Store,
  type StoreOptions,
} from '../../src/postgres'
import type { DatedOpenInput } from '../../src/postgres/openRegistration'
import { TestClock } from '../../src/testing/testClock'

/** The clock of the dated stores of all tests. Registration ids are unique. */
export const clock = new TestClock()

/** An item to send, with a dated event. */
type DatedItem = Omit<SendItem, 'event'> & { event: RegistrationEvent | EventInput }

/**
 * A store that takes dated events and openings: each sets the time of its registration; `until` and an amendment
 * set that of the store.
 */
export type DatedStore<Id extends string = RuleId> = Omit<Store<Id>, 'open' | 'send' | 'sendAll'> & {
  open(input: DatedOpenInput, options?: OpenOptions): ReturnType<Store<Id>['open']>
  send(
    id: string,
    event: RegistrationEvent | EventInput,
    options?: SendOptions,
  ): ReturnType<Store<Id>['send']>
  sendAll(items: DatedItems, options?: BulkOptions): ReturnType<Store<Id>['sendAll']>
}

type DatedItems = AsyncIterable<DatedItem | readonly DatedItem[]> | Iterable<DatedItem | readonly DatedItem[]>

async function* datedItems(items: DatedItems) {
  for await (const item of items)
    yield [item].flat().map((one) => ({ ...one, event: clock.event(one.id, one.event) }))
}

/** @param store with the time of `clock` */
export const dated = <Id extends string>(store: Store<Id>): DatedStore<Id> => ({
  ...store,
  open: (input, options) => store.open(clock.opening(input), options as Omit<OpenOptions, 'by'>),
  send: (id, event, options) => store.send(id, clock.event(id, event), options),
  sendAll: (items, options) => store.sendAll(datedItems(items), options),
  sendToNotice: (noticeId, event, options) => {
    clock.set('', event?.at)
    return store.sendToNotice(noticeId, event, options)
  },
  fireDeadlines: (options) => {
    clock.set('', options?.until)
    return store.fireDeadlines(options)
  },
})

/** Creates a store on a database, for dated events. */
export const datedStore = <Id extends string = RuleId>(
  database: AnyDatabase,
  options?: StoreOptions<Id>,
): DatedStore<Id> => dated(createStore(database, { now: clock.now, ...options }))
