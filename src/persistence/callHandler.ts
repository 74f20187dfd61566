import { lazy } from '../schema/primitives'
import type { Millis } from '../time'

/** For handlers that do not look at their signal: creating one for each fact takes longer than all else here. */
const neverAborted = lazy(() => new AbortController().signal)

/**
 * Calls a handler of facts, with a time limit. Its signal is aborted when the call fails or takes too long, or when
 * `ends` is aborted; a handler with one parameter has none.
 * @throws what the handler throws, or a TimeoutError
 */
export async function callHandler<D>(
  handler: (delivery: D, signal: AbortSignal) => Promise<void> | void,
  delivery: D,
  timeout: Millis,
  ends?: AbortSignal,
): Promise<void> {
  const abort = handler.length === 1 ? undefined : new AbortController()
  const end = () => abort?.abort()
  ends?.addEventListener('abort', end)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DOMException(`the handler took longer than ${timeout} ms`, 'TimeoutError'))
    }, timeout)
  })
  try {
    // Called at once, so that what it aborts is not started after it.
    const handled = new Promise<void>((resolve) => {
      resolve(handler(delivery, abort?.signal ?? neverAborted()))
    })
    await Promise.race([handled, late])
  } catch (error) {
    end()
    throw error
  } finally {
    clearTimeout(timer)
    ends?.removeEventListener('abort', end)
  }
}
