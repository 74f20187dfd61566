import { beforeAll, describe, expect, it } from 'vitest'
import { freshKey, onService } from './support'

const opening = { exam: 'social-worker', notice: 'gd-2024-social-worker' }
const credits = { type: 'history.amend', history: { credits: [] } }

describe('many events', () => {
  const served = onService()

  beforeAll(async () => {
    for (const id of ['R1', 'R2', 'R3'])
      await served().call('POST /registrations', {
        body: { registrationId: id, candidateId: `C-${id}`, ...opening },
      })
  })

  it('are each answered in order, with the status that each would have alone', async () => {
    const { call } = served()
    const list = [
      { registrationId: 'R1', event: credits, key: 'a' },
      { registrationId: 'R1', event: { ...credits, at: '2024-04-01T10:00:00+08:00' }, key: 'b' },
      { registrationId: 'none', event: credits, key: 'c' },
      { registrationId: 'R2', event: { type: 'no.such' }, key: 'd' },
      { registrationId: 'R2', event: credits },
      { registrationId: 'R2', event: { type: 'clock.advance' }, key: 'e' },
      { registrationId: 'R2', event: { type: 'proof.approve' }, key: 'f' },
      { registrationId: 'R3', event: credits, key: 'g' },
    ]
    const { status, body } = await call('POST /events', { as: 'office', body: list })
    expect(status).toBe(200)
    const { items } = body as { items: { status: number; rule?: string }[] }
    expect(items.map((one) => one.status)).toEqual([200, 422, 404, 422, 400, 403, 409, 200])
    expect(items[6]).toMatchObject({ rule: 'event.not-now', repeated: false })
    const again = await call('POST /events', { as: 'office', body: list })
    expect((again.body as { items: object[] }).items[0]).toMatchObject({ status: 200, repeated: true })
    expect((again.body as { items: object[] }).items[6]).toMatchObject({ status: 409, repeated: true })
  })

  it('need no key from the gateway: the event is its own', async () => {
    const { call, store } = served()
    const paid = {
      type: 'payment.settle',
      orderNo: 'R1-1',
      transactionId: 'T1',
      amountFen: 100,
      paidAt: '2024-04-08T09:00:00+08:00',
    }
    const list = [
      { registrationId: 'R1', event: paid },
      { registrationId: 'R1', event: paid },
    ]
    const { body } = await call('POST /events', { as: 'gateway', body: list })
    // Money that nobody waits for is taken, to be owed back.
    expect(body).toMatchObject({
      items: [
        { status: 200, repeated: false, facts: [{ type: 'refund.due' }] },
        { status: 200, repeated: true },
      ],
    })
    const revision = (await store.get('R1'))?.revision
    expect(await call('POST /registrations/R1/events', { as: 'gateway', body: paid })).toMatchObject({
      body: { repeated: true },
    })
    expect((await store.get('R1'))?.revision).toBe(revision)
  })

  it('are refused as a whole if the list is none, too long, or of the wrong role', async () => {
    const { call } = served()
    for (const body of [
      [],
      {},
      [1],
      [null],
      Array(1001).fill({ registrationId: 'R1', event: credits, key: 'k' }),
    ])
      expect((await call('POST /events', { as: 'office', body })).status).toBe(422)
    expect((await call('POST /events', { as: 'C1', body: [] })).status).toBe(403)
    expect(
      (
        await call('POST /events', {
          as: 'office',
          body: [{ registrationId: 'R1', event: { meta: 'x'.repeat(5_000_000) } }],
        })
      ).status,
    ).toBe(413)
    const large = await call('POST /events', {
      as: 'office',
      body: [{ registrationId: 'R1', key: 'k', event: { ...credits, meta: 'x'.repeat(70_000) } }],
    })
    expect(large.body).toMatchObject({ items: [{ status: 413 }] })
  })

  it('do not happen twice: a candidate opens one registration under a key', async () => {
    const { call } = served()
    const body = { ...opening, meta: { trace: 1 } }
    const ids = await Promise.all(
      [1, 2, 3].map(
        async () =>
          (await call('POST /registrations', { as: 'C2', key: 'same', body })).body as {
            registrationId: string
          },
      ),
    )
    expect(new Set(ids.map(({ registrationId }) => registrationId)).size).toBe(1)
    expect(
      (
        await call('POST /registrations', {
          as: 'C2',
          key: 'same',
          body: { ...body, notice: 'sh-2025-social-worker' },
        })
      ).status,
    ).toBe(422)
    expect(await call('POST /registrations', { as: 'C2', key: freshKey(), body })).toMatchObject({
      status: 409,
      body: { rule: 'registration.exists' },
    })
  })

  it('of a notice reach all its registrations, from an office of all its places', async () => {
    const { call, store } = served()
    const body = { type: 'exam.cancel', reason: 'flood' }
    const target = 'POST /notices/gd-2024-social-worker/events'
    expect((await call(target, { as: 'guangzhou', key: 'n', body })).status).toBe(403)
    expect((await call(target, { as: 'shanghai', key: 'n', body })).status).toBe(403)
    expect((await call(target, { as: 'C1', key: 'n', body })).status).toBe(403)
    expect((await call(target, { as: 'office', body })).status).toBe(400)
    expect((await call('POST /notices/none/events', { as: 'office', key: 'n', body })).status).toBe(404)
    expect((await call(target, { as: 'office', key: 'n', body: credits })).status).toBe(422)
    expect((await call(target, { as: 'office', key: 'n', body: { type: 'exam.cancel' } })).status).toBe(422)
    expect(await call(target, { as: 'office', key: 'n', body })).toMatchObject({
      status: 200,
      body: { sent: 4, left: 0 },
    })
    expect(await call(target, { as: 'office', key: 'n', body })).toMatchObject({
      status: 200,
      body: { sent: 0, left: 0 },
    })
    expect((await call(target, { as: 'office', key: 'n', body: { ...body, reason: 'fire' } })).status).toBe(
      422,
    )
    expect((await store.get('R3'))?.state).toMatch(/^ended/)
    expect((await store.log('R3')).at(-1)).toMatchObject({
      type: 'exam.cancel',
      event: { by: { id: 'office' } },
    })
  })
})
