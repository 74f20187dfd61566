import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { beforeAll, describe, expect, it } from 'vitest'
import { webhookHandler } from '../../src/http'
import { freshKey, onService } from './support'

const opening = { exam: 'social-worker', notice: 'gd-2024-social-worker' }
const known = { photo: true, education: { origin: 'domestic', result: 'passed' } }

type Leased = { id: string; lease: string; attempt: number; registrationId: string; fact: { type: string } }

describe('facts', () => {
  const served = onService()

  const lease = async (consumer: string, more = {}): Promise<Leased[]> => {
    const { status, body } = await served().call('POST /facts/lease', { body: { consumer, ...more } })
    expect(status).toBe(200)
    return (body as { items: Leased[] }).items
  }
  const ack = async (body: object) =>
    ((await served().call('POST /facts/ack', { body })).body as { settled: number }).settled

  /** Brings a registration to where it emits facts. */
  async function signed(registrationId: string): Promise<void> {
    const { call } = served()
    const candidateId = `C-${registrationId}`
    await call('POST /registrations', { body: { registrationId, candidateId, ...opening, candidate: known } })
    const application = { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' }
    const statements = { informed: true, eligible: true, truthful: true, acceptsChecks: true }
    for (const body of [
      { type: 'application.save', application },
      { type: 'route.choose', route: 'commitment' },
      { type: 'application.confirm' },
      { type: 'commitment.sign', statements },
    ])
      expect(
        await call(`POST /registrations/${registrationId}/events`, {
          actor: `candidate:${candidateId}`,
          key: freshKey(),
          body,
        }),
      ).toMatchObject({ status: 200 })
  }

  beforeAll(async () => {
    await signed('R1')
    await signed('R2')
  })

  it('are leased to each consumer, in order within a registration, until they are acknowledged', async () => {
    const first = await lease('mail')
    expect(first.map(({ registrationId }) => registrationId).sort()).toEqual(['R1', 'R2'])
    expect(await lease('mail')).toEqual([])
    // Another consumer has its own position.
    expect((await lease('bank')).map(({ id }) => id)).toEqual(first.map(({ id }) => id))
    const [one, two] = first as [Leased, Leased]
    expect(await ack({ consumer: 'mail', done: [{ id: one.id, lease: one.lease }] })).toBe(1)
    const [next] = await lease('mail')
    expect(next).toMatchObject({ registrationId: one.registrationId })
    expect(next?.id).not.toBe(one.id)
    // An old lease counts for nothing, and neither does that of another consumer.
    expect(await ack({ consumer: 'mail', done: [{ id: one.id, lease: one.lease }] })).toBe(0)
    expect(await ack({ consumer: 'mail', done: [{ id: two.id, lease: 'wrong' }] })).toBe(0)
    expect(await ack({ consumer: 'bank', done: [{ id: two.id, lease: two.lease }] })).toBe(0)
    expect(
      await ack({
        consumer: 'mail',
        done: [
          { id: two.id, lease: two.lease },
          { id: 'no fact', lease: 'x' },
        ],
      }),
    ).toBe(1)
  })

  it('become dead letters if they cannot be handled, and can be retried', async () => {
    const { call } = served()
    const [one] = (await lease('dead', { limit: 1 })) as [Leased]
    const failed = [
      { id: one.id, lease: one.lease, attempt: one.attempt, error: 'no such address', undeliverable: true },
    ]
    expect(await ack({ consumer: 'dead', failed })).toBe(1)
    const { body } = await call('GET /dead-letters?consumer=dead&limit=1')
    expect(body).toMatchObject({ total: 1, items: [{ id: one.id }], next: expect.any(String) })
    expect(JSON.stringify(body)).not.toContain('no such address')
    const { next } = body as { next: string }
    expect(
      (await call(`GET /dead-letters?consumer=dead&after=${encodeURIComponent(next)}`)).body,
    ).toMatchObject({ items: [] })
    expect(
      (await call('POST /dead-letters/retry', { body: { consumer: 'dead', ids: [one.id] } })).body,
    ).toEqual({ retried: 1 })
    expect((await call('POST /dead-letters/retry', { body: { consumer: 'dead' } })).status).toBe(422)
    expect((await lease('dead', { limit: 1 })).map(({ id }) => id)).toEqual([one.id])
  })

  it('are waited for', async () => {
    await served().store.addConsumer('late', { from: 'now' })
    const waiting = lease('late', { wait: 30 })
    await signed('R3')
    expect((await waiting).map(({ registrationId }) => registrationId)).toEqual(['R3'])
  })

  it('are refused to all but the portal, and malformed calls are named', async () => {
    const { call } = served()
    expect((await call('POST /facts/lease', { as: 'office', body: { consumer: 'x' } })).status).toBe(403)
    for (const body of [
      {},
      { consumer: 'a b' },
      { consumer: 'a', limit: 0 },
      { consumer: 'a', wait: 60 },
      { consumer: 'a', x: 1 },
    ])
      expect((await call('POST /facts/lease', { body })).status).toBe(422)
    for (const body of [{}, { consumer: 'a', failed: [{ id: 'x', lease: 'y', error: 'e' }] }])
      expect((await call('POST /facts/ack', { body })).status).toBe(422)
  })

  it('are sent to a webhook, signed, once each, although the receiver fails', async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    const webhook = new Webhook(secret)
    const got: string[] = []
    const refused: string[] = []
    let failures = 2
    const receive = async (request: IncomingMessage): Promise<number> => {
      const body = await text(request)
      try {
        const { id } = webhook.verify(body, request.headers as Record<string, string>) as { id: string }
        expect(request.headers['webhook-id']).toBe(id)
        // It crashes after it has acted: the fact comes again, with the same id.
        if (!got.includes(id)) got.push(id)
        if (failures > 0) {
          failures -= 1
          return 500
        }
        return 204
      } catch (error) {
        refused.push(String(error))
        return 401
      }
    }
    const receiver = createServer((request, response) => {
      void receive(request).then((status) => response.writeHead(status, { location: '/elsewhere' }).end())
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/facts`
    const { store } = served()
    const errors: unknown[] = []
    const onFailure = ({ error }: { error: unknown }) => errors.push(error)
    const options = { consumer: 'hook', backoff: () => 0, onFailure }
    const wrong = await webhookHandler({ url, secret: `whsec_${Buffer.alloc(32, 8).toString('base64')}` })
    expect(await store.deliver(wrong, options)).toBe(0)
    expect(refused.length).toBeGreaterThan(0)
    const handler = await webhookHandler({ url, secret })
    let _delivered = 0
    for (let more = -1; more !== 0 || failures > 0; _delivered += more)
      more = await store.deliver(handler, options)
    expect(errors.length).toBeGreaterThan(2)
    const { facts } = (await store.exportCandidate('C-R1'))?.registrations[0] ?? { facts: [] }
    expect(got.filter((id) => id.includes('R1'))).toHaveLength(facts.length)
    expect(new Set(got).size).toBe(got.length)
    receiver.close()
    receiver.closeAllConnections()
  })

  it('are sent to no unsafe URL, and follow no redirect', async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    for (const url of ['http://example.com/x', 'ftp://example.com', 'nothing'])
      await expect(webhookHandler({ url, secret })).rejects.toThrow(RangeError)
    let elsewhere = 0
    const receiver = createServer((request, response) => {
      if (request.url === '/elsewhere') elsewhere += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const handler = await webhookHandler({
      url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
      secret,
    })
    const delivery = { id: 'R/1/0', registrationId: 'R', fact: { type: 'x' } } as never
    await expect(Promise.resolve(handler(delivery, new AbortController().signal))).rejects.toThrow('302')
    expect(elsewhere).toBe(0)
    receiver.close()
    receiver.closeAllConnections()
  })
})
