import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DurableDecision } from '../../src/restate'
import { fresh, opening, sent } from '../postgres/support'
import { onEngine } from './support'

const by = { role: 'office', id: 'office' } as const
const amend = sent('history.amend', { at: '2024-04-09T10:00:00+08:00', by, history: { credits: [] } })

describe('calls from outside', () => {
  const bench = onEngine()
  const input = opening()
  const { registrationId: id, candidateId } = input

  beforeAll(async () => {
    bench().clock.set(Date.parse('2024-04-10T10:00:00+08:00'))
    const { at: _, ...rest } = input
    await bench().undated.open(id, rest)
  })

  it.each([
    ['registration', 'due'],
    ['registration', 'applyHistory'],
    ['registration', 'deliver'],
    ['registration', 'redeliver'],
    ['registration', 'storedDeadLetters'],
    ['registration', 'requeueDeadLetters'],
    ['candidate', 'register'],
    ['candidate', 'registrationChanged'],
    ['candidate', 'registrations'],
  ])('are refused by the server if only the engine calls the handler: %s/…/%s', async (object, handler) => {
    const { undated, server } = bench()
    for (const key of [id, `${id}/facts`, candidateId]) {
      // A one-way call first: if it were taken, the other would wait for an answer.
      for (const way of ['/send', '']) {
        const path = `${object}/${encodeURIComponent(key)}/${handler}${way}`
        const response = await undated.raw(path, '{}')
        expect([path, response.status]).toEqual([path, 400])
        expect(await response.text()).toMatch(/not public/)
      }
    }
    const reached = await server.ask(
      `select id from sys_invocation where target_handler_name = '${handler}' and invoked_by = 'ingress'`,
    )
    expect(reached).toEqual([])
  })

  it('cover no handler that this test does not know', async () => {
    const { server } = bench()
    const services = (await (await fetch(`${server.admin}/services`)).json()) as {
      services: { name: string; handlers: { name: string; public: boolean }[] }[]
    }
    const open = services.services.flatMap(({ name, handlers }) =>
      handlers.filter((handler) => handler.public).map((handler) => `${name}/${handler.name}`),
    )
    expect(open.sort()).toEqual([
      'candidates/erase',
      'candidates/registrations',
      ...[
        'deadLetters',
        'deadlines',
        'erase',
        'explain',
        'get',
        'log',
        'open',
        'replay',
        'retryDeadLetters',
        'send',
      ].map((handler) => `registration/${handler}`),
    ])
  })

  it('list and erase the registrations of a candidate, and none of a stranger', async () => {
    const { undated } = bench()
    expect(await undated.registrationsOf(candidateId)).toEqual([id])
    await undated.send(id, { ...amend, meta: 'a trace' })
    expect(await undated.erase(candidateId)).toBe(1)
    expect(JSON.stringify(await undated.log(id))).not.toContain('a trace')
    expect(await undated.registrationsOf(fresh('C'))).toEqual([])
    expect(await undated.erase(fresh('C'))).toBe(0)
  })

  it('are processed once under the same Idempotency-Key', async () => {
    const { undated } = bench()
    const { revision = 0 } = (await undated.get(id)) ?? {}
    const { at: _, ...event } = amend
    const answers = await Promise.all(Array.from({ length: 8 }, () => undated.send(id, event, 'a click')))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect((await undated.get(id))?.revision).toBe(revision + 1)
  })

  it('with the Idempotency-Key of another event are not decided, and the digest in the answer shows it', async () => {
    const { undated } = bench()
    const { at: _, ...event } = amend
    const { revision } = await undated.send(id, event, 'a refund')
    const other = { ...event, history: { credits: [], integrity: [] } }
    await expect(undated.send(id, other, 'a refund')).rejects.toThrow('was used for another event')
    const body = JSON.stringify(event)
    const again = await undated.raw(`registration/${id}/send`, body, { 'idempotency-key': 'a refund' })
    const digest = createHash('sha256').update(body).digest('hex')
    expect(((await again.json()) as DurableDecision).requestDigest).toBe(digest)
    expect((await undated.get(id))?.revision).toBe(revision)
    // A key in the event is compared by the registration, also if the header has the same one.
    await undated.send(id, { ...event, key: 'k' })
    expect(await undated.send(id, { ...other, key: 'k' })).toMatchObject({
      refusal: { rule: 'event.key-reused' },
    })
  })

  it('of an opening answer with the digest of its body, too', async () => {
    const { undated } = bench()
    const { at: _, registrationId, ...rest } = opening()
    const { requestDigest } = await undated.open(registrationId, rest)
    expect(requestDigest).toBe(createHash('sha256').update(JSON.stringify(rest)).digest('hex'))
  })
})
