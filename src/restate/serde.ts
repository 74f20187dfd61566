import { rpc, type SendOpts, type Serde, serde } from '@restatedev/restate-sdk'

/**
 * JSON from a caller. Invalid JSON becomes `undefined`, which is refused with a decision like any other malformed
 * event. If it threw, the caller would get an error of the engine instead.
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

/** The options of a delayed call. A delay given to the client instead of the call would be ignored. */
export const delayed = <I>(milliseconds: number): SendOpts<I> =>
  rpc.sendOpts({ delay: Math.max(0, Math.ceil(milliseconds)) })
