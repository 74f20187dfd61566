import { driverError, isConflict, MisuseError } from './errors'
import type { Sealing } from './sealing'

/** The values of a row by column name. */
export type Row = Record<string, unknown>

/** A statement that is prepared once for each connection, under its name. It names tables in the schema `baokao`. */
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
  /** How the personal data of the log is encrypted. */
  sealing: Sealing
  /** Called after facts were written: notifies waiting workers once they are committed. */
  factsWritten?: (() => unknown) | undefined
}

export type Database = Session & {
  schema: string
  /** Whether workers are notified of new facts. */
  listen: boolean
  transaction<T>(work: (tx: Session) => Promise<T>): Promise<T>
  /** Checks that the library knows the tables, in a transaction of the caller. */
  requireTables?(session: Session): Promise<void>
}

const isPool = (database: AnyDatabase): database is PoolLike =>
  'connect' in database && 'totalCount' in database

type Prepares = { query(config: Statement & { values: unknown[] }): Promise<{ rows: unknown[] }> }

/** The schema of a store's tables if it is not given. */
export const defaultSchema = 'baokao'

const rewritten = new Map<string, WeakMap<Statement, Statement>>()

/** Puts the tables of a text into another schema. */
export const inSchemaText = (text: string, schema: string): string =>
  schema === defaultSchema ? text : text.replace(/\bbaokao(?=\.)/g, `"${schema}"`)

/** Puts the tables of a statement into another schema, once for each statement. */
function inSchema(statement: Statement, schema: string): Statement {
  if (schema === defaultSchema) return statement
  const known = rewritten.get(schema) ?? new WeakMap<Statement, Statement>()
  rewritten.set(schema, known)
  const { name, text } = statement
  const statementThere = known.get(statement) ?? {
    name: name && `${schema}:${name}`,
    text: inSchemaText(text, schema),
  }
  known.set(statement, statementThere)
  return statementThere
}

/** How the statements of a store are run. */
export type Dialect = {
  /** Whether `pg` prepares statements under their names. */
  prepared: boolean
  /** The schema of the tables. */
  schema: string
  sealing: Sealing
  /** The call in a transaction of the caller, whose writes need its mark there. */
  call?: string
}

/** The setting with the mark of a call. */
export const callSetting = 'baokao_call.id'

/** Where a statement takes the guard of its session. */
export const guardHere = 'and true /* guard */'

/** Lets a statement write only while the mark of the call stands. Its text stays the same: some drivers prepare each text. */
function guarded(text: string, values: unknown[], call: string): [text: string, values: unknown[]] {
  if (!text.includes(guardHere)) return [text, values]
  const guard = `and current_setting('${callSetting}', true) = $${values.length + 1}::text`
  return [text.replaceAll(guardHere, guard), [...values, call]]
}

export function session(queries: Queryable, { prepared, schema, sealing, call }: Dialect): Session {
  return {
    sealing,
    async run(statement, given = []) {
      const { name, text: unguarded } = inSchema(statement, schema)
      const [text, values] = call === undefined ? [unguarded, given] : guarded(unguarded, given, call)
      try {
        const result = prepared
          ? await (queries as unknown as Prepares).query({ name, text, values })
          : await queries.query(text, values)
        if (!Array.isArray(result?.rows)) throw new MisuseError('`query` must resolve to { rows }')
        return result.rows as Row[]
      } catch (error) {
        throw driverError(error)
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
    const committed = (await client.query('commit')) as { command?: string }
    // PostgreSQL answers so, without an error, if a statement of the transaction has failed.
    if (committed.command === 'ROLLBACK') throw new Error('the transaction was rolled back')
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

/** How a store uses its database. */
type Connecting = {
  prepare: boolean
  schema: string
  sealing?: Sealing
  onFacts?: (() => void) | undefined
}

/**
 * Gives every kind of database the same interface.
 * @throws `TypeError` if `given` is not a database
 */
export function connect(
  given: AnyDatabase,
  { prepare, schema, sealing = {}, onFacts }: Connecting,
): Database {
  const { query, transaction: own } = (Object(given) ?? {}) as Partial<CustomDatabase>
  if (typeof query !== 'function' || !(typeof own === 'function' || isPool(given))) {
    throw new MisuseError(
      'createStore needs a pg Pool, a PGlite, or { query, transaction }, such as fromKysely(db)',
    )
  }
  const dialect: Dialect = { prepared: isPool(given) && prepare, schema, sealing }
  const transaction = <T>(work: (tx: Queryable) => Promise<T>): Promise<T> =>
    isPool(given) ? transactionIn(given, work) : given.transaction(work)
  return {
    schema,
    listen: onFacts !== undefined,
    ...session(given, dialect),
    factsWritten: onFacts,
    async transaction(work) {
      let facts = false
      const factsWritten = onFacts && (() => (facts = true))
      try {
        const result = await retryOnConflict(() =>
          transaction((tx) => work({ ...session(tx, dialect), factsWritten })),
        )
        if (facts) onFacts?.()
        return result
      } catch (error) {
        throw driverError(error)
      }
    },
  }
}
