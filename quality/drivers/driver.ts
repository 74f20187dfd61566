import type { CustomDatabase, EventInput, Queryable, StoredDecision, StoreOptions } from 'baokao/postgres'

/** A library as the tests use it. */
export type Driver = {
  database: CustomDatabase
  /** The example of the documentation: sends an event, and inserts a row of the caller's own in the same transaction. */
  visits(options: StoreOptions): (id: string, event: EventInput) => Promise<StoredDecision>
  /** Runs work in a transaction of the library. @param work gets what wraps the transaction for the store */
  begin<T>(work: (tx: () => Queryable) => Promise<T>): Promise<T>
  end(): Promise<unknown>
}

/** Connects to a database with the table `visit`. */
export type Connect = (url: string) => Promise<Driver>
