import type { CustomDatabase, Queryable } from './database'
import { arrayText, splitAtParameters, withoutStatement } from './driverText'
import { MisuseError } from './errors'
import { shared } from './shared'

/**
 * Databases of other libraries, and their transactions. Each type lists only what the store uses, so that the library is
 * needed neither at run time nor to compile.
 */

const wrappers = /* @__PURE__ */ shared('baokao.wrappers.1', () => new WeakMap<object, Queryable>())

/**
 * One wrapper for each handle: the store queues the calls of a transaction by the identity of its object.
 * @throws `TypeError` if the handle is of another library
 */
function wrapped<T extends Queryable>(name: string, handle: object, method: string, wrap: () => T): T {
  if (typeof (handle as Record<string, unknown> | undefined)?.[method] !== 'function')
    throw new MisuseError(
      `${name} needs the database of its library, or its transaction: it has no ${method}`,
    )
  const wrapper = (wrappers.get(handle) as T | undefined) ?? wrap()
  wrappers.set(handle, wrapper)
  return wrapper
}

/** The rows of a result that is either an array of them or has them. */
const rowsIn = (result: unknown): { rows: unknown[] } =>
  Array.isArray(result) ? { rows: result } : (result as { rows: unknown[] })

/** The part of a `Kysely` or of its `Transaction` that the store needs. */
export type KyselyLike = {
  withoutPlugins(): { executeQuery(query: unknown): Promise<{ rows: unknown[] }> }
  transaction(): { execute<T>(work: (trx: KyselyLike) => Promise<T>): Promise<T> }
}

/**
 * The database of a store, or its `tx`, from a `Kysely` or its transaction. Plugins are left out: they would rename the
 * store's columns.
 * @example
 * ```ts
 * import { createStore, type EventInput, fromKysely } from 'baokao/postgres'
 * import type { Kysely } from 'kysely'
 *
 * const send = (db: Kysely<unknown>, id: string, event: EventInput) => {
 *   const store = createStore(fromKysely(db))
 *   return db.transaction().execute((trx) => store.send(id, event, { tx: fromKysely(trx) }))
 * }
 * ```
 */
export function fromKysely(db: KyselyLike): CustomDatabase {
  return wrapped('fromKysely', db, 'withoutPlugins', () => ({
    query: (sql, parameters = []) => {
      // What `CompiledQuery.raw` makes, without an import of Kysely.
      const query = { kind: 'RawNode', sqlFragments: [sql], parameters: [] }
      return db.withoutPlugins().executeQuery({ sql, parameters, query, queryId: { queryId: 'baokao' } })
    },
    transaction: (work) => db.transaction().execute((trx) => work(fromKysely(trx))),
  }))
}

/** The part of a Drizzle database or of its transaction that the store needs. */
export type DrizzleLike = {
  execute(query: unknown): PromiseLike<unknown>
  transaction<T>(work: (tx: DrizzleLike) => Promise<T>): Promise<T>
}

/** The part of Drizzle's `sql` that the store needs. */
export type DrizzleSqlLike = {
  raw(text: string): object
  param(value: unknown): object
  join(chunks: object[]): object
}

/**
 * The database of a store, or its `tx`, from a Drizzle database or its transaction.
 * @param sql the `sql` of `drizzle-orm`
 * @example
 * ```ts
 * import { createStore, type DrizzleSqlLike, type EventInput, fromDrizzle } from 'baokao/postgres'
 * import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
 *
 * // `sql` is that of `drizzle-orm`.
 * const send = (db: NodePgDatabase, sql: DrizzleSqlLike, id: string, event: EventInput) => {
 *   const store = createStore(fromDrizzle(db, sql))
 *   return db.transaction((tx) => store.send(id, event, { tx: fromDrizzle(tx, sql) }))
 * }
 * ```
 */
export function fromDrizzle(db: DrizzleLike, sql: DrizzleSqlLike): CustomDatabase {
  return wrapped('fromDrizzle', db, 'execute', () => ({
    query: async (text, values = []) => {
      const chunks = splitAtParameters(text).map((part, i) =>
        i % 2 === 0 ? sql.raw(part) : sql.param(values[Number(part) - 1]),
      )
      return rowsIn(await db.execute(sql.join(chunks)))
    },
    transaction: (work) => db.transaction((tx) => work(fromDrizzle(tx, sql))),
  }))
}

/** The part of the client of a Prisma transaction that the store needs. */
export type PrismaTransactionLike = {
  $queryRawUnsafe(text: string, ...values: unknown[]): PromiseLike<unknown>
}

/** The part of a `PrismaClient` that the store needs. */
export type PrismaLike = PrismaTransactionLike & {
  $transaction<T>(work: (tx: PrismaTransactionLike) => Promise<T>): Promise<T>
}

/**
 * The database of a store, or its `tx`, from a `PrismaClient` or the client of an interactive transaction.
 * @example
 * ```ts
 * import { createStore, type EventInput, fromPrisma } from 'baokao/postgres'
 * import type { PrismaClient } from './generated/prisma/client'
 *
 * const send = (prisma: PrismaClient, id: string, event: EventInput) => {
 *   const store = createStore(fromPrisma(prisma))
 *   return prisma.$transaction((tx) => store.send(id, event, { tx: fromPrisma(tx) }))
 * }
 * ```
 */
export function fromPrisma(prisma: PrismaLike): CustomDatabase
export function fromPrisma(tx: PrismaTransactionLike): Queryable
export function fromPrisma(prisma: PrismaTransactionLike): Queryable {
  return wrapped(
    'fromPrisma',
    prisma,
    '$queryRawUnsafe',
    (): CustomDatabase => ({
      query: async (text, values = []) => rowsIn(await prisma.$queryRawUnsafe(text, ...values)),
      transaction: (work) => (prisma as PrismaLike).$transaction((tx) => work(fromPrisma(tx))),
    }),
  )
}

/** The part of the `sql` of a postgres.js transaction that the store needs. */
export type PostgresJsTransactionLike = {
  unsafe(text: string, values?: never[]): PromiseLike<unknown>
}

/** The part of the `sql` of postgres.js that the store needs, or of an `SQL` of Bun. */
export type PostgresJsLike = PostgresJsTransactionLike & {
  begin(work: (tx: PostgresJsTransactionLike) => Promise<unknown>): Promise<unknown>
}

/**
 * The database of a store, or its `tx`, from the `sql` of postgres.js or that of a transaction. It also takes those of
 * Bun, `new SQL(url)`.
 * @example
 * ```ts
 * import { createStore, type EventInput, fromPostgresJs } from 'baokao/postgres'
 * import type { Sql } from 'postgres'
 *
 * const send = (sql: Sql, id: string, event: EventInput) => {
 *   const store = createStore(fromPostgresJs(sql))
 *   return sql.begin((tx) => store.send(id, event, { tx: fromPostgresJs(tx) }))
 * }
 * ```
 */
export function fromPostgresJs(sql: PostgresJsLike): CustomDatabase
export function fromPostgresJs(tx: PostgresJsTransactionLike): Queryable
export function fromPostgresJs(sql: PostgresJsTransactionLike): Queryable {
  return wrapped(
    'fromPostgresJs',
    sql,
    'unsafe',
    (): CustomDatabase => ({
      query: async (text, values = []) => rowsIn(await sql.unsafe(text, values.map(arrayText) as never[])),
      transaction: <T>(work: (tx: Queryable) => Promise<T>) =>
        (sql as PostgresJsLike).begin((tx) => work(fromPostgresJs(tx))) as Promise<T>,
    }),
  )
}

/** The part of a `DataSource` or an `EntityManager` of TypeORM that the store needs. */
export type TypeormLike = {
  query(text: string, values?: unknown[]): Promise<unknown>
  transaction<T>(work: (manager: TypeormLike) => Promise<T>): Promise<T>
}

/**
 * The database of a store, or its `tx`, from a `DataSource` of TypeORM or the `EntityManager` of a transaction.
 * @example
 * ```ts
 * import { createStore, type EventInput, fromTypeorm } from 'baokao/postgres'
 * import type { DataSource } from 'typeorm'
 *
 * const send = (source: DataSource, id: string, event: EventInput) => {
 *   const store = createStore(fromTypeorm(source))
 *   return source.transaction((manager) => store.send(id, event, { tx: fromTypeorm(manager) }))
 * }
 * ```
 */
export function fromTypeorm(source: TypeormLike): CustomDatabase {
  return wrapped('fromTypeorm', source, 'query', () => ({
    query: async (text, values) => {
      const result = (await source.query(text, values)) as unknown[]
      // An update or a deletion has the rows and their number.
      return rowsIn(Array.isArray(result[0]) ? result[0] : result)
    },
    transaction: (work) => source.transaction((manager) => work(fromTypeorm(manager))),
  }))
}

/** The part of a `Knex` or of its transaction that the store needs. */
export type KnexLike = {
  raw(text: string, bindings: never[]): PromiseLike<unknown>
  transaction<T>(work: (trx: KnexLike) => Promise<T>): Promise<T>
}

/**
 * The database of a store, or its `tx`, from a `Knex` or its transaction.
 * @example
 * ```ts
 * import { createStore, type EventInput, fromKnex } from 'baokao/postgres'
 * import type { Knex } from 'knex'
 *
 * const send = (knex: Knex, id: string, event: EventInput) => {
 *   const store = createStore(fromKnex(knex))
 *   return knex.transaction((trx) => store.send(id, event, { tx: fromKnex(trx) }))
 * }
 * ```
 */
export function fromKnex(knex: KnexLike): CustomDatabase {
  return wrapped('fromKnex', knex, 'raw', () => ({
    query: async (text, values = []) => {
      const parts = splitAtParameters(text)
      // Knex reads each `?` as a parameter, also in an operator.
      const raw = parts.map((part, i) => (i % 2 === 0 ? part.replaceAll('?', '\\?') : '?')).join('')
      const bindings = parts.flatMap((part, i) => (i % 2 === 0 ? [] : [values[Number(part) - 1]]))
      try {
        return rowsIn(await knex.raw(raw, bindings as never[]))
      } catch (error) {
        throw withoutStatement(error)
      }
    },
    transaction: (work) => knex.transaction((trx) => work(fromKnex(trx))),
  }))
}
