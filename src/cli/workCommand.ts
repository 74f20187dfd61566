import {
  type AnyDatabase,
  createStore,
  type Delivery,
  type DeliveryFailure,
  type FactHandler,
  type StoreError,
  type StuckRegistration,
} from '../postgres'
import { type LogOptions, logSettings } from './logOptions'
import { storeErrorText, withDatabase } from './openDatabase'
import { importModule } from './operatorModule'
import type { Style } from './output'
import { parsePositive } from './parsePositive'
import { phrases } from './phrases'
import { repeatCalls, sleep } from './repeatCalls'
import { UsageError } from './usageError'

/** The options of `baokao work`, as text. */
export type WorkOptions = LogOptions & {
  store: string
  handler?: string
  /** Seconds. */
  every: string
  /** Seconds. */
  timeout: string
  tries: string
  consumer?: string
  /** False with `--no-prepare`. A pooler that shares connections does not pass on notifications either. */
  prepare?: boolean
  /** False with `--no-listen`. */
  listen?: boolean
  once?: boolean
}

/** How long a statement of a worker may take, in milliseconds: all are short, unless the server is gone. */
const queryTimeout = 60_000

/** Resolves when the line is flushed, because its fact counts as delivered only then. */
const writeLine = (stream: NodeJS.WritableStream, line: string): Promise<void> =>
  new Promise((resolve, reject) => stream.write(`${line}\n`, (error) => (error ? reject(error) : resolve())))

const printDelivery: FactHandler = (delivery: Delivery) => writeLine(process.stdout, JSON.stringify(delivery))

/** Imports the handler: the module's default export, or its export `handler`. Without a module, it prints facts. */
async function loadHandler(path: string | undefined): Promise<FactHandler> {
  if (path === undefined) return printDelivery
  const module = await importModule('--handler', path)
  const handler: unknown = module.default ?? module.handler
  if (typeof handler !== 'function')
    throw new UsageError(
      `--handler ${path}: exports no function as default`,
      `--handler ${path}: 没有默认导出的函数`,
    )
  return handler as FactHandler
}

/** Logs each stuck registration once, although later rounds find it again. */
export function logStuckOnce(log: (line: string) => void): (stuck: StuckRegistration) => void {
  const logged = new Set<string>()
  return ({ registrationId, rule }) => {
    const line = `${registrationId}: ${rule}`
    if (logged.size < logged.add(line).size) log(line)
  }
}

/**
 * Fires deadlines and delivers facts until SIGTERM or SIGINT, or for one round with `once`. On a signal, finishes the
 * running handlers and starts no others.
 * @returns the exit code: 0, or 1 with `once` if a handler failed
 */
export async function workCommand(options: WorkOptions, style: Style): Promise<number> {
  const interval = parsePositive('--every', options.every) * 1000
  const timeout = parsePositive('--timeout', options.timeout) * 1000
  const tries = parsePositive('--tries', options.tries)
  const consumer = options.consumer === undefined ? {} : { consumer: options.consumer }
  const handler = await loadHandler(options.handler)
  const writing = await logSettings(options)
  const log = (line: string) => process.stderr.write(`baokao: ${line}\n`)
  const abort = new AbortController()
  const stop = () => abort.abort()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
  // Without a reader of stdout no line can be delivered.
  process.stdout.once('error', stop)
  const { signal } = abort

  let handlerFailed = false
  const onFailure = ({ id, fact, tries: attempt, error }: DeliveryFailure) => {
    handlerFailed = true
    log(`${id} ${fact.type} (${attempt}/${tries}): ${error}`)
  }

  const repetition = {
    signal,
    stop,
    interval,
    log: (error: StoreError) => log(storeErrorText(error, style.lang)),
  }
  const repeat = (call: () => Promise<unknown>, pause: () => Promise<unknown>) =>
    repeatCalls(call, pause, repetition)

  const run = async (database: AnyDatabase): Promise<number> => {
    const prepare = options.prepare !== false
    const store = createStore(database, {
      ...writing,
      prepare,
      registrations: style.registrations,
      listen: prepare && options.listen !== false,
      onStuck: logStuckOnce(log),
    })
    const fire = () => store.fireDeadlines({ signal })
    const deliver = () => store.deliver(handler, { ...consumer, timeout, tries, signal, onFailure })
    log(phrases.working[style.lang])
    if (options.once) {
      await fire()
      await deliver()
      return handlerFailed ? 1 : 0
    }
    // Deadlines fire however many facts wait. While one delivery waits for a slow handler, the other takes new facts.
    const pause = () => sleep(interval, signal)
    const facts = () => store.waitForFacts({ maxMs: interval, signal })
    const loops = [repeat(fire, pause), repeat(deliver, facts), repeat(deliver, facts)]
    const ends = await Promise.allSettled(loops)
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    return 0
  }
  const code = await withDatabase(options.store, style.lang, run, { queryTimeout })
  log(phrases.stopped[style.lang])
  return code
}
