import { StoreError, type StoreErrorCode } from '../postgres'

/** What a worker repeats until it is stopped. */

/** After these errors a retry cannot help. After all others the worker goes on. */
const needsOperator: readonly StoreErrorCode[] = ['denied', 'newerTables', 'notMigrated']

/** How long, in milliseconds, a worker waits at most before it tries again what failed: it is back soon after its database. */
const maxWait = 5000

/** Sleeps for some milliseconds, or until the signal is aborted. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(finish, ms)
    function finish(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    signal.addEventListener('abort', finish)
  })

/** How calls are repeated. */
type Repetition = {
  signal: AbortSignal
  /** Ends all that is repeated under the signal. */
  stop: () => void
  /** The first pause after a failure, in milliseconds; it doubles up to `maxWait`, or itself if it is longer. */
  interval: number
  log: (error: StoreError) => void
}

/** Repeats a call until a signal; an error ends it only if a retry cannot help. */
export async function repeatCalls(
  call: () => Promise<unknown>,
  pause: () => Promise<unknown>,
  { signal, stop, interval, log }: Repetition,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      await call()
      failures = 0
    } catch (error) {
      if (!(error instanceof StoreError) || needsOperator.includes(error.code)) {
        stop()
        throw error
      }
      failures += 1
      log(error)
    }
    if (failures === 0) await pause().catch(() => {})
    else await sleep(Math.min(Math.max(interval, maxWait), interval * 2 ** Math.min(failures, 10)), signal)
  }
}
