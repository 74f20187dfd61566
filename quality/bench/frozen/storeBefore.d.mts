import type { AnyDatabase, Store, StoreOptions } from '../../../src/postgres'

/** The store before it had tasks, consumers and signals. */
export function createStore(database: AnyDatabase, options?: StoreOptions): Store
