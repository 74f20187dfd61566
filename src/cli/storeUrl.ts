import { UsageError } from './usageError'

/** The URL of the database, from `--store` or the environment. */

const passwordParameter = /(^|[?&\s])(ssl)?password=[^&]/i

/** Whether a URL holds a password, also one that does not parse, or was written wrongly. */
function hasPassword(url: string): boolean {
  if (passwordParameter.test(url)) return true
  if (/^\w+:\/\//.test(url) && URL.canParse(url)) return new URL(url).password !== ''
  return !url.startsWith('pglite:') && /(^|\/\/)[^@/]*:(?!\/\/)[^@]+@/.test(url)
}

/**
 * The URL of the database.
 * @param given the value of `--store`: `true` for none; it comes before `DATABASE_URL`
 * @returns `undefined` if there is none
 * @throws UsageError if the argument holds a password, which other users of the machine could read
 */
export function findStoreUrl(
  given: string | boolean | undefined,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (typeof given !== 'string') return env.DATABASE_URL || undefined
  if (!hasPassword(given)) return given
  throw new UsageError(
    '--store: must not hold a password, because other users of this machine can read the arguments of a program. Put the URL into the variable DATABASE_URL, or the password into the variable PGPASSWORD or the file ~/.pgpass.',
    '--store 不得含有密码：本机的其他用户可以看到命令的参数。请把网址写入环境变量 DATABASE_URL，或把密码写入环境变量 PGPASSWORD 或文件 ~/.pgpass。',
  )
}

/** @throws UsageError if there is no URL */
export function requireStoreUrl(url: string | undefined): string {
  if (url !== undefined) return url
  throw new UsageError(
    'no database is given: use --store, or the variable DATABASE_URL',
    '未指定数据库：请用 --store 或环境变量 DATABASE_URL',
  )
}
