import type { Millis } from '../time'

/**
 * Calls a handler of facts, with a time limit. Its signal is aborted when the call fails or takes too long, or when
 * `ends` is aborted.
 * @param options `abort`: the controller of the signal, for several calls of which the first failure is the last call
 * @throws what the handler throws, or a TimeoutError
 */
export async function callHandler<D>(
  handler: (delivery: D, signal: AbortSignal) => Promise<void> | void,
  delivery: D,
  timeout: Millis,
  { ends, abort = new AbortController() }: { ends?: AbortSignal; abort?: AbortController } = {},
): Promise<void> {
  const end = () => abort.abort()
  ends?.addEventListener('abort', end)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DOMException(`the handler took longer than ${timeout} ms`, 'TimeoutError'))
    }, timeout)
  })
  try {
    await Promise.race([Promise.resolve().then(() => handler(delivery, abort.signal)), late])
  } catch (error) {
    abort.abort()
    throw error
  } finally {
    clearTimeout(timer)
    ends?.removeEventListener('abort', end)
  }
}
