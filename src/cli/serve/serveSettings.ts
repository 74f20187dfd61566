import { readFileSync } from 'node:fs'
import {
  type Authenticate,
  keyAuthentication,
  type ServiceKey,
  tokenAuthentication,
  Unauthenticated,
} from '../../http'
import { exams as bundledExams, type ExamSpec, examSpecShape } from '../../model/exam'
import { type Notice, noticeShape } from '../../model/notice'
import { read } from '../../schema/issues'
import { listFiles, readJson } from '../files'
import { parsePositive } from '../parsePositive'
import { phrases } from '../phrases'
import { invalidFileError, UsageError } from '../usageError'

/** The options of `baokao serve`, as text. */
export type ServeOptions = {
  /** Of the database. */
  url?: string | undefined
  demo?: boolean
  keys?: string
  jwks?: string
  issuer?: string
  audience?: string
  notices?: string
  exams?: string
  host: string
  port: string
  socket?: string
  adminPort?: string
  /** Seconds. */
  timeout: string
  connections: string
  pool: string
  webhook?: string | string[]
  webhookSecret?: string
  /** False with `--no-prepare`. */
  prepare?: boolean
}

/** Where a server listens: a port or a socket. */
export type Listening = { host: string; port: number } | { path: string }

/** @throws UsageError if it is no port */
export function parsePort(option: string, text: string): number {
  const port = Number(text)
  if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(`${option} ${text}: must be a port`, `${option} ${text}: 须为端口号`)
}

/** The limits of the server. */
export const parseServerLimits = ({ timeout, connections }: ServeOptions) => ({
  timeoutMs: parsePositive('--timeout', timeout) * 1000,
  connections: parsePositive('--connections', connections),
})

const rangeErrorAsUsage = (option: string, error: unknown): never => {
  if (error instanceof RangeError) throw new UsageError(`${option}: ${error.message}`)
  throw error
}

function keysOf(file: string): Authenticate {
  try {
    return keyAuthentication(readJson(file) as ServiceKey[])
  } catch (error) {
    return rangeErrorAsUsage(`--keys ${file}`, error)
  }
}

async function tokensOf({ jwks = '', issuer, audience }: ServeOptions): Promise<Authenticate> {
  if (!issuer || !audience)
    throw new UsageError('--jwks needs --issuer and --audience', '--jwks 须与 --issuer、--audience 同用')
  const keys = /^https?:\/\//.test(jwks) ? new URL(jwks) : (readJson(jwks) as { keys: [] })
  try {
    return await tokenAuthentication({ jwks: keys, issuer, audience })
  } catch (error) {
    return rangeErrorAsUsage(`--jwks ${jwks}`, error)
  }
}

/** The authentication by keys, by tokens, or by either. */
export async function authenticationOf(options: ServeOptions): Promise<Authenticate> {
  const byKey = options.keys === undefined ? undefined : keysOf(options.keys)
  const byToken = options.jwks === undefined ? undefined : await tokensOf(options)
  if (byKey === undefined && byToken === undefined)
    throw new UsageError(
      'who may call? Give --keys, --jwks, or --demo',
      '未指定调用方：请用 --keys、--jwks 或 --demo',
    )
  if (byKey === undefined || byToken === undefined) return (byKey ?? byToken) as Authenticate
  return async (request) => {
    try {
      return await byKey(request)
    } catch (error) {
      if (!(error instanceof Unauthenticated)) throw error
      return byToken(request)
    }
  }
}

/** The exams: the bundled ones, and those of the folder. */
export function examsOf({ exams }: ServeOptions): Record<string, ExamSpec> {
  const own = exams === undefined ? [] : listFiles([exams])
  const given = own.map((file): [string, ExamSpec] => {
    const { data, issues } = read(examSpecShape(), readJson(file))
    if (issues !== undefined) throw invalidFileError(file, phrases.notAnExam, issues)
    return [data.code, data]
  })
  return { ...bundledExams, ...Object.fromEntries(given) } as Record<string, ExamSpec>
}

/** The notices of the folder, by their ids. */
export function noticesOf({ notices }: ServeOptions): Record<string, Notice> {
  if (notices === undefined)
    throw new UsageError(
      '--notices is missing: the folder of the notices',
      '缺少 --notices：报考通知的文件夹',
    )
  return Object.fromEntries(
    listFiles([notices]).map((file): [string, Notice] => {
      const { data, issues } = read(noticeShape(), readJson(file))
      if (issues !== undefined) throw invalidFileError(file, phrases.notANotice, issues)
      return [data.id, data]
    }),
  )
}

/** A consumer whose facts are sent to a URL. */
export type WebhookTarget = { name: string; url: string; secret: string }

/** The webhooks, which share a secret. */
export function webhooksOf({ webhook = [], webhookSecret }: ServeOptions): WebhookTarget[] {
  const given = [webhook].flat()
  if (given.length === 0) return []
  if (webhookSecret === undefined)
    throw new UsageError('--webhook needs --webhook-secret', '--webhook 须与 --webhook-secret 同用')
  let secret: string
  try {
    secret = readFileSync(webhookSecret, 'utf8').trim()
  } catch {
    throw new UsageError(
      `--webhook-secret ${webhookSecret}: cannot be read`,
      `--webhook-secret ${webhookSecret}: 无法读取`,
    )
  }
  return given.map((one) => {
    const [, name, url] = /^([A-Za-z0-9._~-]{1,60})=(.+)$/.exec(one) ?? []
    if (name !== undefined && url !== undefined) return { name, url, secret }
    throw new UsageError(`--webhook ${one}: must be NAME=URL`, `--webhook ${one}: 须为 名称=网址`)
  })
}
