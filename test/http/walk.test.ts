import { describe, expect, it } from 'vitest'
import { freshKey, onService } from './support'

const opening = { exam: 'social-worker', notice: 'gd-2024-social-worker' }

describe('the service', () => {
  const served = onService()

  it('opens a registration, takes events, and shows what was decided', async () => {
    const { call } = served()
    const first = await call('POST /registrations', { as: 'C1', key: 'open', body: opening })
    expect(first).toMatchObject({
      status: 201,
      body: { state: 'account.agreement', revision: 1, repeated: false },
    })
    const { registrationId: id } = first.body as { registrationId: string }
    expect(first.headers.get('location')).toBe(`/registrations/${id}`)
    const again = await call('POST /registrations', { as: 'C1', key: 'open', body: opening })
    expect(again).toMatchObject({ status: 200, body: { registrationId: id, repeated: true } })

    const accepted = await call(`POST /registrations/${id}/events`, {
      as: 'C1',
      key: freshKey(),
      body: { type: 'agreement.accept' },
    })
    expect(accepted).toMatchObject({
      status: 200,
      body: { state: 'account.profile', revision: 2, facts: [], fired: [], repeated: false },
    })
    expect(accepted.headers.get('etag')).toBe('"2"')

    const refused = await call(`POST /registrations/${id}/events`, {
      as: 'C1',
      key: freshKey(),
      body: { type: 'agreement.accept' },
    })
    expect(refused).toMatchObject({
      status: 409,
      body: {
        type: '/rules/event.not-now',
        status: 409,
        rule: 'event.not-now',
        state: 'account.profile',
        revision: 3,
        message: { zh: expect.any(String), en: expect.any(String) },
      },
    })
    expect(refused.headers.get('content-type')).toBe('application/problem+json')

    expect(await call(`GET /registrations/${id}`, { as: 'C1' })).toMatchObject({
      status: 200,
      body: {
        registrationId: id,
        candidateId: 'C1',
        state: 'account.profile',
        revision: 3,
        exam: 'social-worker',
      },
    })
    const log = await call(`GET /registrations/${id}/events`, { as: 'C1' })
    expect(log.headers.get('etag')).toBe('"3"')
    expect(log.body).toMatchObject({
      items: [
        { type: 'open' },
        { type: 'agreement.accept', event: { by: { id: 'C1' } } },
        { accepted: false },
      ],
    })
    expect(log.headers.get('cache-control')).toBe('no-store')
  })

  it('answers in the language of the caller, and in Chinese without one', async () => {
    const { call } = served()
    const inEnglish = await call('GET /registrations/none', {
      headers: { 'accept-language': 'fr, en-GB;q=0.8, zh;q=0.5' },
    })
    expect(inEnglish).toMatchObject({ status: 404, body: { title: 'Not Found' } })
    const inChinese = await call('GET /registrations/none')
    expect(inChinese).toMatchObject({ status: 404, body: { title: '没有该内容' } })
  })

  it('says which methods a path has', async () => {
    const { call } = served()
    const answer = await call('DELETE /registrations')
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST, GET')
    expect((await call('GET /nothing')).status).toBe(404)
  })
})
