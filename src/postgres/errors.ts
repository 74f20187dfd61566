import type { LocalizedText } from '../language'

/** The kind of a database failure. */
export type StoreErrorCode =
  | 'closed'
  | 'conflict'
  | 'denied'
  | 'encoding'
  | 'failed'
  | 'full'
  | 'notMigrated'
  | 'unavailable'
  | 'unreadable'

const messages: Record<StoreErrorCode, LocalizedText> = {
  closed: { zh: '数据库连接已关闭。', en: 'The connection to the database is closed.' },
  conflict: {
    zh: '与同时进行的另一项办理冲突，未保存任何内容，请重试。',
    en: 'It conflicts with a concurrent change, and nothing was stored; try again.',
  },
  denied: { zh: '数据库拒绝访问。', en: 'The database denies access.' },
  encoding: { zh: '数据库的编码须为 UTF8。', en: 'The encoding of the database must be UTF8.' },
  failed: { zh: '数据库操作失败。', en: 'The database failed.' },
  full: { zh: '数据库空间或资源不足。', en: 'The database has run out of space or of another resource.' },
  notMigrated: { zh: '尚未建表，请先执行 migrate()。', en: 'The tables are missing: call migrate() first.' },
  unavailable: { zh: '数据库暂时无法连接，请重试。', en: 'The database cannot be reached; try again.' },
  unreadable: {
    zh: '报名的快照无法读取：已损坏（replay() 可由日志重建），或由更新的版本写入（请升级）。',
    en: 'The snapshot of a registration cannot be read: it is damaged (replay() rebuilds it from its log), or of a later version (upgrade).',
  },
}

/**
 * A failure of the database. Nothing was stored, except possibly with `unavailable` and `closed`: the commit may have
 * succeeded, so send the event again under the same key.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly text: LocalizedText

  constructor(
    readonly code: StoreErrorCode,
    cause: unknown,
  ) {
    super(`${messages[code].en} (${cause instanceof Error ? cause.message : String(cause)})`, { cause })
    this.text = messages[code]
  }
}

const socketCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|EAI_)/

/** The caller's functions or arguments are not what the store needs. It is not a failure of the database. */
export class MisuseError extends TypeError {}

/** What libraries between the driver and the store put around its error. */
type Wrapped = {
  code?: unknown
  cause?: unknown
  meta?: unknown
  driverError?: unknown
  originalError?: unknown
}

/**
 * The SQLSTATE of a driver's error, or the code of a socket error, however deep other libraries have wrapped it. Codes
 * like `P2010` are Prisma's own.
 */
export function sqlStateOf(error: unknown, depth = 5): string | undefined {
  if (typeof error !== 'object' || error === null || depth === 0) return undefined
  const { code, cause, meta, driverError, originalError } = error as Wrapped
  if (typeof code === 'string' && (/^(?!P[1-9])[0-9A-Z]{5}$/.test(code) || socketCodes.test(code)))
    return code
  return [cause, meta, driverError, originalError]
    .map((inner) => sqlStateOf(inner, depth - 1))
    .find((inner) => inner !== undefined)
}

/** A serialization failure, and a deadlock. */
const conflictCodes = ['40001', '40P01']

function storeErrorCode(error: unknown): StoreErrorCode {
  const code = sqlStateOf(error) ?? ''
  const message = error instanceof Error ? error.message : ''
  if (conflictCodes.includes(code)) return 'conflict'
  if (code === '3F000' || code === '42P01') return 'notMigrated'
  if (code === '42501' || code.startsWith('28')) return 'denied'
  if (code.startsWith('53')) return 'full'
  if (code.startsWith('08') || code.startsWith('57P') || socketCodes.test(code)) return 'unavailable'
  if (/terminated|timeout|not queryable|Client was closed/i.test(message)) return 'unavailable'
  if (/(pool after calling end|is closed|after it has been closed)/i.test(message)) return 'closed'
  return 'failed'
}

/** Wraps an error of a driver. */
const asStoreError = (error: unknown): StoreError =>
  error instanceof StoreError ? error : new StoreError(storeErrorCode(error), error)

/** The error to throw for one of a driver; wrong use stays what it is. */
export const driverError = (error: unknown): unknown =>
  error instanceof MisuseError ? error : asStoreError(error)

/** Whether a transaction failed because of a concurrent one, and can be retried. */
export const isConflict = (error: unknown): boolean => asStoreError(error).code === 'conflict'

/** A registration or a candidate was changed by another transaction after it was read. */
export const conflict = (what: string): StoreError => new StoreError('conflict', `${what} has changed`)
