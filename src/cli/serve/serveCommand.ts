import { createService, type ServiceOptions, webhookHandler } from '../../http'
import { type AnyDatabase, createStore, type Store, StoreError } from '../../postgres'
import { type Millis, parseInstant } from '../../time'
import { withDatabase } from '../openDatabase'
import type { Style } from '../output'
import { parsePositive } from '../parsePositive'
import { phrases } from '../phrases'
import { repeatCalls, sleep } from '../repeatCalls'
import { requireStoreUrl } from '../storeUrl'
import { UsageError } from '../usageError'
import { logStuckOnce } from '../workCommand'
import { adminFetch, type Lifecycle } from './adminFetch'
import { demoAuthentication, demoStart } from './demoAuthentication'
import { createServiceMetrics, type ServiceMetrics } from './metrics'
import { createServiceLog, type ServiceLog } from './requestLog'
import { startServer } from './servers'
import {
  authenticationOf,
  examsOf,
  noticesOf,
  parsePort,
  parseServerLimits,
  type ServeOptions,
  type WebhookTarget,
  webhooksOf,
} from './serveSettings'

/** How long a statement may take, in milliseconds. */
const queryTimeout = 60_000
/** How long requests may take to end after SIGTERM, in milliseconds: less than the ten seconds of a container. */
const closeWithin = 8000
/** The pause between two looks for deadlines, in milliseconds. */
const interval = 1000
const loopback = ['127.0.0.1', '::1', 'localhost']

/** What a run of the service needs. */
type Serving = {
  options: ServeOptions
  style: Style
  log: ServiceLog
  metrics: ServiceMetrics
  lifecycle: Lifecycle
  closing: AbortController
  print: (line: string) => void
}

/** Fires deadlines and sends facts to webhooks until the process stops. */
function work(store: Store, { log, closing }: Serving, webhooks: readonly WebhookTarget[]): Promise<unknown> {
  const { signal } = closing
  const repetition = {
    signal,
    stop: () => closing.abort(),
    interval,
    log: (error: StoreError) => log.failed(error),
  }
  const fire = repeatCalls(
    () => store.fireDeadlines({ signal }),
    () => sleep(interval, signal),
    repetition,
  )
  const sending = webhooks.map(async ({ name, url, secret }) => {
    const handler = await webhookHandler({ url, secret })
    const onFailure = ({ id, tries, error }: { id: string; tries: number; error: unknown }) =>
      log.note('webhook failed', { consumer: name, fact: id, attempt: tries, error })
    await repeatCalls(
      () => store.deliver(handler, { consumer: name, signal, onFailure }),
      () => store.waitForFacts({ maxMs: interval, signal }),
      repetition,
    )
  })
  return Promise.all([fire, ...sending])
}

/** Serves until the process is stopped. @returns the exit code */
async function serve(store: Store, serving: Serving, given: Partial<ServiceOptions>): Promise<number> {
  const { options, log, metrics, lifecycle, closing, print, style } = serving
  const { host, port, socket, adminPort } = options
  const limits = parseServerLimits(options)
  const webhooks = webhooksOf(options)
  const service = createService({
    store,
    authenticate: () => {
      throw new Error('nobody')
    },
    ...given,
    closing: closing.signal,
    onError: log.failed,
    onAnswer: (answered) => {
      log.answered(answered)
      metrics.answered(answered)
    },
  })
  const listening = socket === undefined ? { host, port: parsePort('--port', port) } : { path: socket }
  const server = await startServer(service.fetch, listening, limits)
  const admin =
    adminPort === undefined
      ? undefined
      : await startServer(
          adminFetch(store, metrics, lifecycle),
          { host, port: parsePort('--admin-port', adminPort) },
          limits,
        )
  if (options.demo) print(`${phrases.serving[style.lang]} ${server.where}`)
  log.note('listening', { at: server.where, ...(admin && { admin: admin.where }) })
  try {
    await Promise.all([
      work(store, serving, webhooks),
      new Promise<void>((resolve) => closing.signal.addEventListener('abort', () => resolve())),
    ])
    return 0
  } finally {
    lifecycle.stopping = true
    closing.abort()
    await server.close(closeWithin)
    await admin?.close(0)
    log.note('stopped')
  }
}

/** The store, the clock and the callers of a demonstration, in memory. */
async function demonstrate(serving: Serving): Promise<number> {
  const { options, print, style, metrics } = serving
  if (!loopback.includes(options.host))
    throw new UsageError('--demo listens on 127.0.0.1 only', '--demo 只在 127.0.0.1 上监听')
  const clock: { now: Millis } = { now: parseInstant(demoStart) }
  const { authenticate, tokens } = demoAuthentication()
  const run = async (database: AnyDatabase) => {
    const store = createStore(database, {
      now: () => clock.now,
      registrations: style.registrations,
      onActivity: metrics.activity,
    })
    await store.migrate()
    for (const [role, token] of Object.entries(tokens)) print(`${role} ${token}`)
    return serve(store as Store, serving, {
      authenticate,
      limits: { perSecond: 1000 },
      moveClock: (now) => {
        clock.now = now
      },
    })
  }
  return withDatabase('pglite:memory://', style.lang, run, { create: true })
}

/**
 * Serves registrations until SIGTERM or SIGINT; then it ends the calls that wait, answers those under way, and exits.
 * @returns the exit code
 */
export async function serveCommand(
  options: ServeOptions,
  style: Style,
  print: (line: string) => void,
): Promise<number> {
  const closing = new AbortController()
  const serving: Serving = {
    options,
    style,
    print,
    closing,
    // What a demonstration prints is for people.
    log: await createServiceLog(options.demo ? 2 : 1),
    metrics: await createServiceMetrics(),
    lifecycle: { stopping: false },
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => closing.abort())
  if (options.demo) return demonstrate(serving)
  const given = {
    authenticate: await authenticationOf(options),
    exams: examsOf(options),
    notices: noticesOf(options),
  }
  const prepare = options.prepare !== false
  const run = async (database: AnyDatabase) => {
    const store = createStore(database, {
      prepare,
      registrations: style.registrations,
      listen: prepare,
      onActivity: serving.metrics.activity,
      onStuck: logStuckOnce((line) => serving.log.note('stuck', { registration: line })),
    })
    await store.migrate().catch(async (error: unknown) => {
      if (!(error instanceof StoreError && error.code === 'denied')) throw error
      // A role that may not make tables serves if the owner has: the call checks their version.
      await store.find({ limit: 0 })
    })
    return serve(store as Store, serving, given)
  }
  const connections = parsePositive('--pool', options.pool)
  return withDatabase(requireStoreUrl(options.url), style.lang, run, {
    queryTimeout,
    connections,
    create: true,
  })
}
