import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll } from 'vitest'
import { createRegistrations, type Registrations } from '../../src'
import {
  type AnsweredRequest,
  createService,
  keyAuthentication,
  keyDigest,
  type ServiceKey,
  type ServiceOptions,
} from '../../src/http'
import { createStore, type Store } from '../../src/postgres'
import { type Millis, parseInstant } from '../../src/time'
import { freshDatabase, poolOn } from '../postgres/support'
import { undocumented } from './documented'

/** The keys of the callers of tests, by name. A candidate's key is `candidate-ID`. */
const callers: Readonly<Record<string, Omit<ServiceKey, 'sha256'>>> = {
  portal: {
    role: 'portal',
    id: 'portal',
    actAs: ['candidate', 'office', 'verifier', 'gateway'],
    places: ['100000'],
  },
  reader: { role: 'portal', id: 'reader' },
  office: { role: 'office', id: 'office', places: ['440000'] },
  guangzhou: { role: 'office', id: 'guangzhou', places: ['440100'] },
  shanghai: { role: 'office', id: 'shanghai', places: ['310000'] },
  nowhere: { role: 'office', id: 'nowhere' },
  verifier: { role: 'verifier', id: 'verifier' },
  gateway: { role: 'gateway', id: 'gateway' },
  C1: { role: 'candidate', id: 'C1' },
  C2: { role: 'candidate', id: 'C2' },
}

export type CallerName = keyof typeof callers

/** The bearer token of a caller. */
export const keyOf = (name: CallerName): string => `key-of-${name}`

const serviceKeys: ServiceKey[] = Object.entries(callers).map(([name, caller]) => ({
  ...caller,
  sha256: keyDigest(keyOf(name)),
}))

/** An answer whose body is read. */
type Answered = {
  status: number
  headers: Headers
  body: Record<string, never> & { [key: string]: never }
}

type Request = {
  as?: CallerName
  /** The header `Baokao-Actor`. */
  actor?: string
  /** The header `Idempotency-Key`. */
  key?: string
  headers?: Record<string, string>
  body?: unknown
}

/** A service behind a real server, on a database of its own. */
export type ServedService = {
  url: string
  /** The URL of its database. */
  database: string
  store: Store<string>
  answered: AnsweredRequest[]
  errors: unknown[]
  clock: { now: Millis }
  /** @param target `GET /registrations` */
  call(target: string, request?: Request): Promise<Answered & { body: never }>
}

export const start = '2024-04-08T10:00:00+08:00'

/** Serves a service to the tests of the calling scope. */
export function onService(
  options: (clock: { now: Millis }, store: Store<string>) => Partial<ServiceOptions> = () => ({}),
  registrations: Registrations<string> = createRegistrations(),
): () => ServedService {
  let served: ServedService | undefined
  let close: () => Promise<void>
  beforeAll(async () => {
    const database = await freshDatabase()
    const pool = poolOn(database)
    const clock = { now: parseInstant(start) }
    const store = createStore<string>(pool, { now: () => clock.now, registrations })
    await store.migrate()
    const answered: AnsweredRequest[] = []
    const errors: unknown[] = []
    const service = createService({
      store,
      authenticate: keyAuthentication(serviceKeys),
      limits: { perSecond: 1000 },
      onAnswer: (one) => answered.push(one),
      onError: (error) => errors.push(error),
      ...options(clock, store),
    })
    const server = createAdaptorServer({ fetch: service.fetch })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    served = {
      url,
      database,
      store,
      answered,
      errors,
      clock,
      call: (target, given) => called(url, answered, target, given),
    }
    close = async () => {
      await new Promise((resolve) => server.close(resolve))
      await pool.end()
    }
  })
  afterAll(() => close())
  return () => served as ServedService
}

let counted = 0
/** A key that no other request has. */
export const freshKey = (): string => `k${++counted}`

/** Calls a service, and checks the answer against the document. */
async function called(
  url: string,
  answered: readonly AnsweredRequest[],
  target: string,
  { as = 'portal', actor, key, headers, body }: Request = {},
): Promise<Answered & { body: never }> {
  const [method = 'GET', path = '/'] = target.split(' ')
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${keyOf(as)}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(actor !== undefined && { 'baokao-actor': actor }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const parsed = text === '' ? undefined : JSON.parse(text)
  const requestId = response.headers.get('x-request-id')
  const operation = answered.findLast((one) => one.requestId === requestId)?.operation
  const mistake = undocumented(operation, response.status, response.headers.get('content-type'), parsed)
  if (mistake !== undefined) throw new Error(mistake)
  return { status: response.status, headers: response.headers, body: parsed as never }
}
