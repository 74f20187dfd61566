import { describe, expect, it } from 'vitest'
import { upgraded } from '../../src/restate/versions'
import { opening, sent } from '../postgres/support'
import { readText } from '../support/files'
import { allRefusedBy } from '../support/plainPath'
import { onEngine, writeState } from './support'

const event = sent('history.amend', {
  at: '2024-04-09T10:00:00+08:00',
  by: { role: 'office', id: 'office' },
  history: { credits: [] },
})

describe('state stored by another release', () => {
  const bench = onEngine()
  const first = JSON.parse(readText('test/restate/kept/0.1.0.json')) as Record<string, { snapshot?: unknown }>

  it('is read and accepts events: 0.1.0', async () => {
    const { registrations, clock } = bench()
    clock.set(Date.parse('2020-01-01T00:00:00+08:00'))
    const { registrationId } = opening()
    await writeState(bench(), registrationId, first)
    expect(await registrations.get(registrationId)).toMatchObject({
      state: 'filling.application',
      revision: 1,
    })
    expect(await registrations.log(registrationId)).toMatchObject([{ type: 'open', library: 'baokao 0.1.0' }])
    expect((await registrations.send(registrationId, event)).accepted).toBe(true)
    expect(await registrations.log(registrationId)).toHaveLength(2)
    const { snapshot } = (await registrations.get(registrationId)) ?? {}
    const replayed = await registrations.replay(registrationId)
    expect(JSON.stringify(replayed?.snapshot)).toBe(JSON.stringify(snapshot))
  })

  it.each([
    ['in a form that is not known', { ...first.registration, version: 99 }],
    ['a snapshot that is not known', { ...first.registration, snapshot: { version: 99 } }],
  ])('is refused and not changed if it is %s', async (_, registration) => {
    const { registrations, server } = bench()
    const { registrationId: id } = opening()
    await writeState(bench(), id, { registration })
    const refused = { accepted: false, refusal: { rule: 'snapshot.malformed' } }
    expect(await registrations.send(id, event)).toMatchObject(refused)
    expect(await registrations.send(id, { ...event, key: 'once' })).toMatchObject(refused)
    expect(await registrations.deadlines(id)).toEqual([])
    expect(await registrations.explain(id)).toEqual(allRefusedBy('snapshot.malformed'))
    await expect(registrations.get(id)).rejects.toThrow('500')
    const [row] = await server.ask(`select value_utf8 from state where service_key = '${id}'`)
    expect(JSON.parse(String(row?.value_utf8))).toEqual(registration)
  })

  it('is upgraded to the current version step by step', () => {
    const steps = {
      1: (state: object) => ({ ...state, version: 2, one: true }),
      2: (state: object) => ({ ...state, version: 3, two: true }),
    }
    expect(upgraded({ version: 1 }, steps, 3)).toEqual({ version: 3, one: true, two: true })
    expect(upgraded({ version: 3 }, steps, 3)).toEqual({ version: 3 })
    expect(upgraded({ version: 0 }, steps, 3)).toEqual({ version: 0, snapshot: {} })
  })
})
