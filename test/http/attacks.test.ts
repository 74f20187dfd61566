import { request as httpRequest } from 'node:http'
import { beforeAll, describe, expect, it } from 'vitest'
import { freshKey, keyOf, onService } from './support'

const opening = { exam: 'social-worker', notice: 'gd-2024-social-worker' }

/** Sends bytes as they are, which `fetch` would not. @returns the status */
function raw(url: string, path: string, headers: Record<string, string>, chunks: readonly string[]) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const request = httpRequest(url + path, { method: 'POST', headers }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    request.on('error', reject)
    for (const chunk of chunks) request.write(chunk)
    request.end()
  })
}

describe('an attacker', () => {
  const served = onService()
  let id = ''

  beforeAll(async () => {
    const opened = await served().call('POST /registrations', { as: 'C1', key: 'mine', body: opening })
    id = (opened.body as { registrationId: string }).registrationId
  })

  const send = (as: 'C1' | 'C2' | 'office' | 'shanghai' | 'nowhere', body: unknown, more = {}) =>
    served().call(`POST /registrations/${id}/events`, { as, key: freshKey(), body, ...more })

  it('needs a key', async () => {
    const { call, url } = served()
    const without = await fetch(`${url}/registrations`)
    expect(without.status).toBe(401)
    expect(without.headers.get('www-authenticate')).toBe('Bearer realm="baokao"')
    const wrong = await call('GET /registrations', { headers: { authorization: 'Bearer wrong' } })
    expect(wrong.status).toBe(401)
    expect(JSON.stringify(wrong.body)).not.toContain('wrong')
    expect((await call('GET /rules/event.not-now', { headers: { authorization: '' } })).status).toBe(200)
  })

  it('reaches no registration of another candidate, and leaves nothing in its log', async () => {
    const { call, store } = served()
    const before = await store.log(id)
    expect(await send('C2', { type: 'agreement.accept' })).toMatchObject({ status: 404 })
    for (const path of ['', '/events', '/actions', '/guide'])
      expect((await call(`GET /registrations/${id}${path}`, { as: 'C2' })).status).toBe(404)
    expect((await call(`GET /registrations/${id}/personal`, { as: 'C2' })).status).toBe(403)
    expect(await store.log(id)).toEqual(before)
    expect((await call('GET /registrations', { as: 'C2' })).body).toEqual({ items: [] })
    expect((await call('GET /registrations?candidateId=C1', { as: 'C2' })).body).toEqual({ items: [] })
  })

  it('reaches no registration of another region as an office', async () => {
    const { call, store } = served()
    const before = await store.log(id)
    const amend = { type: 'history.amend', history: { credits: [] } }
    for (const as of ['shanghai', 'nowhere'] as const) {
      expect((await send(as, amend)).status).toBe(404)
      expect((await call(`GET /registrations/${id}`, { as })).status).toBe(404)
      expect((await call('GET /registrations', { as })).body).toEqual({ items: [] })
      expect((await call('GET /counts?by=state', { as })).body).toEqual({ items: [] })
    }
    expect(await store.log(id)).toEqual(before)
    expect((await call(`GET /registrations/${id}`, { as: 'guangzhou' })).status).toBe(200)
    expect((await call('GET /registrations', { as: 'office' })).body).toMatchObject({
      items: [{ candidateId: 'C1' }],
    })
  })

  it('brings no notice, degree, sender or instant of its own', async () => {
    const { call } = served()
    const claims = [
      { ...opening, notice: { id: 'mine' } },
      { ...opening, candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } } },
      { ...opening, history: { credits: [] } },
      { ...opening, candidateId: 'C2' },
      { ...opening, registrationId: 'R' },
      { ...opening, at: '2024-04-01T10:00:00+08:00' },
      { ...opening, notice: '__proto__' },
      { ...opening, exam: 'constructor' },
    ]
    for (const body of claims)
      expect((await call('POST /registrations', { as: 'C2', key: freshKey(), body })).status).toBe(422)
    for (const claim of [
      { by: { role: 'office', id: 'o' } },
      { at: '2024-04-01T10:00:00+08:00' },
      { by: undefined, at: null },
    ])
      expect(await send('C1', { type: 'agreement.accept', ...claim })).toMatchObject({
        status: 422,
        body: {
          issues: expect.arrayContaining([
            expect.objectContaining({ path: expect.stringMatching(/^(by|at)$/) }),
          ]),
        },
      })
    // When it was paid is data of the bank.
    const paid = {
      type: 'payment.settle',
      orderNo: `${id}-1`,
      transactionId: 'T',
      amountFen: 100,
      paidAt: '2024-04-01T10:00:00+08:00',
    }
    expect(
      (await served().call(`POST /registrations/${id}/events`, { as: 'gateway', body: paid })).status,
    ).not.toBe(422)
  })

  it('sends no event of another role, and none of the clock', async () => {
    const { store } = served()
    const before = await store.log(id)
    expect(await send('C1', { type: 'history.amend', history: { credits: [] } })).toMatchObject({
      status: 403,
      body: { rule: 'actor.role' },
    })
    expect(await send('office', { type: 'clock.advance' })).toMatchObject({
      status: 403,
      body: { rule: 'actor.role' },
    })
    expect(await store.log(id)).toEqual(before)
  })

  it('acts for nobody without the right to', async () => {
    const { call } = served()
    const agree = { key: 'agree', body: { type: 'agreement.accept' } }
    const target = `POST /registrations/${id}/events`
    expect((await call(target, { as: 'reader', actor: 'candidate:C1', ...agree })).status).toBe(403)
    expect((await call(target, { as: 'C2', actor: 'candidate:C1', ...agree })).status).toBe(403)
    expect((await call(target, { as: 'portal', ...agree })).status).toBe(403)
    for (const actor of [
      'candidate',
      'candidate:',
      'portal:p',
      'clock:c',
      'candidate:C1:x',
      'candidate:%',
      'candidate:%0A',
      'candidate:C 1',
    ])
      expect((await call(target, { as: 'portal', actor, ...agree })).status).toBe(400)
    expect((await call(target, { as: 'portal', actor: 'candidate:C2', ...agree })).status).toBe(404)
    expect((await call(`GET /registrations/${id}`, { as: 'portal', actor: 'candidate:C2' })).status).toBe(404)
    expect((await call(`GET /registrations/${id}`, { as: 'portal', actor: 'candidate:C1' })).status).toBe(200)
    expect((await call('GET /dead-letters', { as: 'portal', actor: 'candidate:C1' })).status).toBe(403)
  })

  it('reads nothing as the verifier or the gateway', async () => {
    const { call } = served()
    for (const as of ['verifier', 'gateway'] as const)
      for (const path of [
        `/registrations/${id}`,
        `/registrations/${id}/events`,
        '/registrations',
        '/counts?by=state',
        '/dead-letters',
      ])
        expect((await call(`GET ${path}`, { as })).status).toBe(403)
  })

  it('gets no answer of somebody else under his key', async () => {
    const { call, store } = served()
    const target = `POST /registrations/${id}/events`
    const body = { type: 'application.confirm' }
    const first = await call(target, { as: 'C1', key: 'shared', body })
    expect(first).toMatchObject({ status: 409, body: { repeated: false } })
    expect(await call(target, { as: 'C1', key: 'shared', body })).toMatchObject({
      status: 409,
      body: { repeated: true },
    })
    const entries = (await store.log(id)).length
    // The portal in the name of the same candidate is another caller.
    expect(await call(target, { as: 'portal', actor: 'candidate:C1', key: 'shared', body })).toMatchObject({
      status: 409,
      body: { repeated: false },
    })
    expect(await store.log(id)).toHaveLength(entries + 1)
    expect((await call(target, { as: 'C2', key: 'shared', body })).status).toBe(404)
    expect(await call(target, { as: 'C1', key: 'shared', body: { type: 'agreement.accept' } })).toMatchObject(
      {
        status: 422,
        body: { rule: 'event.key-reused' },
      },
    )
  })

  it('sends nothing that is large, deep, or no JSON', async () => {
    const { url, call } = served()
    const headers = {
      authorization: `Bearer ${keyOf('C1')}`,
      'content-type': 'application/json',
      'idempotency-key': 'big',
    }
    const path = `/registrations/${id}/events`
    const mega = 'x'.repeat(1024 * 1024)
    // Chunked: its length is not known before.
    await expect(
      raw(url, path, headers, Array(10).fill(mega)).then(
        ({ status }) => status,
        () => 413,
      ),
    ).resolves.toBe(413)
    expect((await send('C1', { type: 'agreement.accept', meta: mega.repeat(10) })).status).toBe(413)
    expect((await send('C1', { type: 'agreement.accept', meta: 'x'.repeat(65_500) })).status).toBe(413)
    expect(
      (await call('POST /registrations', { as: 'C1', key: 'b', body: { meta: 'x'.repeat(300_000) } })).status,
    ).toBe(413)
    const deep = (levels: number) =>
      `{"type":"agreement.accept","meta":${'['.repeat(levels)}${']'.repeat(levels)}}`
    expect(await send('C1', deep(32))).toMatchObject({
      status: 422,
      body: { issues: [{ en: expect.stringContaining('32') }] },
    })
    expect((await send('C1', deep(31))).status).not.toBe(413)
    expect((await send('C1', deep(30_000))).status).toBe(422)
    expect((await send('C1', '{"type":')).status).toBe(400)
    expect((await send('C1', '[]')).status).toBe(422)
    expect((await send('C1', 'null')).status).toBe(422)
    expect((await send('C1', '"x"')).status).toBe(422)
    expect((await send('C1', 'type=x', { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    expect(await raw(url, path, headers, ['{"type":"\xff']).then(({ status }) => status)).toBe(400)
  })

  it('changes no prototype, stores no NUL, and injects no header', async () => {
    const { call, url, store } = served()
    const before = await store.log(id)
    for (const body of [
      '{"type":"agreement.accept","__proto__":{"by":{"role":"office"}}}',
      '{"type":"agreement.accept","\\u005f_proto__":{"at":1}}',
      '{"type":"agreement.accept","constructor":{"prototype":{}}}',
    ])
      expect((await send('C1', body)).status).toBe(422)
    expect(({} as { by?: unknown }).by).toBeUndefined()
    expect((await send('C1', { type: 'correction.request', correctionId: 'a\0b', changes: {} })).status).toBe(
      422,
    )
    expect((await call('GET /registrations/a%00b')).status).toBe(404)
    expect((await call('GET /registrations?notice=%00')).body).toEqual({ items: [] })
    expect((await call('GET /registrations/%E0%A4%A')).status).toBe(404)
    expect((await send('C1', { type: 'agreement.accept' }, { key: 'a b' })).status).toBe(400)
    expect((await send('C1', { type: 'agreement.accept' }, { key: 'x'.repeat(201) })).status).toBe(400)
    expect((await send('C1', { type: 'agreement.accept' }, { key: undefined })).status).toBe(400)
    const id_ = 'a".x%0d%0aset-cookie: a=b'
    const answer = await fetch(`${url}/registrations/${encodeURIComponent(id_)}`, {
      headers: { authorization: `Bearer ${keyOf('portal')}`, 'x-request-id': 'a b{}' },
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('x-request-id')).not.toContain(' ')
    expect(await store.log(id)).toEqual(before)
  })

  it('uses no number of a person as an id', async () => {
    const { call } = served()
    const body = { ...opening, registrationId: 'R-440101199001080079', candidateId: 'C' }
    expect((await call('POST /registrations', { body })).status).toBe(422)
    expect((await call('POST /registrations', { body: { ...body, registrationId: 'R/1' } })).status).toBe(422)
    expect((await call('POST /registrations', { body: { ...body, registrationId: 'R-1' } })).status).toBe(201)
  })

  it('learns nothing of the inside from an error', async () => {
    const { call, errors } = served()
    for (const path of [
      "/registrations?after=';drop table x",
      '/registrations?limit=0',
      '/registrations?limit=501',
      '/counts?by=secret',
      '/counts',
      '/registrations?x=1',
    ])
      expect((await call(`GET ${path}`)).status).toBe(path.includes('after') ? 200 : 422)
    expect(errors).toEqual([])
  })
})

describe('a caller who sends too many requests', () => {
  const served = onService((clock) => ({
    limits: { perSecond: 3, portalPerSecond: 5 },
    now: () => clock.now,
  }))

  it('waits, and others do not', async () => {
    const { call, clock } = served()
    const statuses = async (as: 'C1' | 'portal', n: number, actor?: string) => {
      const all: number[] = []
      for (let i = 0; i < n; i += 1)
        all.push((await call('GET /registrations', { as, ...(actor && { actor }) })).status)
      return all
    }
    expect(await statuses('C1', 4)).toEqual([200, 200, 200, 429])
    const { headers } = await call('GET /registrations', { as: 'C1' })
    expect(headers.get('retry-after')).toBe('1')
    expect(await statuses('portal', 6)).toEqual([200, 200, 200, 200, 200, 429])
    clock.now += 1000
    expect(await statuses('C1', 1)).toEqual([200])
    // Whom a portal acts for has a limit, too.
    expect(await statuses('portal', 4, 'candidate:C9')).toEqual([200, 200, 200, 429])
  })
})
