import { beforeAll, describe, expect, it } from 'vitest'
import { usualEducation } from '../../src/testing/candidateData'
import { parseInstant } from '../../src/time'
import { freshKey, onService } from './support'

const opening = { exam: 'social-worker', notice: 'gd-2024-social-worker' }
const known = { photo: true, education: { origin: 'domestic', result: 'passed' } }

describe('a reader', () => {
  const served = onService()
  const send = (id: string, actor: string, body: object) =>
    served().call(`POST /registrations/${id}/events`, { actor, key: freshKey(), body })

  beforeAll(async () => {
    const { call } = served()
    for (const [registrationId, candidateId, place] of [
      ['R1', 'C1', '440100'],
      ['R2', 'C2', '440300'],
      ['R3', 'C3', undefined],
    ] as const) {
      await call('POST /registrations', {
        body: { registrationId, candidateId, ...opening, candidate: known },
      })
      if (place === undefined) continue
      const application = { level: 'intermediate', subjects: ['general', 'law', 'practice'], place }
      expect(
        await send(registrationId, `candidate:${candidateId}`, { type: 'application.save', application }),
      ).toMatchObject({ status: 200 })
    }
  })

  it('lists what it may see, filtered and in pages', async () => {
    const { call } = served()
    const idsOf = async (
      path: string,
      as: 'portal' | 'office' | 'guangzhou' | 'shanghai' | 'C1' = 'portal',
    ) =>
      (
        (await call(`GET /registrations${path}`, { as })).body as { items: { registrationId: string }[] }
      ).items.map(({ registrationId }) => registrationId)
    expect(await idsOf('')).toEqual(['R1', 'R2', 'R3'])
    expect(await idsOf('', 'C1')).toEqual(['R1'])
    expect(await idsOf('', 'office')).toEqual(['R1', 'R2', 'R3'])
    // Before a place is chosen, a registration is that of all places of its notice.
    expect(await idsOf('', 'guangzhou')).toEqual(['R1', 'R3'])
    expect(await idsOf('', 'shanghai')).toEqual([])
    expect(await idsOf('?place=440300')).toEqual(['R2'])
    expect(await idsOf('?place=440300', 'guangzhou')).toEqual([])
    expect(await idsOf('?state=filling.route')).toEqual(['R1', 'R2'])
    expect(await idsOf('?state=filling&waitsFor=candidate&examYear=2024&exam=social-worker')).toEqual([
      'R1',
      'R2',
      'R3',
    ])
    expect(await idsOf('?waitsFor=office')).toEqual([])
    expect(await idsOf('?notice=other')).toEqual([])
    expect(await idsOf('?dueBefore=2024-04-01T00:00:00%2B08:00')).toEqual([])
    const { body } = await call('GET /registrations?limit=2')
    expect(body).toMatchObject({ items: [{ registrationId: 'R1' }, { registrationId: 'R2' }], next: 'R2' })
    expect(await idsOf('?limit=2&after=R2')).toEqual(['R3'])
  })

  it('counts what it may see', async () => {
    const { call } = served()
    expect((await call('GET /counts?by=place&exam=social-worker', { as: 'office' })).body).toEqual({
      items: [
        { place: '', count: 1 },
        { place: '440100', count: 1 },
        { place: '440300', count: 1 },
      ],
    })
    expect((await call('GET /counts?by=waitsFor', { as: 'guangzhou' })).body).toEqual({
      items: [{ waitsFor: 'candidate', count: 2 }],
    })
    expect((await call('GET /counts?by=place', { as: 'C1' })).status).toBe(403)
  })

  it('sees what it can do, until when, and what stands against the rest', async () => {
    const { call } = served()
    type Action = {
      type: string
      by: string
      possible: boolean
      until?: string
      rules: { id: string }[]
      href: string
    }
    const actionsOf = async (as: 'C1' | 'office' | 'portal') =>
      ((await call('GET /registrations/R1/actions', { as })).body as { actions: Action[] }).actions
    const own = await actionsOf('C1')
    expect(new Set(own.map(({ by }) => by))).toEqual(new Set(['candidate']))
    expect(own.find(({ type }) => type === 'route.choose')).toMatchObject({
      possible: true,
      until: 'registration.closes',
      href: '/events/route.choose',
    })
    expect(own.find(({ type }) => type === 'commitment.sign')).toMatchObject({
      possible: false,
      rules: [{ id: 'event.not-now' }],
    })
    expect(new Set((await actionsOf('office')).map(({ by }) => by))).toEqual(new Set(['office']))
    expect(new Set((await actionsOf('portal')).map(({ by }) => by)).size).toBeGreaterThan(3)
    const { href } = own[0] as Action
    expect((await call(`GET ${href}`)).body).toMatchObject({ id: own[0]?.type, schema: { type: 'object' } })
  })

  it('sees a registration with the deadlines fired that are due now', async () => {
    const { call, clock, store } = served()
    const before = clock.now
    clock.now = parseInstant('2024-12-01T10:00:00+08:00')
    expect((await call('GET /registrations/R1', { as: 'C1' })).body).toMatchObject({
      state: 'ended.abandoned',
      endedBy: 'registrationClosed',
      revision: 2,
    })
    expect((await store.get('R1'))?.state).toBe('filling.route')
    clock.now = before
  })

  it('sees of others only what happened', async () => {
    const { call } = served()
    await send('R1', 'office:o', { type: 'history.amend', history: { credits: [] } })
    const log = (await call('GET /registrations/R1/events', { as: 'C1' })).body as { items: object[] }
    // The portal acted in the candidate's name.
    expect(log.items[1]).toMatchObject({ type: 'application.save', event: { by: { role: 'candidate' } } })
    expect(Object.keys(log.items[0] ?? {}).sort()).toEqual(['accepted', 'at', 'revision', 'type'])
    expect(Object.keys(log.items[2] ?? {}).sort()).toEqual(['accepted', 'at', 'revision', 'type'])
    const whole = (await call('GET /registrations/R1/events', { as: 'office' })).body as { items: object[] }
    expect(whole.items[2]).toMatchObject({ type: 'history.amend', event: { by: { id: 'o' } } })
    expect(JSON.stringify(whole)).not.toContain('"key"')
    expect((await call('GET /registrations/R1/events?after=1&limit=1', { as: 'office' })).body).toMatchObject(
      {
        items: [{ revision: 2 }],
        next: 2,
      },
    )
  })

  it('decides only at the revision that it has seen', async () => {
    const { call } = served()
    const target = 'POST /registrations/R2/events'
    const event = { as: 'C2' as const, body: { type: 'route.choose', route: 'commitment' } }
    const { headers } = await call('GET /registrations/R2/events', { as: 'C2' })
    expect(headers.get('etag')).toBe('"2"')
    expect(await call(target, { ...event, key: 'a', headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 412,
      body: { rule: 'registration.changed', revision: 2 },
    })
    const accepted = await call(target, { ...event, key: 'a', headers: { 'if-match': '"2"' } })
    expect(accepted).toMatchObject({ status: 200, body: { revision: 3 } })
    // The key is looked up before the revision.
    expect(await call(target, { ...event, key: 'a', headers: { 'if-match': '"2"' } })).toMatchObject({
      status: 200,
      body: { repeated: true },
    })
    expect((await call(target, { ...event, key: 'b', headers: { 'if-match': 'W/"2"' } })).status).toBe(400)
    const again = { ...event, body: { type: 'agreement.accept' }, key: 'c' }
    expect((await call(target, { ...again, headers: { 'if-match': '*' } })).status).toBe(409)
  })

  it('reads the catalogue without a key', async () => {
    const { call } = served()
    for (const path of [
      '/rules',
      '/states',
      '/events',
      '/exams',
      '/notices',
      '/openapi.json',
      '/rules/event.not-now',
      '/states/paying',
      '/events/payment.settle',
      '/exams/social-worker',
      '/notices/gd-2024-social-worker',
    ]) {
      const { status, headers } = await call(`GET ${path}`, { headers: { authorization: '' } })
      expect([path, status, headers.get('cache-control')]).toEqual([path, 200, 'public, max-age=300'])
    }
    for (const path of [
      '/rules/none',
      '/states/constructor',
      '/events/clock',
      '/exams/__proto__',
      '/notices/toString',
    ])
      expect((await call(`GET ${path}`)).status).toBe(404)
    expect((await call('POST /clock', { body: { now: '2024-04-08T10:00:00+08:00' } })).status).toBe(404)
  })
})

describe('the personal data of a candidate', () => {
  const served = onService()

  it('is for the portal, and is erased once all registrations have ended', async () => {
    const { call, clock } = served()
    const profile = {
      name: '陈晓',
      idType: 'passport',
      idNumber: 'E12345678',
      gender: 'female',
      phone: '13800000000',
      email: 'chen@example.com',
      employer: 'Centre',
      address: '1 Road',
      postcode: '510000',
      education: usualEducation,
    }
    await call('POST /registrations', { body: { registrationId: 'P', candidateId: 'CP', ...opening } })
    for (const body of [{ type: 'agreement.accept' }, { type: 'profile.submit', profile }])
      expect(
        (await call('POST /registrations/P/events', { actor: 'candidate:CP', key: freshKey(), body })).status,
      ).toBe(200)
    expect((await call('GET /registrations/P/personal')).body).toMatchObject({ name: '陈晓' })
    expect((await call('GET /registrations/P/personal', { as: 'office' })).status).toBe(403)
    expect((await call('GET /candidates/CP/export', { as: 'office' })).status).toBe(403)
    expect((await call('GET /candidates/nobody/export')).status).toBe(404)
    expect((await call('GET /candidates/CP/export?limit=1')).body).toMatchObject({
      candidateId: 'CP',
      registrations: [{ registrationId: 'P' }],
      next: 'P',
    })
    expect((await call('GET /candidates/CP/export?limit=1&after=P')).body).toMatchObject({
      registrations: [],
    })
    expect((await call('DELETE /candidates/CP/personal')).status).toBe(409)
    expect((await call('GET /registrations/P/personal')).status).toBe(200)
    clock.now = parseInstant('2024-12-01T10:00:00+08:00')
    await call('POST /registrations/P/events', {
      actor: 'candidate:CP',
      key: freshKey(),
      body: { type: 'registration.cancel' },
    })
    expect(await call('DELETE /candidates/CP/personal')).toMatchObject({
      status: 200,
      body: { erased: expect.any(Number) },
    })
    expect((await call('GET /registrations/P/personal')).status).toBe(404)
  })
})
