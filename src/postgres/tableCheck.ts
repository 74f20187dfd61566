import type { Database, Session, Statement } from './database'
import { StoreError } from './errors'
import { type TableVersion, tableVersions } from './migrations'

/** Lets a store use only tables that its library knows. */

/** The version of the tables, and the oldest version whose library works on them. */
export type TablesAt = { version: number; oldest: number }

/** @throws `StoreError` with the code `newerTables` if this library is too old for the tables */
export function requireKnownTables({ version, oldest }: TablesAt, versions: readonly TableVersion[]): void {
  if (oldest > versions.length)
    throw new StoreError('newerTables', `tables at version ${version}, library at ${versions.length}`)
}

const selectTables: Statement = {
  name: '',
  text: 'select version, oldest from baokao.migration order by version desc limit 1',
}

async function requireTables(session: Session, versions: readonly TableVersion[]): Promise<void> {
  const [row] = await session.run(selectTables)
  if (row === undefined) return
  const tables = { version: Number(row.version), oldest: Number(row.oldest) }
  requireKnownTables(tables, versions)
  if (tables.version < versions.length)
    throw new StoreError('notMigrated', `tables at version ${tables.version}, library at ${versions.length}`)
}

/** What a library knows of its tables. */
export type KnownTables = {
  versions: readonly TableVersion[]
  /** How long a check holds, in milliseconds. */
  checkEvery: number
}

export const knownTables: KnownTables = { versions: tableVersions, checkEvery: 60_000 }

/** A database that is used only while the library knows its tables. */
export type CheckedDatabase = Database & {
  /** Checks the version of the tables before the next statement. */
  forget(): void
}

/**
 * Checks the version of the tables before the first statement, at most once a minute after it, and after a failure, so
 * that a running process notices a migration, and says what is wrong instead of an error of a statement.
 */
export function checkedDatabase(base: Database, { versions, checkEvery }: KnownTables): CheckedDatabase {
  let isValid = false
  let checking: Promise<void> | undefined
  const forget = () => {
    isValid = false
  }
  async function check(session: Session): Promise<void> {
    await requireTables(session, versions)
    isValid = true
    // The timer alone must keep no process alive.
    setTimeout(forget, checkEvery).unref()
  }
  /** Calls that come meanwhile wait for the same check. */
  function ready(): Promise<void> | undefined {
    if (isValid) return undefined
    checking ??= check(base).finally(() => {
      checking = undefined
    })
    return checking
  }
  async function checked<T>(work: () => Promise<T>): Promise<T> {
    await ready()
    try {
      return await work()
    } catch (error) {
      if (error instanceof StoreError && error.code !== 'conflict') {
        forget()
        if (error.code === 'failed' || error.code === 'notMigrated') await explain()
      }
      throw error
    }
  }
  /** @throws `StoreError` if the version of the tables explains a failure */
  async function explain(): Promise<void> {
    await ready()?.catch((error: unknown) => {
      if (error instanceof StoreError && ['newerTables', 'notMigrated'].includes(error.code)) throw error
    })
  }
  return {
    ...base,
    run: (statement, values) => checked(() => base.run(statement, values)),
    transaction: (work) => checked(() => base.transaction(work)),
    // In a transaction of the caller, who may have no other connection.
    requireTables: async (session) => {
      if (!isValid) await check(session)
    },
    forget,
  }
}
