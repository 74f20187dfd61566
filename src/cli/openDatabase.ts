import { existsSync } from 'node:fs'
import { StoreError } from '../postgres'
import type { AnyDatabase } from '../postgres/database'
import { WrongUse } from './files'
import type { Language } from './phrases'

/** A database that was opened for one command. */
export type Opened = { database: AnyDatabase; close: () => Promise<void> }

/** Loads the driver, which whoever embeds the store has installed. */
async function driver<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new WrongUse(
      `--store needs the package ${name}: npm install ${name}`,
      `--store 需要安装 ${name}：npm install ${name}`,
    )
  }
}

/**
 * Opens what `--store` names: `postgres://…`, or `pglite:FOLDER` for PostgreSQL within this process.
 * @param create whether a folder that there is not is made
 * @throws WrongUse where it names neither
 */
export async function openDatabase(url: string, create: boolean): Promise<Opened> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { default: pg } = await driver('pg', () => import('pg'))
    const pool = new pg.Pool({ connectionString: url, max: 4 })
    // An idle connection that breaks is replaced; whoever was using one hears of it anyway.
    pool.on('error', () => {})
    return { database: pool, close: () => pool.end() }
  }
  const folder = /^pglite:(.+)$/.exec(url)?.[1]
  if (folder !== undefined) {
    if (!create && !existsSync(folder))
      throw new WrongUse(
        `--store ${url}: no such folder (baokao migrate makes it)`,
        `--store ${url}: 没有这个文件夹（可由 baokao migrate 建立）`,
      )
    const { PGlite } = await driver('@electric-sql/pglite', () => import('@electric-sql/pglite'))
    const lite = await PGlite.create(folder)
    return { database: lite, close: () => lite.close() }
  }
  throw new WrongUse(
    `--store ${url}: must be postgres://… or pglite:FOLDER`,
    `--store ${url}: 须为 postgres://… 或 pglite:文件夹`,
  )
}

/** Opens a database for as long as something is done with it; what the database refuses is told in one line. */
export async function withDatabase(
  url: string,
  lang: Language,
  work: (database: AnyDatabase) => Promise<number>,
  { create = false }: { create?: boolean } = {},
): Promise<number> {
  const { database, close } = await openDatabase(url, create)
  try {
    return await work(database)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new WrongUse(`${explained(error, lang)}`)
  } finally {
    await close()
  }
}

/** What a database error means, and what it said itself. */
export function explained(error: StoreError, lang: Language): string {
  const cause = error.cause instanceof Error ? error.cause.message : String(error.cause)
  const hint = error.code === 'notMigrated' ? ' (baokao migrate --store …)' : ''
  return `${error.text[lang]}${hint} ${cause}`.trim()
}
