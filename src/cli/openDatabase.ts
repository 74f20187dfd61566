import { existsSync } from 'node:fs'
import type { Language } from '../language'
import { type AnyDatabase, StoreError } from '../postgres'
import type { DriverError } from '../postgres/driverCause'
import { UsageError } from './usageError'

/** How a database is opened. */
type DatabaseOptions = {
  /** Whether to create a missing folder of PGlite. */
  create?: boolean
  /** How long a statement may take, in milliseconds; as long as it needs by default. */
  queryTimeout?: number
  /** The largest number of connections; 4 by default. */
  connections?: number
}

/** A database that is open for one command. */
type OpenedDatabase = { database: AnyDatabase; close: () => Promise<void> }

/** Imports an optional package, which the user installs. @param option which needs it */
export async function loadPackage<T>(name: string, load: () => Promise<T>, option = '--store'): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new UsageError(
      `${option} needs the package ${name}: npm install ${name}`,
      `${option} 需要安装 ${name}：npm install ${name}`,
    )
  }
}

/**
 * Opens the database of a URL: `postgres://…`, or `pglite:FOLDER` for PostgreSQL within this process.
 * @throws UsageError if it is neither, the folder is missing, or the driver is not installed
 */
async function openDatabase(
  url: string,
  { create = false, queryTimeout, connections = 4 }: DatabaseOptions,
): Promise<OpenedDatabase> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    // The host may be left out, as in `postgres://user@/database?host=/run/postgresql`.
    if (!URL.canParse(url.replace('@/', '@host/')))
      throw new UsageError(
        'the URL of the database is not valid: in a password, write # as %23, / as %2F and @ as %40',
        '数据库的网址无效：密码中的 # 须写作 %23，/ 写作 %2F，@ 写作 %40',
      )
    const { default: pg } = await loadPackage('pg', () => import('pg'))
    // A server that has lost its power answers nothing, not even with an error. The URL may set a `query_timeout`, too.
    const pool = new pg.Pool({
      connectionString: url,
      max: connections,
      keepAlive: true,
      connectionTimeoutMillis: 30_000,
      ...(queryTimeout !== undefined && { query_timeout: queryTimeout }),
    })
    // The pool replaces a broken idle connection; a running query reports its own error.
    pool.on('error', () => {})
    // A new connection that the server ends at once has no listener until its receiver runs, and would end the process.
    pool.on('connect', (client) => client.on('error', () => {}))
    return { database: pool, close: () => pool.end() }
  }
  const folder = /^pglite:(.+)$/.exec(url)?.[1]
  if (folder !== undefined) {
    if (!create && !existsSync(folder))
      throw new UsageError(
        `${url}: no such folder (baokao migrate makes it)`,
        `${url}: 没有这个文件夹（可由 baokao migrate 建立）`,
      )
    const { PGlite } = await loadPackage('@electric-sql/pglite', () => import('@electric-sql/pglite'))
    const lite = await PGlite.create(folder)
    return { database: lite, close: () => lite.close() }
  }
  throw new UsageError(
    // It may hold a password, wherever somebody put it.
    'the database (--store, or DATABASE_URL): must be postgres://… or pglite:FOLDER',
    '数据库（--store 或 DATABASE_URL）：须为 postgres://… 或 pglite:文件夹',
  )
}

/** Opens a database, calls `work` and closes it. @throws UsageError in place of a `StoreError` */
export async function withDatabase(
  url: string,
  lang: Language,
  work: (database: AnyDatabase) => Promise<number>,
  options: DatabaseOptions = {},
): Promise<number> {
  const { database, close } = await openDatabase(url, options)
  try {
    return await work(database)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new UsageError(storeErrorText(error, lang))
  } finally {
    await close()
  }
}

/** What of a table made the database refuse: its constraint, with the table, as PostgreSQL names them. */
function constraintText(cause: unknown, lang: Language): string {
  const { constraint, schema, table } = cause as Partial<DriverError>
  if (constraint === undefined) return ''
  const place = [schema, table].filter(Boolean).join('.')
  return {
    zh: `（违反${place && ` ${place} 的`}约束 ${constraint}）`,
    en: ` (the constraint ${constraint}${place && ` of ${place}`} refused it)`,
  }[lang]
}

/** The message of a store error, with the message of its cause, and the constraint that it names. */
export function storeErrorText(error: StoreError, lang: Language): string {
  const cause = error.cause instanceof Error ? error.cause.message : String(error.cause)
  const hint = error.code === 'notMigrated' ? ' (baokao migrate)' : ''
  return `${error.text[lang]}${hint} ${cause}${constraintText(error.cause, lang)}`.trim()
}
