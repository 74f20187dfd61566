import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../examples/loopback'
import type { FactHandler } from '../../src/restate'
import { registration, Undeliverable } from '../../src/restate'
import { fresh, opening, sent } from '../postgres/support'
import { handledOf, onEngine, scheduledCalls, writeState } from './support'

const office = { role: 'office', id: 'office' } as const
const at = (day: string) => `2024-04-${day}T10:00:00+08:00`
const secret = '440106199001011234'

/** A handler that fails for one registration, as long as `fails` says. */
const failing =
  (id: string, fails: (fact: string) => unknown): FactHandler =>
  ({ registrationId, id: fact }) => {
    const error = registrationId === id ? fails(fact) : undefined
    if (error !== undefined) throw error
  }

describe('a fact that cannot be delivered', () => {
  const tries = 4
  const bench = onEngine({ delivery: { tries, backoff: () => 5, timeout: 2000 } })
  beforeEach(() => bench().clock.set(Date.parse('2024-04-12T10:00:00+08:00')))
  afterEach(() => {
    delete bench().handler
    delete bench().onTime
  })

  /** Opens a registration and sends it the events of three facts: revision 2 has one, revision 3 two. */
  async function withFacts(id: string): Promise<void> {
    const { registrations } = bench()
    const candidateId = fresh('C')
    const by = { role: 'candidate', id: candidateId } as const
    await registrations.open(id, opening({ registrationId: id, candidateId }))
    await registrations.send(id, sent('registration.cancel', { at: at('08'), by }))
    const finding = sent('finding.record', { at: at('09'), by: office, finding: 'falseMaterials' })
    expect((await registrations.send(id, finding)).accepted).toBe(true)
  }

  const factsOf = (id: string) => [`${id}/2/0`, `${id}/3/0`, `${id}/3/1`]
  const idsOf = (facts: { id: string }[]) => facts.map(({ id }) => id)

  async function deadOf(id: string, count: number) {
    let letters = await bench().registrations.deadLetters(id)
    await until(async () => {
      letters = await bench().registrations.deadLetters(id)
      return letters.length >= count
    }, 'dead letters')
    return letters
  }

  it('is delivered again until its handler succeeds; only the later facts of the registration wait', async () => {
    const id = fresh('R')
    let failures = 0
    bench().handler = failing(id, () => (failures++ < tries - 1 ? new Error('away') : undefined))
    await withFacts(id)
    const other = fresh('R')
    await withFacts(other)
    expect(idsOf(await handledOf(bench(), other, 3))).toEqual(factsOf(other))
    expect(idsOf(await handledOf(bench(), id, 3))).toEqual(factsOf(id))
    expect(await bench().registrations.deadLetters(id)).toEqual([])
    const kept = await bench().server.ask(`select key from state where service_key = '${id}/facts'`)
    expect(kept).toEqual([])
  })

  it('becomes a dead letter after the last try, without the message of the error; the later facts follow', async () => {
    const id = fresh('R')
    let calls = 0
    const refused = Object.assign(new TypeError(`no such person: ${secret}`), { code: 'ECONNREFUSED' })
    bench().handler = failing(id, (fact) => {
      if (!fact.endsWith('/2/0')) return
      calls += 1
      return refused
    })
    await withFacts(id)
    expect(idsOf(await handledOf(bench(), id, 2))).toEqual(factsOf(id).slice(1))
    const [letter, ...others] = await deadOf(id, 1)
    expect(others).toEqual([])
    expect(calls).toBe(tries)
    expect(letter).toMatchObject({
      id: `${id}/2/0`,
      registrationId: id,
      fact: { type: 'registration.abandoned' },
      tries,
      error: 'TypeError ECONNREFUSED',
    })
    expect(Date.parse(letter?.since ?? '')).toBeLessThanOrEqual(Date.parse(letter?.deadAt ?? ''))
    const { server } = bench()
    const everything = [
      await server.ask(`select value_utf8 from state where service_key = '${id}/facts'`),
      await server.ask('select last_failure from sys_invocation'),
    ]
    expect(JSON.stringify(everything)).not.toContain(secret)
  })

  it('is delivered again, before the later ones, when its dead letter is retried', async () => {
    const id = fresh('R')
    const { registrations } = bench()
    bench().handler = failing(id, () => new Error('away'))
    await withFacts(id)
    expect(idsOf(await deadOf(id, 3))).toEqual(factsOf(id))
    expect(await registrations.retryDeadLetters(id, { ids: [`${id}/9/9`] })).toBe(0)
    // It fails again, and is then the last dead letter.
    expect(await registrations.retryDeadLetters(id, { ids: [`${id}/2/0`] })).toBe(1)
    expect(idsOf(await deadOf(id, 3))).toEqual([`${id}/3/0`, `${id}/3/1`, `${id}/2/0`])
    delete bench().handler
    expect(await registrations.retryDeadLetters(id, { ids: [`${id}/3/1`, `${id}/2/0`] })).toBe(2)
    expect(idsOf(await handledOf(bench(), id, 2))).toEqual([`${id}/2/0`, `${id}/3/1`])
    expect(idsOf(await registrations.deadLetters(id))).toEqual([`${id}/3/0`])
    expect(await registrations.retryDeadLetters(id)).toBe(1)
    expect(idsOf(await handledOf(bench(), id, 3))).toEqual([`${id}/2/0`, `${id}/3/1`, `${id}/3/0`])
    expect(await registrations.deadLetters(id)).toEqual([])
    expect(await registrations.retryDeadLetters(id)).toBe(0)
    await expect(registrations.retryDeadLetters(id, { ids: 'all' } as never)).rejects.toThrow('400')
  })

  it.each([
    ['an Undeliverable', new Undeliverable(`no address: ${secret}`), 'Undeliverable'],
    [
      'a TerminalError',
      Object.assign(new Error(secret), { name: 'TerminalError', code: 404 }),
      'TerminalError 404',
    ],
  ])('becomes a dead letter at once after %s', async (_, error, label) => {
    const id = fresh('R')
    let calls = 0
    bench().handler = failing(id, (fact) => {
      if (!fact.endsWith('/3/0')) return
      calls += 1
      return error
    })
    await withFacts(id)
    expect(await deadOf(id, 1)).toMatchObject([{ id: `${id}/3/0`, tries: 1, error: label }])
    expect(idsOf(await handledOf(bench(), id, 2))).toEqual([`${id}/2/0`, `${id}/3/1`])
    expect(calls).toBe(1)
  })

  it('fails if its handler hangs, whose signal is then aborted', async () => {
    const id = fresh('R')
    let aborted = 0
    bench().handler = ({ registrationId }, signal) =>
      registrationId !== id || aborted > 0
        ? undefined
        : new Promise(() => {
            signal.addEventListener('abort', () => {
              aborted += 1
            })
          })
    await withFacts(id)
    expect(idsOf(await handledOf(bench(), id, 3))).toEqual(factsOf(id))
    expect(aborted).toBe(1)
  })

  it('becomes a dead letter if an operator cancels its delivery, which aborts its handler first', async () => {
    const id = fresh('R')
    const { server } = bench()
    const stuck: (() => void)[] = []
    let overlapping: string[] = []
    let running: AbortSignal | undefined
    bench().handler = ({ registrationId, id: fact }, signal) => {
      if (registrationId !== id) return
      if (running?.aborted === false) overlapping = [...overlapping, fact]
      if (!fact.endsWith('/3/0')) return
      running = signal
      return new Promise((resolve) => {
        stuck.push(resolve)
      })
    }
    await withFacts(id)
    await until(async () => stuck.length > 0, 'the handler')
    const [call] = await server.ask(
      `select id from sys_invocation where target = 'registration/${id}/facts/deliver' and status = 'running'`,
    )
    await fetch(`${server.admin}/invocations/${call?.id}/cancel`, { method: 'PATCH' })
    expect(await deadOf(id, 1)).toMatchObject([{ id: `${id}/3/0`, error: 'CancelledError 409' }])
    expect(idsOf(await handledOf(bench(), id, 2))).toEqual([`${id}/2/0`, `${id}/3/1`])
    expect(running?.aborted).toBe(true)
    expect(overlapping).toEqual([])
    for (const resolve of stuck) resolve()
  })

  /** Stores a fact that waits for an attempt in the future. */
  const wait = (id: string) =>
    writeState(bench(), `${id}/facts`, {
      'waiting facts': {
        attempt: 'later',
        at: Date.parse('2030-01-01T00:00:00Z'),
        facts: [{ id: `${id}/1/0`, registrationId: id, fact: { type: 'a fact that waits' }, tries: 1 }],
      },
    })

  async function waitingOf(id: string): Promise<{ attempt: string; ids: string[] }> {
    const [row] = await bench().server.ask(
      `select value_utf8 from state where service_key = '${id}/facts' and key = 'waiting facts'`,
    )
    const { attempt, facts } = JSON.parse(String(row?.value_utf8))
    return { attempt, ids: idsOf(facts) }
  }

  /** Cancels the first call of a handler while it reads the time. @returns the ids of cancelled calls */
  function cancelOnTime(id: string, handler: string): Set<string> {
    const { admin } = bench().server
    // Blocks the service while another process cancels the call.
    const cancel = `
      const query = "select id from sys_invocation where target = 'registration/${id}/facts/${handler}' and status = 'running'"
      const headers = { 'content-type': 'application/json', accept: 'application/json' }
      const found = await fetch('${admin}/query', { method: 'POST', headers, body: JSON.stringify({ query }) })
      for (const { id } of (await found.json()).rows) {
        await fetch('${admin}/invocations/' + id + '/cancel', { method: 'PATCH' })
        console.log(id)
      }`
    const cancelled = new Set<string>()
    bench().onTime = () => {
      if (cancelled.size > 0) return
      const out = execFileSync(process.execPath, ['--input-type=module', '-e', cancel], { encoding: 'utf8' })
      for (const call of out.split('\n').filter(Boolean)) cancelled.add(call)
    }
    return cancelled
  }

  it('waits with the others if an operator cancels its call before the call has read the time', async () => {
    const id = fresh('R')
    await wait(id)
    const cancelled = cancelOnTime(id, 'deliver')
    await withFacts(id)
    await until(async () => (await waitingOf(id)).ids.includes(`${id}/3/1`), 'the later facts')
    expect(cancelled.size).toBe(1)
    expect((await waitingOf(id)).ids).toEqual([`${id}/1/0`, ...factsOf(id)])
  })

  it('stays a dead letter if an operator cancels its retry', async () => {
    const id = fresh('R')
    bench().handler = failing(id, () => new Undeliverable('no address'))
    await withFacts(id)
    const letters = await deadOf(id, 3)
    const cancelled = cancelOnTime(id, 'requeueDeadLetters')
    await expect(bench().registrations.retryDeadLetters(id)).rejects.toThrow('409')
    expect(cancelled.size).toBe(1)
    expect(await bench().registrations.deadLetters(id)).toEqual(letters)
  })

  it('is not tried earlier by a retry of ids that are no dead letters', async () => {
    const id = fresh('R')
    await wait(id)
    expect(await bench().registrations.retryDeadLetters(id, { ids: ['typo'] })).toBe(0)
    expect(await bench().registrations.retryDeadLetters(id)).toBe(0)
    expect(await waitingOf(id)).toEqual({ attempt: 'later', ids: [`${id}/1/0`] })
  })

  it('is delivered again with the next fact if an operator has killed the call for its next attempt', async () => {
    const id = fresh('R')
    const { registrations } = bench()
    // The call for the next attempt is gone, as after a kill, and its instant is past.
    const waiting = {
      attempt: 'killed',
      at: Date.parse('2024-04-01T00:00:00Z'),
      facts: [{ id: `${id}/1/0`, registrationId: id, fact: { type: 'a fact that waits' }, tries: 1 }],
    }
    await writeState(bench(), `${id}/facts`, { 'waiting facts': waiting })
    await withFacts(id)
    expect(idsOf(await handledOf(bench(), id, 4))).toEqual([`${id}/1/0`, ...factsOf(id)])
    expect(await registrations.deadLetters(id)).toEqual([])
    expect(await scheduledCalls(bench(), `${id}/facts`, 'redeliver')).toEqual([])
  })
})

describe('the retries of facts', () => {
  it.each([
    ...[0, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY].map((tries) => ({ tries })),
    ...[0, Number.NaN, 2 ** 31].map((timeout) => ({ timeout })),
  ])('must be numbers that retry and end: %o', (delivery) => {
    expect(() => registration({ delivery })).toThrow(RangeError)
  })
})
