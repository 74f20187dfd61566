import { describe, expect, it } from 'vitest'
import { callHandler } from '../../src/persistence/callHandler'
import { errorLabel } from '../../src/persistence/errorLabel'
import { defaultBackoff, defaultTries, waitAfter } from '../../src/persistence/retries'
import type { Delivery } from '../../src/persistence/types'
import { isUndeliverable, Undeliverable } from '../../src/persistence/undeliverable'
import { day, hour } from '../../src/time'

const delivery = { id: 'R/2/0', registrationId: 'R', fact: {} } as unknown as Delivery

describe('the pauses between the attempts to deliver a fact', () => {
  it('stretch to an hour, over three days', () => {
    const waits = Array.from({ length: defaultTries - 1 }, (_, i) => defaultBackoff(i + 1))
    expect(waits.slice(0, 3)).toEqual([2000, 4000, 8000])
    expect(Math.max(...waits)).toBe(hour)
    const total = waits.reduce((sum, wait) => sum + wait, 0)
    expect(total).toBeGreaterThanOrEqual(3 * day)
    expect(total).toBeLessThan(3 * day + hour)
  })

  it('are those of the caller, unless he gives no number', () => {
    expect(waitAfter(3, (tries) => tries * 7)).toBe(21)
    expect(waitAfter(3, () => 1e15)).toBe(30 * day)
    const unusable = [
      () => Number.NaN,
      () => -1,
      () => 'soon' as unknown as number,
      () => {
        throw new Error('no')
      },
    ]
    for (const backoff of unusable) expect(waitAfter(1, backoff)).toBe(2000)
  })
})

describe('the label of an error', () => {
  const withCode = (code: unknown, cause?: unknown) => Object.assign(new TypeError('secret'), { code, cause })

  it.each([
    [withCode('ECONNREFUSED'), 'TypeError ECONNREFUSED'],
    [withCode('ERR_HTTP2_STREAM_CANCEL'), 'TypeError ERR_HTTP2_STREAM_CANCEL'],
    [withCode('23505'), 'TypeError 23505'],
    [withCode(503), 'TypeError 503'],
    [withCode(undefined, { cause: { code: '40P01' } }), 'TypeError 40P01'],
    [new Undeliverable('secret'), 'Undeliverable'],
  ])('is its class and its code', (error, label) => {
    expect(errorLabel(error)).toBe(label)
  })

  it.each([
    withCode('440106199001011234'),
    withCode(13800138000),
    withCode('张三'),
    withCode('SECRET of a person'),
    Object.assign(new Error('secret'), { name: '张三 440106199001011234' }),
    'secret',
    undefined,
    new Proxy({}, { get: () => Promise.reject }),
    {
      get code() {
        throw new Error('secret')
      },
    },
  ])('holds nothing of a person: %#', (error) => {
    expect(errorLabel(error)).toMatch(/^(TypeError|Error)$/)
  })
})

describe('a call of a handler', () => {
  it('passes on what the handler throws, and aborts its signal', async () => {
    let signal: AbortSignal | undefined
    const call = callHandler(
      (_, given) => {
        signal = given
        throw new Undeliverable('no')
      },
      delivery,
      1000,
    )
    await expect(call).rejects.toSatisfy(isUndeliverable)
    expect(signal?.aborted).toBe(true)
  })

  it('fails if it takes too long', async () => {
    await expect(callHandler(() => new Promise(() => {}), delivery, 1)).rejects.toThrow('longer than 1 ms')
  })

  it('aborts the signal when the caller ends', async () => {
    const ends = new AbortController()
    const aborted = new Promise<void>((resolve) => {
      const waits = (_: Delivery, signal: AbortSignal) =>
        new Promise<void>((done) => {
          signal.addEventListener('abort', () => {
            resolve()
            done()
          })
        })
      callHandler(waits, delivery, 60_000, ends.signal)
    })
    await Promise.resolve()
    ends.abort()
    await aborted
  })
})
