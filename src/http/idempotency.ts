import { digestOf } from '../persistence/digest'
import type { Caller } from './caller'
import { Problem } from './problem'

/** The keys under which the store keeps what it has decided. */

/** 1 to 200 visible characters. */
const keyPattern = /^[\x21-\x7e]{1,200}$/

const malformedKey = (zh: string, en: string): Problem => new Problem(400, { zh, en })

/** @returns the header `Idempotency-Key`; `undefined` if there is none */
export function givenKey(value: string | null): string | undefined {
  if (value === null) return undefined
  if (keyPattern.test(value)) return value
  throw malformedKey(
    'Idempotency-Key 须为 1 到 200 个可见的 ASCII 字符。',
    'Idempotency-Key must be 1 to 200 visible ASCII characters.',
  )
}

/** @throws `Problem` 400 if there is no key */
export function requiredKey(value: string | null): string {
  const key = givenKey(value)
  if (key !== undefined) return key
  throw malformedKey(
    '请求须有 Idempotency-Key：同一请求再次提交时用同一个。',
    'Idempotency-Key is missing: use the same one when you send the same request again.',
  )
}

/**
 * The key in the store, which is unique within a registration. A key belongs to the caller and the actor, so that nobody
 * gets the answer of somebody else.
 */
export const storeKey = (caller: Caller, actor: Caller, key: string): string =>
  digestOf([caller.role, caller.id, actor.role, actor.id, key])

/** The key of an event of the gateway without one: the event itself. Its own prefix, so that no given key is the same. */
export const keyOfEvent = (caller: Caller, actor: Caller, event: unknown): string =>
  digestOf(['event', caller.role, caller.id, actor.role, actor.id, event])

/** The id of a registration that a candidate opens: the same for the same key. */
export const idOfKey = (caller: Caller, actor: Caller, key: string): string =>
  `r-${digestOf(['open', caller.role, caller.id, actor.role, actor.id, key]).slice(0, 40)}`
