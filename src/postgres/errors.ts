import type { LocalizedText } from '../language'

/** The kind of a database failure. */
export type StoreErrorCode =
  | 'closed'
  | 'denied'
  | 'failed'
  | 'full'
  | 'notMigrated'
  | 'unavailable'
  | 'unreadable'

const messages: Record<StoreErrorCode, LocalizedText> = {
  closed: { zh: '数据库连接已关闭。', en: 'The connection to the database is closed.' },
  denied: { zh: '数据库拒绝访问。', en: 'The database denies access.' },
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

/** The SQLSTATE of a driver's error, or the code of a socket error. */
function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}

const socketCodes = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|EAI_)/

function storeErrorCode(error: unknown): StoreErrorCode {
  const code = codeOf(error) ?? ''
  const message = error instanceof Error ? error.message : ''
  if (code === '3F000' || code === '42P01') return 'notMigrated'
  if (code === '42501' || code.startsWith('28')) return 'denied'
  if (code.startsWith('53')) return 'full'
  if (code.startsWith('08') || code.startsWith('57P') || socketCodes.test(code)) return 'unavailable'
  if (/terminated|timeout|not queryable|Client was closed/i.test(message)) return 'unavailable'
  if (/(pool after calling end|is closed|after it has been closed)/i.test(message)) return 'closed'
  return 'failed'
}

/** Wraps an error of a driver. */
export const asStoreError = (error: unknown): StoreError =>
  error instanceof StoreError ? error : new StoreError(storeErrorCode(error), error)

/** Whether a transaction failed because of a concurrent one (serialization failure or deadlock), and can be retried. */
export const isConflict = (error: unknown): boolean =>
  ['40001', '40P01'].includes(codeOf(error instanceof StoreError ? error.cause : error) ?? '')
