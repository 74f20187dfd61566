import { beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../examples/loopback'
import {
  explain,
  logRowSchema,
  type RegistrationEvent,
  runJourney,
  storedDecisionSchema,
  storedRegistrationSchema,
} from '../../src'
import { openInputOf } from '../../src/journey'
import { fresh, opening, sent } from '../postgres/support'
import { journeysByStage } from '../support/files'
import { profile } from '../support/scenario'
import { changeState, decided, onEngine } from './support'

const office = { role: 'office', id: 'office' } as const
const april = (day: string) => `2024-04-${day}T10:00:00+08:00`
const amend = (at = april('09')) => sent('history.amend', { at, by: office, history: { credits: [] } })

/** The opening and the events of a journey, with the given ids. */
function journeyOf(name: string, registrationId: string, candidateId: string) {
  const [, journey] = journeysByStage().find(([file]) => file.endsWith(`/${name}.json`)) ?? []
  const own = JSON.parse(JSON.stringify(journey).replaceAll('"R-', `"${registrationId}-`))
  const ids = { registrationId, candidateId }
  return { ...openInputOf(own, ids), events: runJourney(own, { ids }).steps.map(({ event }) => event) }
}

describe('the engine', () => {
  const bench = onEngine()
  beforeEach(() => bench().clock.set(Date.parse('2020-01-01T00:00:00+08:00')))

  /** Opens a registration. */
  async function opened(changes: Parameters<typeof opening>[0] = {}) {
    const input = opening(changes)
    const decision = await bench().registrations.open(input.registrationId, input)
    return { input, id: input.registrationId, decision }
  }

  it('decides an event under a key once, and refuses the key with another event', async () => {
    const { registrations, server } = bench()
    const { id } = await opened()
    const call = { ...amend(), key: '银行 7' }
    const first = await registrations.send(id, call)
    expect(first.repeated).toBe(false)
    expect(await registrations.send(id, call)).toEqual({ ...first, repeated: true })
    const { key, ...event } = call
    expect(decided(await registrations.send(id, { ...event, key }))).toEqual({
      ...decided(first),
      repeated: true,
    })
    expect(await registrations.send(id, { ...amend(april('10')), key })).toMatchObject({
      refusal: { rule: 'event.key-reused' },
    })
    expect(await registrations.log(id)).toMatchObject([{ type: 'open' }, { type: 'history.amend', key }])
    const state = await server.ask(`select value_utf8 from state where service_key = '${id}'`)
    expect(JSON.stringify(state)).not.toContain('repeated')
    for (const wrong of [7, '', 'x'.repeat(201), '\ud800']) {
      const decision = await registrations.send(id, { ...amend(), key: wrong as string })
      expect(decision).toMatchObject({ refusal: { rule: 'event.malformed', issues: [{ path: 'key' }] } })
    }
  })

  it('returns the same decision for a repeated opening, and refuses another opening under the same id', async () => {
    const { registrations } = bench()
    const { input, id, decision } = await opened()
    expect(decision.repeated).toBe(false)
    expect(await registrations.open(id, input)).toEqual({ ...decision, repeated: true })
    const { registrationId: _, ...rest } = input
    expect(decided(await registrations.open(id, rest))).toEqual({ ...decided(decision), repeated: true })
    const other = await registrations.open(id, { ...input, candidate: { photo: true } })
    expect(other).toMatchObject({ snapshot: null, refusal: { rule: 'registration.id-in-use' } })
    expect(await registrations.log(id)).toHaveLength(1)
    const elsewhere = await registrations.open(fresh('R'), input)
    expect(elsewhere).toMatchObject({
      refusal: { rule: 'input.malformed', issues: [{ path: 'registrationId' }] },
    })
  })

  it('accepts one of many registrations that a candidate opens at the same moment', async () => {
    const candidateId = fresh('C')
    const all = await Promise.all(Array.from({ length: 8 }, () => opened({ candidateId })))
    const [one, ...more] = all.filter(({ decision }) => decision.accepted)
    expect(more).toEqual([])
    const refused = all.filter(({ decision }) => !decision.accepted)
    for (const { decision } of refused)
      expect(decision).toMatchObject({ refusal: { rule: 'registration.exists' } })
    // Another registration can be opened once that one has ended.
    const by = { role: 'candidate', id: candidateId } as const
    await bench().registrations.send(one?.id ?? '', sent('registration.cancel', { at: april('08'), by }))
    expect((await opened({ candidateId, at: april('08') })).decision.accepted).toBe(true)
  })

  it('carries a forfeited commitment over to the next registration (§5.1.4, §6.4.5)', async () => {
    const { registrations } = bench()
    const candidateId = fresh('C')
    const { input, events } = journeyOf('no-return', fresh('R'), candidateId)
    await registrations.open(input.registrationId, input)
    for (const event of events) await registrations.send(input.registrationId, event)
    const { at } = events.at(-1) as RegistrationEvent
    const by = { role: 'candidate', id: candidateId } as const
    await registrations.send(input.registrationId, sent('registration.cancel', { at, by }))
    const { registrationId: _, ...rest } = input
    const second = await registrations.open(fresh('R'), { ...rest, at })
    expect(second.snapshot?.context.forfeitedElsewhere).toBe(true)
  })

  it('applies an integrity record of one registration to the candidate’s other open registrations', async () => {
    const { registrations } = bench()
    const first = await opened()
    const { candidateId, notice } = first.input
    const second = await opened({ candidateId, notice: { ...notice, examYear: 2025, id: 'next-year' } })
    const finding = sent('finding.record', { at: april('10'), by: office, finding: 'falseMaterials' })
    await registrations.send(first.id, finding)
    const brought = async () => (await registrations.get(second.id))?.snapshot.context.integrity
    await until(async () => (await brought())?.length === 1, 'the record')
    expect(await brought()).toMatchObject([{ kind: 'serious', from: '2024-04-10' }])
    await registrations.send(first.id, sent('decision.overturn', { at: april('11'), by: office }))
    await until(async () => (await brought())?.length === 0, 'its withdrawal')
    expect(await registrations.log(second.id)).toMatchObject([
      { type: 'open' },
      { type: 'history.amend', at: april('10') },
      { type: 'history.amend', at: april('11') },
    ])
  })

  it('refuses to overturn a decision if two registrations would then be live', async () => {
    const { registrations } = bench()
    const candidateId = fresh('C')
    const { input, events } = journeyOf('found-once-paid', fresh('R'), candidateId)
    const id = input.registrationId
    await registrations.open(id, input)
    for (const event of events.filter(({ type }) => type !== 'finding.record'))
      await registrations.send(id, event)
    await registrations.send(
      id,
      sent('finding.record', { at: april('09'), by: office, finding: 'ineligible' }),
    )
    const second = { ...input, registrationId: fresh('R'), at: april('09') }
    expect((await registrations.open(second.registrationId, second)).accepted).toBe(true)
    const overturned = sent('decision.overturn', { at: april('10'), by: office })
    expect(await registrations.send(id, overturned)).toMatchObject({
      accepted: false,
      refusal: { rule: 'registration.exists' },
      facts: [],
    })
    expect((await registrations.get(id))?.state).toBe('ended.voided')
    expect((await registrations.log(id)).at(-1)).toMatchObject({ rule: 'registration.exists' })
    const by = { role: 'candidate', id: candidateId } as const
    await registrations.send(second.registrationId, sent('registration.cancel', { at: april('10'), by }))
    expect((await registrations.send(id, overturned)).accepted).toBe(true)
  })

  it('stores the meta of callers apart, leaves it out of the key’s digest, and erases it', async () => {
    const { registrations, server } = bench()
    const { registrationId: id, ...rest } = opening()
    const input = { ...rest, meta: { trace: 'trace-of-the-opening' } }
    await registrations.open(id, input)
    const again = await registrations.open(id, { ...input, meta: { trace: 'another' } })
    expect(again).toMatchObject({ accepted: true, repeated: true })
    const event = { ...amend(), meta: 'trace-of-the-event' }
    expect(await registrations.send(id, { ...event, key: 'k' })).toMatchObject({ repeated: false })
    const repeated = await registrations.send(id, { ...event, meta: 'another', key: 'k' })
    expect(repeated).toMatchObject({ accepted: true, repeated: true })
    // An invalid `meta` is part of the digest.
    const long = { ...event, meta: 'x'.repeat(3000) }
    expect(await registrations.send(id, { ...long, key: 'k' })).toMatchObject({
      refusal: { rule: 'event.key-reused' },
    })
    expect(await registrations.send(id, { ...long, key: 'long' })).toMatchObject({
      refusal: { rule: 'event.malformed' },
    })
    const log = await registrations.log(id)
    expect(log.slice(0, 2).map((row) => row.event)).toMatchObject([{ meta: input.meta }, event])
    for (const row of log) expect(row).toMatchObject(logRowSchema.parse(row))
    expect(storedDecisionSchema.parse(repeated)).toEqual(decided(repeated))
    expect(storedRegistrationSchema.parse(await registrations.get(id))).toBeTruthy()
    const kept = await server.ask(`select key, value_utf8 from state where service_key = '${id}'`)
    const openly = JSON.stringify(kept.filter(({ key }) => !String(key).startsWith('personal ')))
    expect(openly).not.toMatch(/trace/)
    expect(await registrations.erase(input.candidateId)).toBe(2)
    expect(JSON.stringify(await registrations.log(id))).not.toMatch(/trace/)
  })

  it('stores personal data apart, and erases it', async () => {
    const { registrations, server } = bench()
    const candidateId = fresh('C')
    const { input, events } = journeyOf('account-step-by-step', fresh('R'), candidateId)
    const id = input.registrationId
    await registrations.open(id, input)
    for (const event of events) await registrations.send(id, event)
    const garbage = { type: 'profile.submit', at: april('20'), by: office, profile: { name: '李四' } }
    await registrations.send(id, garbage as never)
    const words = [profile.name, profile.idNumber, profile.phone, '李四']
    expect((await registrations.log(id)).map(({ event }) => event)).toContainEqual(
      events.find(({ type }) => type === 'profile.submit'),
    )
    const kept = await server.ask(`select key, value_utf8 from state where service_key = '${id}'`)
    const openly = JSON.stringify(kept.filter(({ key }) => !String(key).startsWith('personal ')))
    for (const word of words) expect(openly).not.toContain(word)
    const journals = await server.ask(
      `select j.id from sys_journal j join sys_invocation i on i.id = j.id
       where i.target = 'registration/${id}/send' and i.status = 'completed'`,
    )
    expect(journals).toEqual([])
    const before = await registrations.get(id)
    expect(await registrations.erase(candidateId)).toBeGreaterThan(1)
    expect(await registrations.erase(candidateId)).toBe(0)
    expect(await registrations.get(id)).toEqual(before)
    const log = await registrations.log(id)
    const everything = JSON.stringify([
      log,
      await server.ask(`select value_utf8 from state where service_key = '${id}'`),
    ])
    for (const word of words) expect(everything).not.toContain(word)
    expect(log).toHaveLength(before?.revision ?? 0)
  })

  it('stamps an event without an instant, never before the last event', async () => {
    const { undated, clock } = bench()
    clock.set(Date.parse('2024-04-08T00:00:00Z'))
    const { at: _, registrationId: id, ...input } = opening()
    await undated.open(id, input)
    const { at: __, ...event } = amend()
    await undated.send(id, event)
    clock.set(Date.parse(april('12')))
    await undated.send(id, amend(april('12')))
    // The clock of another replica is late.
    clock.set(Date.parse(april('10')))
    expect((await undated.send(id, event)).accepted).toBe(true)
    const [, first, , last] = await undated.log(id)
    expect(first?.at).toMatch(/^2024-04-08T08:00:/)
    expect(last?.at).toBe(april('12'))
  })

  it('believes no instant of a candidate, and none in the future', async () => {
    const { undated, clock } = bench()
    clock.set(Date.parse(april('08')))
    const { at, registrationId: id, ...input } = opening()
    const dated = { ...input, at }
    const refusedAt = { refusal: { rule: 'input.malformed', issues: [{ path: 'at' }] } }
    expect(await undated.open(id, dated as never)).toMatchObject(refusedAt)
    expect(await undated.open(id, { ...dated, by: { role: 'candidate', id: 'C' } } as never)).toMatchObject(
      refusedAt,
    )
    expect(await undated.open(id, { ...dated, at: april('09'), by: office })).toMatchObject({
      refusal: { rule: 'clock.ahead' },
    })
    expect(await undated.get(id)).toBeNull()
    expect(await undated.open(id, { ...dated, by: office })).toMatchObject({
      accepted: true,
      snapshot: { context: { at: Date.parse(at) } },
    })
    const cancel = sent('registration.cancel', {
      at: april('08'),
      by: { role: 'candidate', id: input.candidateId },
    })
    expect(await undated.send(id, cancel as never)).toMatchObject({
      refusal: { rule: 'event.malformed', issues: [{ path: 'at' }] },
    })
    expect(await undated.send(id, amend(april('09')))).toMatchObject({
      refusal: { rule: 'clock.ahead' },
      revision: 1,
    })
    expect(await undated.log(id)).toHaveLength(1)
  })

  it('logs who opened a registration, and refuses one who is not named right', async () => {
    const { undated, clock } = bench()
    clock.set(Date.parse(april('10')))
    const { at, registrationId: id, ...input } = opening()
    for (const by of [
      null,
      'office',
      { role: 'office' },
      { role: 'nobody', id: 'x' },
      { ...office, name: 'x' },
    ])
      expect(await undated.open(id, { ...input, by } as never)).toMatchObject({
        refusal: { rule: 'input.malformed' },
      })
    expect((await undated.open(id, { ...input, at, by: office })).accepted).toBe(true)
    const [first] = await undated.log(id)
    expect(first?.event).toMatchObject({ by: office, at, candidateId: input.candidateId })
  })

  it('rebuilds a registration from its log: with a history that others changed, without personal data, without the snapshot', async () => {
    const { registrations } = bench()
    const candidateId = fresh('C')
    const first = journeyOf('no-return', fresh('R'), candidateId)
    await registrations.open(first.input.registrationId, first.input)
    for (const event of first.events) await registrations.send(first.input.registrationId, event)
    const { input, events } = journeyOf('proof-route', fresh('R'), candidateId)
    const id = input.registrationId
    const other = { ...input, notice: { ...input.notice, sitting: 'second' } }
    const { snapshot } = await registrations.open(id, other)
    expect(snapshot?.context.forfeitedElsewhere).toBe(true)
    const uploaded = events.findIndex(({ type }) => type === 'proof.upload')
    for (const event of events.slice(0, uploaded + 1)) await registrations.send(id, event)
    const third = await opened({
      candidateId,
      notice: { ...opening().notice, examYear: 2025, id: 'next-year' },
    })
    const finding = sent('finding.record', { at: april('10'), by: office, finding: 'falseMaterials' })
    expect((await registrations.send(third.id, finding)).accepted).toBe(true)
    const integrity = async () => (await registrations.get(id))?.snapshot.context.integrity
    await until(async () => (await integrity())?.length === 1, 'the record')
    // A refusal that fires the deadlines before it.
    const late = sent('proof.approve', { at: '2027-01-01T10:00:00+08:00', by: office })
    expect((await registrations.send(id, late)).fired.length).toBeGreaterThan(0)
    await registrations.erase(candidateId)
    const { library: _, ...before } = { ...(await registrations.get(id)) }
    expect(JSON.stringify(await registrations.replay(id))).toBe(JSON.stringify(before))
    await changeState(bench(), id, 'registration', (stored) => ({ ...stored, snapshot: { damaged: true } }))
    await expect(registrations.get(id)).rejects.toThrow('500')
    expect(JSON.stringify(await registrations.replay(id))).toBe(JSON.stringify(before))
    expect(await registrations.replay(fresh('R'))).toBeNull()
  })

  it('opens no registration whose id is that of the deliveries of another', async () => {
    const { registrationId, ...input } = opening()
    const id = `${registrationId}/facts`
    expect(await bench().registrations.open(id, input)).toMatchObject({
      refusal: { rule: 'input.malformed', issues: [{ path: 'registrationId' }] },
    })
  })

  it('explains a registration, and pages its log', async () => {
    const { registrations } = bench()
    const { id, decision } = await opened()
    if (decision.snapshot === null) throw new Error('not opened')
    const at = april('09')
    expect(await registrations.explain(id, { at })).toEqual(explain(decision.snapshot, at))
    expect(await registrations.explain(id, { at, event: amend() })).toEqual(
      explain(decision.snapshot, at, amend()),
    )
    expect(await registrations.explain(id)).toHaveLength(explain(decision.snapshot, at).length)
    for (const day of ['09', '10', '11']) await registrations.send(id, amend(april(day)))
    const revisions = async (query?: Parameters<typeof registrations.log>[1]) =>
      (await registrations.log(id, query)).map(({ revision }) => revision)
    expect(await revisions()).toEqual([1, 2, 3, 4])
    expect(await revisions({ after: 1, limit: 2 })).toEqual([2, 3])
    expect(await revisions({ after: 4 })).toEqual([])
  })

  it('returns nothing and refuses events for a registration that was not opened', async () => {
    const { registrations } = bench()
    const id = fresh('R')
    expect(await registrations.get(id)).toBeNull()
    expect(await registrations.deadlines(id)).toEqual([])
    expect(await registrations.explain(id)).toEqual([])
    expect(await registrations.log(id)).toEqual([])
    expect(await registrations.send(id, amend())).toMatchObject({
      snapshot: null,
      refusal: { rule: 'registration.unknown' },
    })
  })
})
