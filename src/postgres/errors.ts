import type { LocalizedText } from '../language'
import { errorLabel } from '../persistence/errorLabel'
import { type DriverError, driverCause } from './driverCause'

/** The kind of a database failure. */
export type StoreErrorCode =
  | 'archived'
  | 'closed'
  | 'conflict'
  | 'denied'
  | 'encoding'
  | 'failed'
  | 'full'
  | 'newerTables'
  | 'notMigrated'
  | 'sealed'
  | 'unavailable'
  | 'unreadable'

const messages: Record<StoreErrorCode, LocalizedText> = {
  archived: {
    zh: '该报名的部分日志已归档：请以 archive 给出归档中属于该报名的全部内容。',
    en: 'Part of the log is in an archive: give all that it has of this registration as `archive`.',
  },
  closed: { zh: '数据库连接已关闭。', en: 'The connection to the database is closed.' },
  conflict: {
    zh: '与同时进行的另一项办理冲突，未保存任何内容，请重试。',
    en: 'It conflicts with a concurrent change, and nothing was stored; try again.',
  },
  denied: { zh: '数据库拒绝访问。', en: 'The database denies access.' },
  encoding: { zh: '数据库的编码须为 UTF8。', en: 'The encoding of the database must be UTF8.' },
  failed: { zh: '数据库操作失败。', en: 'The database failed.' },
  full: { zh: '数据库空间或资源不足。', en: 'The database has run out of space or of another resource.' },
  newerTables: {
    zh: '数据表的版本高于本库所支持的版本，请升级 baokao。',
    en: 'The tables are of a later version than this library works with: upgrade baokao.',
  },
  notMigrated: {
    zh: '数据表尚未建立或版本过低，请先执行 migrate()。',
    en: 'The tables are missing or of an earlier version: call migrate() first.',
  },
  sealed: {
    zh: '个人信息无法加密或解密，未保存任何内容（见 sealPersonal、openPersonal）。',
    en: 'Personal data cannot be sealed or opened, and nothing was stored: see `sealPersonal` and `openPersonal`.',
  },
  unavailable: {
    zh: '数据库暂时无法连接或没有响应，请重试。',
    en: 'The database cannot be reached, or does not answer; try again.',
  },
  unreadable: {
    zh: '已保存的报名无法读取：已损坏（repair() 可由日志重建快照），或由更新的版本写入（请升级）。',
    en: 'A stored registration cannot be read: it is damaged (repair() rebuilds the snapshot from the log), or of a later version (upgrade).',
  },
}

/**
 * A failure of the database. Nothing was stored, except possibly with `unavailable` and `closed`: the commit may have
 * succeeded, so send the event again under the same key.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly text: LocalizedText

  /** @param cause what the store found, or what is kept of the error of the driver */
  constructor(
    readonly code: StoreErrorCode,
    cause: string | DriverError,
  ) {
    super(`${messages[code].en} (${typeof cause === 'string' ? cause : errorLabel(cause)})`, { cause })
    this.text = messages[code]
  }
}

/** The caller's functions or arguments are not what the store needs. It is not a failure of the database. */
export class MisuseError extends TypeError {}

/** Where libraries put the error of the driver, and where drivers put the code. */
type Failure = {
  code?: unknown
  /** Bun's place for the SQLSTATE. */
  errno?: unknown
  /** Prisma's places for the SQLSTATE, and for a failure without one. */
  originalCode?: unknown
  kind?: unknown
  cause?: unknown
  meta?: unknown
  driverAdapterError?: unknown
  driverError?: unknown
  originalError?: unknown
}

/** An error and what is inside it, the innermost last. */
function failures(error: unknown, depth = 6): Failure[] {
  if (typeof error !== 'object' || error === null || depth === 0) return []
  const { cause, meta, driverAdapterError, driverError, originalError } = error as Failure
  const inner = [cause, meta, driverAdapterError, driverError, originalError]
  return [error, ...inner.flatMap((one) => failures(one, depth - 1))]
}

/** The codes of an error: SQLSTATEs, and what drivers and libraries have for a failure without one. */
const codesIn = (error: unknown): string[] =>
  failures(error)
    .flatMap(({ code, errno, originalCode, kind }) => [code, errno, originalCode, kind])
    .filter((code) => typeof code === 'string')

/** Whether PostgreSQL failed with this SQLSTATE, however deep libraries have wrapped its error. */
export const hasSqlState = (error: unknown, state: string): boolean => codesIn(error).includes(state)

/**
 * The kind of a failure by its code, and else by its message. `P1001` and the like are Prisma's codes, words are those of
 * its adapters, of postgres.js and of Bun. A serialization failure and a deadlock are conflicts.
 */
const kinds: readonly [StoreErrorCode, codes: RegExp, messages?: RegExp][] = [
  ['conflict', /^(40001|40P01|P2034)$/],
  ['notMigrated', /^(3F000|42P01)$/],
  ['denied', /^(42501|28...)$/],
  ['full', /^53(?!300)...$/],
  [
    'closed',
    /^CONNECTION_(ENDED|DESTROYED)$/,
    /pool after calling end|is closed|after it has been closed|already been destroyed|Driver not Connected|Unable to acquire a connection/i,
  ],
  [
    'unavailable',
    /^(08...|25006|53300|55P03|57...|E(CONN|PIPE|TIMEDOUT|NOTFOUND|HOST|AI_).*|(ERR_POSTGRES_)?CONNECT(ION)?_(CLOSED|TIMEOUT)|ConnectionClosed|DatabaseNotReachable|SocketTimeout|P(10(01|02|08|17)|2024|2028))$/,
    /terminated|timeout|not queryable|Client was closed/i,
  ],
]

/** A code of PostgreSQL; the codes of sockets and of Prisma have other forms. */
const sqlState = /^(\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/

function storeErrorCode(error: unknown, message: string): StoreErrorCode {
  const codes = codesIn(error)
  const byCode = kinds.find(([, known]) => codes.some((code) => known.test(code)))
  // The server's message may quote a value, so words count only where the server has given no code.
  const byMessage = codes.some((code) => sqlState.test(code))
    ? undefined
    : kinds.find(([, , known]) => known?.test(message))
  return (byCode ?? byMessage)?.[0] ?? 'failed'
}

/**
 * Wraps an error of a driver. The message of a library around it may contain the statement and its parameters, which are
 * personal data.
 */
function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const innermost = failures(error).findLast((one) => one instanceof Error)
  const state = codesIn(error).find((code) => sqlState.test(code))
  return new StoreError(
    storeErrorCode(error, innermost?.message ?? ''),
    driverCause(innermost ?? error, state),
  )
}

/** Thrown in a transaction to roll it back, although nothing has failed. */
export class Rollback extends Error {}

/** The error to throw for one of a driver; wrong use and a wanted rollback stay what they are. */
export const driverError = (error: unknown): unknown => {
  if (error instanceof MisuseError) return error
  return failures(error).find((one) => one instanceof Rollback) ?? asStoreError(error)
}

/** Whether a transaction failed because of a concurrent one, and can be retried. */
export const isConflict = (error: unknown): boolean => asStoreError(error).code === 'conflict'

/** A registration or a candidate was changed by another transaction after it was read. */
export const conflict = (what: string): StoreError => new StoreError('conflict', `${what} has changed`)
