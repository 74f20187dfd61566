import { defaultConsumer, ensureConsumer } from './consumers'
import type { Database } from './database'
import { type DeliverOptions, DeliveryCall, type StoreFactHandler } from './deliveryCall'
import { DeliveryLane } from './deliveryLane'
import { hold, lastPosition } from './lease'

/**
 * Delivers the facts that are open when the call begins, in order within a registration. Each is handled once in a call:
 * a failed one is retried after its backoff, by a later call. Any number of workers may deliver concurrently. A slow
 * handler delays only its own registration.
 * @returns the number of facts whose handler succeeded
 */
export async function deliver(
  database: Database,
  handler: StoreFactHandler,
  options: DeliverOptions = {},
): Promise<number> {
  const { consumer = defaultConsumer, batch = 50, anyOrder = [] } = options
  if (typeof handler !== 'function') throw new TypeError('deliver needs a handler: a function of a fact')
  await ensureConsumer(database, consumer)
  const call = new DeliveryCall(database, handler, options, await lastPosition(database))
  const lane = (registrations: number, whenBusy = () => {}) =>
    Promise.allSettled([new DeliveryLane(call, registrations).run(whenBusy)])
  const half = Math.ceil(batch / 2)
  let second: ReturnType<typeof lane> | undefined
  const first = await lane(half, () => {
    if (batch > half) second ??= lane(batch - half)
  })
  const ended = [...first, ...((await second) ?? [])]
  const failure = ended.find((one) => one.status === 'rejected')
  if (failure !== undefined) throw failure.reason
  if (!call.ends()) await hold(database, consumer, anyOrder)
  return call.delivered
}
