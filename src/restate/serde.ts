import { rpc, type SendOpts, type Serde, serde } from '@restatedev/restate-sdk'

/** How calls travel. */

/**
 * Whatever a caller sent. What is no JSON becomes `undefined` and is answered like any other event that is none: an
 * error here would be the engine's, and not a decision.
 */
export const anyJson = <T>(): Serde<T> => ({
  contentType: 'application/json',
  serialize: (value) => serde.json.serialize(value),
  deserialize(bytes) {
    try {
      return serde.json.deserialize(bytes) as T
    } catch {
      return undefined as T
    }
  },
})

/** A call that comes after a while: the delay belongs to the call; a client that is given one ignores it. */
export const delayed = <I>(milliseconds: number): SendOpts<I> =>
  rpc.sendOpts({ delay: Math.max(0, Math.ceil(milliseconds)) })
