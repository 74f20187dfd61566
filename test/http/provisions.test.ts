import { describe, expect, it } from 'vitest'
import { poolOn } from '../postgres/support'
import { localRegistrations } from '../support/provisions'
import { freshKey, onService } from './support'

const application = { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' }
const known = { photo: true, education: { origin: 'domestic', result: 'passed' } }

describe('a service under provisions', () => {
  const served = onService(() => ({}), localRegistrations)

  it('refuses by them, explains them, and lists them among the rules', async () => {
    const { call } = served()
    await call('POST /registrations', {
      body: {
        registrationId: 'R',
        candidateId: 'C1',
        exam: 'social-worker',
        notice: 'gd-2024-social-worker',
        candidate: known,
      },
    })
    const send = (as: 'C1' | 'verifier', body: object) =>
      call('POST /registrations/R/events', { as, key: freshKey(), body })
    await send('C1', { type: 'application.save', application })
    await send('C1', { type: 'route.choose', route: 'commitment' })
    expect(await send('C1', { type: 'application.confirm' })).toMatchObject({
      status: 409,
      body: { type: '/rules/sh.social-security', rule: 'sh.social-security', state: 'filling.confirmation' },
    })
    const { actions } = (await call('GET /registrations/R/actions', { as: 'C1' })).body as {
      actions: { type: string; rules: object[] }[]
    }
    expect(actions.find(({ type }) => type === 'application.confirm')?.rules).toMatchObject([
      { id: 'sh.social-security', title: { zh: '社会保险' } },
    ])
    expect((await call('GET /rules/sh.social-security')).body).toMatchObject({ kind: 'refusal' })
    expect((await call('GET /registrations/R', { as: 'C1' })).body).toMatchObject({
      law: ['sh.social-security@2'],
    })
    await send('verifier', { type: 'attestation.record', kind: 'social-security', result: 'passed' })
    expect(await send('C1', { type: 'application.confirm' })).toMatchObject({ status: 200 })
  })
})

describe('a registration whose row is damaged', () => {
  const served = onService()

  it('is answered 500, and comes marked in a list', async () => {
    const { call, errors, database } = served()
    const opening = { candidateId: 'C1', exam: 'social-worker', notice: 'gd-2024-social-worker' }
    await call('POST /registrations', { body: { registrationId: 'R', ...opening } })
    const pool = poolOn(database)
    await pool.query(`update baokao.registration set snapshot = '{"places":["440100"' where id = 'R'`)
    await pool.end()
    const answer = await call('GET /registrations/R')
    expect(answer.status).toBe(500)
    expect(JSON.stringify(answer.body)).not.toContain('R:')
    expect(errors).toHaveLength(1)
    expect((await call('GET /registrations')).body).toMatchObject({
      items: [{ registrationId: 'R', damaged: true }],
    })
    expect((await call('GET /registrations', { as: 'office' })).body).toEqual({ items: [] })
    const event = { type: 'history.amend', history: { credits: [] } }
    expect((await call('POST /registrations/R/events', { as: 'office', key: 'k', body: event })).status).toBe(
      404,
    )
    expect(
      (
        await call('POST /registrations/R/events', {
          actor: 'candidate:C1',
          key: 'k',
          body: { type: 'agreement.accept' },
        })
      ).status,
    ).toBe(500)
    expect(errors).toHaveLength(2)
  })
})
