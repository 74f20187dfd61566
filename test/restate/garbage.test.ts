import { beforeAll, describe, expect, it } from 'vitest'
import type { StoredDecision } from '../../src/restate'
import { opening } from '../postgres/support'
import { onEngine } from './support'

const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`

/** Bodies of malformed calls. */
const bodies: [name: string, body: string | Uint8Array<ArrayBuffer> | undefined][] = [
  ['nothing', undefined],
  ['no JSON', '{"type": "agreement.acc'],
  ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00, 0x7b)],
  ['null', 'null'],
  ['a number', '7'],
  ['a text', '"agreement.accept"'],
  ['a list', '[{"type":"agreement.accept"}]'],
  ['an empty object', '{}'],
  ['lists in lists', deep],
  [
    'an unknown event',
    '{"type":"xstate.init","at":"2024-04-09T10:00:00+08:00","by":{"role":"office","id":"x"}}',
  ],
  ['an event without a sender', '{"type":"agreement.accept","at":"2024-04-09T10:00:00+08:00"}'],
  ['an invalid instant', '{"type":"agreement.accept","at":7,"by":{"role":"candidate","id":"C"}}'],
  ['a prototype', '{"__proto__":{"type":"agreement.accept"},"constructor":7,"type":{"toString":null}}'],
  ['an invalid key', '{"type":"agreement.accept","key":{},"by":{"role":"candidate","id":"C"}}'],
  ['a megabyte', JSON.stringify({ type: 'agreement.accept', at: 'x'.repeat(1_000_000), by: null })],
]

describe('a malformed call', () => {
  const bench = onEngine()
  const input = opening()
  const id = input.registrationId

  beforeAll(async () => {
    bench().clock.set(Date.parse('2020-01-01T00:00:00+08:00'))
    await bench().registrations.open(id, input)
  })

  it.each(bodies)('is refused by a rule, not by the engine: %s', async (_, body) => {
    const { registrations } = bench()
    for (const path of [`registration/${id}/send`, `registration/${id}/open`, 'registration/X/send']) {
      const response = await registrations.raw(path, body)
      expect(response.status).toBe(200)
      const decision = (await response.json()) as StoredDecision
      if (decision.accepted) throw new Error(`${path} was accepted`)
      const rules = path.endsWith('open')
        ? ['input.malformed']
        : path.includes('/X/')
          ? ['registration.unknown']
          : ['event.malformed', 'event.unknown', 'actor.personal-act']
      expect(rules).toContain(decision.refusal.rule)
    }
    for (const handler of ['explain', 'log']) {
      const response = await registrations.raw(`registration/${id}/${handler}`, body)
      expect([handler, response.status]).toEqual([handler, 200])
      expect(Array.isArray(await response.json())).toBe(true)
    }
  })

  it('does not change the registration, and leaves no call for the engine to retry', async () => {
    const { registrations, server } = bench()
    expect(await registrations.get(id)).toMatchObject({ state: 'filling.application' })
    const retried = await server.ask(
      `select target, status, last_failure from sys_invocation
       where retry_count > 1 or last_failure is not null or status not in ('completed', 'scheduled')`,
    )
    expect(retried).toEqual([])
  })
})
