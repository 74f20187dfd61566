import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createStore,
  type Delivery,
  type FactHandler,
  type Store,
  StoreError,
  type StuckRegistration,
} from '../postgres'
import { WrongUse } from './files'
import { explained, withDatabase } from './openDatabase'
import type { Style } from './output'
import { phrases } from './phrases'

/** What the command line gives. */
export type WorkOptions = {
  store: string
  handler?: string
  every: string
  timeout: string
  tries: string
  once?: boolean
}

/** Writes a line, and waits until it is out: a fact counts as delivered once its line is. */
const written = (stream: NodeJS.WritableStream, line: string): Promise<void> =>
  new Promise((done, fail) => stream.write(`${line}\n`, (error) => (error ? fail(error) : done())))

const asLines: FactHandler = (delivery: Delivery) => written(process.stdout, JSON.stringify(delivery))

/** The module's default export, or its `handler`. */
async function handlerFrom(path: string | undefined): Promise<FactHandler> {
  if (path === undefined) return asLines
  const module = await import(pathToFileURL(resolve(path)).href).catch((error: Error) => {
    if (!existsSync(path))
      throw new WrongUse(`--handler ${path}: no such file`, `--handler ${path}: 没有这个文件`)
    throw new WrongUse(
      `--handler ${path}: ${error.message}`,
      `--handler ${path}: 无法载入（${error.message}）`,
    )
  })
  const handler: unknown = module.default ?? module.handler
  if (typeof handler !== 'function')
    throw new WrongUse(
      `--handler ${path}: exports no function as default`,
      `--handler ${path}: 没有默认导出的函数`,
    )
  return handler as FactHandler
}

function numberOf(option: string, text: string): number {
  const number = Number(text)
  if (Number.isFinite(number) && number > 0) return number
  throw new WrongUse(`${option} ${text}: must be a number above 0`, `${option} ${text}: 须为大于 0 的数`)
}

/** Waits, unless it is told to stop meanwhile. */
const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (stop.aborted) return done()
    const timer = setTimeout(end, ms)
    function end(): void {
      clearTimeout(timer)
      stop.removeEventListener('abort', end)
      done()
    }
    stop.addEventListener('abort', end)
  })

/** Each defect is told once, however often the registration is come by. */
function tellingOnce(say: (line: string) => void): (defect: StuckRegistration) => void {
  const told = new Set<string>()
  return ({ registrationId, rule }) => {
    const line = `${registrationId}: ${rule}`
    if (told.size < told.add(line).size) say(line)
  }
}

/**
 * Runs deadlines and delivers facts until it is told to stop: then what is being handled is finished, nothing more is
 * begun, and the exit code is 0; with `once` it is 1 where a handler failed, since nobody may come again.
 */
export async function workCommand(options: WorkOptions, style: Style): Promise<number> {
  const every = numberOf('--every', options.every) * 1000
  const timeout = numberOf('--timeout', options.timeout) * 1000
  const tries = numberOf('--tries', options.tries)
  const handler = await handlerFrom(options.handler)
  const say = (line: string) => process.stderr.write(`baokao: ${line}\n`)
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
  // Nobody reads the lines any more, so none is delivered.
  process.stdout.once('error', stop)
  const { signal } = stopping

  let failed = false
  const round = async (store: Store): Promise<void> => {
    await store.fireDeadlines({ signal })
    await store.deliver(handler, {
      timeout,
      tries,
      signal,
      onFailure: ({ id, fact, tries: times, error }) => {
        failed = true
        say(`${id} ${fact.type} (${times}/${tries}): ${error}`)
      },
    })
  }

  const code = await withDatabase(options.store, style.lang, async (database) => {
    const store = createStore(database, { onStuck: tellingOnce(say) })
    say(phrases.working[style.lang])
    for (let failures = 0; ; ) {
      try {
        await round(store)
        failures = 0
      } catch (error) {
        // A database that is away comes back; whatever else is wrong does not mend itself.
        if (!(error instanceof StoreError) || error.code !== 'unavailable' || options.once) throw error
        failures += 1
        say(explained(error, style.lang))
      }
      if (options.once || signal.aborted) break
      await pause(Math.min(60_000, every * 2 ** Math.min(failures, 10)), signal)
      if (signal.aborted) break
    }
    return options.once && failed ? 1 : 0
  })
  say(phrases.stopped[style.lang])
  return code
}
