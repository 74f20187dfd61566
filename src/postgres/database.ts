import { asStoreError, isConflict } from './errors'

/** A row, by column. */
export type Row = Record<string, unknown>

/** A statement that is sent often enough to be prepared once for each connection. */
export type Statement = { name: string; text: string }

/** Something that runs statements: a database, or a transaction on it. Parameters are `$1`, `$2` … */
export type Queries = {
  /** Runs one statement. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

/** Any other database that speaks PostgreSQL: `transaction` commits when `work` resolves, and rolls back when it throws. */
export type CustomDatabase = Queries & {
  /** Runs some work within a transaction of its own. */
  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>
}

/** The part of a connection of a `pg` pool that the store needs. */
export type ClientLike = Queries & {
  /** Gives the connection back; a broken one is thrown away. */
  release(error?: Error | boolean): void
  /** Hears of what breaks while nothing is being asked. */
  on?(event: 'error', listener: (error: Error) => void): unknown
  /** Stops hearing. */
  off?(event: 'error', listener: (error: Error) => void): unknown
}

/** The part of a `pg` pool that the store needs. */
export type PoolLike = Queries & {
  /** Lends a connection. */
  connect(): Promise<ClientLike>
  /** How many connections there are: what tells a pool from anything else. */
  totalCount: number
}

/** What a store stands on: a `pg` pool, a PGlite, or something of your own. */
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

/** Runs statements through what the caller gave; those of `pg` are prepared under their name. */
export function session(queries: Queries, prepared: boolean): Session {
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

/** How often a transaction is tried again when another stood in its way. */
const attempts = 10

async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let left = attempts; ; left -= 1) {
    try {
      return await work()
    } catch (error) {
      if (left <= 1 || !isConflict(error)) throw error
    }
  }
}

const ignoreError = (): void => {}

async function inPool<T>(pool: PoolLike, work: (client: Queries) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // Whatever breaks is told by the statement that it breaks; an `error` event that nobody hears would end the process.
  client.on?.('error', ignoreError)
  let broken: unknown
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    // A connection that cannot even roll back is of no use to anybody else.
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure
    })
    throw error
  } finally {
    if (broken === undefined) client.off?.('error', ignoreError)
    client.release(broken instanceof Error ? broken : broken !== undefined)
  }
}

/** The same calls for whatever the caller gave. */
export function connect(given: AnyDatabase, prepare: boolean): Database {
  const { query, connect: lend, transaction: own } = (given ?? {}) as Partial<PoolLike & CustomDatabase>
  if (typeof query !== 'function' || (typeof lend !== 'function' && typeof own !== 'function')) {
    throw new TypeError('createStore needs a pg Pool, a PGlite, or { query, transaction }')
  }
  const prepared = isPool(given) && prepare
  const transaction = <T>(work: (tx: Queries) => Promise<T>): Promise<T> =>
    isPool(given) ? inPool(given, work) : given.transaction(work)
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
