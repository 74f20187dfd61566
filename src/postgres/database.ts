import { asStoreError, isConflict } from './errors'

/** The values of a row by column name. */
export type Row = Record<string, unknown>

/** A statement that is prepared once for each connection, under its name. */
export type Statement = { name: string; text: string }

/** Runs statements: a database, or a transaction on it. Parameters are `$1`, `$2` … */
export type Queryable = {
  /** Runs one statement. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

/** Any database that speaks PostgreSQL. */
export type CustomDatabase = Queryable & {
  /** Runs `work` in a new transaction: commits when it resolves, rolls back when it rejects. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>
}

/** The part of a `pg` client that the store needs. */
export type ClientLike = Queryable & {
  /** Returns the connection to the pool, which discards a broken one. */
  release(error?: Error | boolean): void
  /** Adds a listener for errors of an idle connection. */
  on?(event: 'error', listener: (error: Error) => void): unknown
  /** Removes the listener. */
  off?(event: 'error', listener: (error: Error) => void): unknown
}

/** The part of a `pg` pool that the store needs. */
export type PoolLike = Queryable & {
  /** Checks out a connection. */
  connect(): Promise<ClientLike>
  /** The number of connections; the store recognizes a pool by this property. */
  totalCount: number
}

/** The database of a store: a `pg` pool, a PGlite, or a custom object. */
export type AnyDatabase = PoolLike | CustomDatabase

/** Runs prepared statements. */
export type Session = {
  run(statement: Statement, values?: unknown[]): Promise<Row[]>
}

export type Database = Session & {
  transaction<T>(work: (tx: Session) => Promise<T>): Promise<T>
}

const isPool = (database: AnyDatabase): database is PoolLike =>
  'connect' in database && 'totalCount' in database

type Prepares = { query(config: Statement & { values: unknown[] }): Promise<{ rows: unknown[] }> }

/** @param prepared whether `queries` belongs to `pg`, which prepares statements under their names */
export function session(queries: Queryable, prepared: boolean): Session {
  return {
    async run(statement, values = []) {
      try {
        const result = prepared
          ? await (queries as unknown as Prepares).query({ ...statement, values })
          : await queries.query(statement.text, values)
        return result.rows as Row[]
      } catch (error) {
        throw asStoreError(error)
      }
    },
  }
}

/** The maximum number of attempts for a transaction that conflicts with another. */
const maxAttempts = 10

async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let left = maxAttempts; ; left -= 1) {
    try {
      return await work()
    } catch (error) {
      if (left <= 1 || !isConflict(error)) throw error
    }
  }
}

const ignoreError = (): void => {}

async function transactionIn<T>(pool: PoolLike, work: (client: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // The failing statement rejects with the error; an `error` event without a listener would end the process.
  client.on?.('error', ignoreError)
  let broken: unknown
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    // A connection that cannot roll back must not be reused.
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure
    })
    throw error
  } finally {
    if (broken === undefined) client.off?.('error', ignoreError)
    client.release(broken instanceof Error ? broken : broken !== undefined)
  }
}

/**
 * Gives every kind of database the same interface.
 * @throws `TypeError` if `given` is not a database
 */
export function connect(given: AnyDatabase, prepare: boolean): Database {
  const { query, connect: checkOut, transaction: own } = (given ?? {}) as Partial<PoolLike & CustomDatabase>
  if (typeof query !== 'function' || (typeof checkOut !== 'function' && typeof own !== 'function')) {
    throw new TypeError('createStore needs a pg Pool, a PGlite, or { query, transaction }')
  }
  const prepared = isPool(given) && prepare
  const transaction = <T>(work: (tx: Queryable) => Promise<T>): Promise<T> =>
    isPool(given) ? transactionIn(given, work) : given.transaction(work)
  return {
    run: session(given, prepared).run,
    async transaction(work) {
      try {
        return await retryOnConflict(() => transaction((tx) => work(session(tx, prepared))))
      } catch (error) {
        throw asStoreError(error)
      }
    },
  }
}
