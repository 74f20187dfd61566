import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RegistrationEvent } from '../../src'
import { type Adoption, createStore, type Delivery } from '../../src/postgres'
import { given, type StatePath } from '../../src/testing'
import { adoptArguments, adoptList } from '../support/adoptList'
import { buildIfOld } from '../support/built'
import { inProject } from '../support/files'
import { profile } from '../support/scenario'
import { type Bench, both, fresh, onPostgres, opening, sent } from './support'

const by = { role: 'office', id: 'adopt' } as const

/** The adoption of a registration in a state. */
function adoptionOf(state: StatePath, changes: Parameters<typeof opening>[0] = {}): Adoption {
  const input = opening(changes)
  const text = JSON.stringify(given(state).events)
    .replaceAll('"R-', `"${input.registrationId}-`)
    .replaceAll('"id":"C"', `"id":"${input.candidateId}"`)
  return { opening: input, events: JSON.parse(text) as RegistrationEvent[] }
}

describe.each(both)('adopt on %s', (_, on) => {
  const bench = on()
  /** A store with the time of the database, which is later than all events. */
  const store = () => createStore(bench().database)
  const idOf = ({ opening: { registrationId } }: Adoption): string => registrationId
  const queued = async (id: string) =>
    (await bench().sql('select type from baokao.delivery where registration_id = $1 order by seq', [id])).map(
      ({ type }) => type,
    )

  it('stores the opening and the events with their own instants, also those of the candidate', async () => {
    const adoption = adoptionOf('registered.waiting')
    expect(await store().adopt([adoption], { by })).toEqual({ done: 1, adopted: 1, repeated: 0, refused: 0 })
    const log = await store().log(idOf(adoption))
    expect(log.map(({ type, at }) => `${type} ${at}`)).toEqual(
      [{ type: 'open', at: adoption.opening.at }, ...adoption.events].map(({ type, at }) => `${type} ${at}`),
    )
    expect(log[0]?.event).toMatchObject({ by })
    const stored = await store().get(idOf(adoption))
    expect(stored?.state).toBe('registered.waiting')
    expect((await store().replay(idOf(adoption)))?.snapshot).toEqual(stored?.snapshot)
  })

  it('delivers nothing of what happened in the other system, and everything after', async () => {
    const adoption = adoptionOf('registered.waiting')
    await store().adopt([adoption], { by })
    expect(await queued(idOf(adoption))).toEqual([])
    expect(
      await bench().sql('select count(*)::int as n from baokao.outbox where registration_id = $1', [
        idOf(adoption),
      ]),
    ).not.toEqual([{ n: 0 }])
    await store().send(
      idOf(adoption),
      sent('finding.record', { at: '2024-04-20T10:00:00+08:00', by, finding: 'ineligible' }),
    )
    const handled: string[] = []
    await store().deliver(({ registrationId, fact }: Delivery) => {
      if (registrationId === idOf(adoption)) handled.push(fact.type)
    })
    expect(handled).toContain('registration.voided')
    expect(handled).not.toContain('registration.completed')
  })

  it('delivers the refunds that are owed, if asked to', async () => {
    const adoption = adoptionOf('paying.awaiting')
    const at = adoption.events.at(-1)?.at ?? ''
    const settle = (n: number) => ({
      ...sent('payment.settle', {
        at,
        by: { role: 'gateway', id: 'bank' },
        orderNo: `${idOf(adoption)}-1`,
        transactionId: `T${n}`,
        amountFen: n,
        paidAt: at,
      }),
    })
    const refunded = sent('refund.settle', {
      at,
      by: { role: 'gateway', id: 'bank' },
      refundId: `${idOf(adoption)}-F1`,
    })
    const events = [...adoption.events, settle(1), settle(2), refunded]
    await store().adopt([{ ...adoption, events }], { by, deliverRefunds: true })
    const facts: unknown[] = []
    await store().deliver(({ registrationId, fact }) => {
      if (registrationId === idOf(adoption)) facts.push(fact)
    })
    expect(facts).toMatchObject([{ type: 'refund.due', refundId: `${idOf(adoption)}-F2` }])
  })

  it('stores each registration once, and refuses another history under its id', async () => {
    const adoption = adoptionOf('paying.awaiting')
    await store().adopt([adoption], { by })
    // It goes on here meanwhile.
    await store().send(
      idOf(adoption),
      sent('registration.terminate', { by, reason: 'other', refund: false } as never),
    )
    const results: unknown[] = []
    const onAdopted = (_: Adoption, result: unknown) => results.push(result)
    expect(await store().adopt([adoption], { by, onAdopted })).toMatchObject({ repeated: 1, refused: 0 })
    expect(await store().adopt([{ ...adoption, events: [] }], { by, onAdopted })).toMatchObject({
      refused: 1,
    })
    expect(results).toMatchObject([
      { adopted: true, repeated: true, snapshot: { value: { ended: 'abandoned' } } },
      { adopted: false, refusal: { rule: 'registration.id-in-use' } },
    ])
  })

  it('stores a registration whole or not at all, and those of an array together', async () => {
    const [one, two] = [adoptionOf('paying.awaiting'), adoptionOf('paying.awaiting')]
    const wrong = {
      ...two,
      events: [
        ...two.events,
        sent('application.confirm', {
          at: two.events.at(-1)?.at ?? '',
          by: { role: 'candidate', id: two.opening.candidateId },
        }),
      ],
    }
    const results: unknown[] = []
    await store().adopt([[one, wrong]], { by, onAdopted: (_, result) => results.push(result) })
    expect(results).toMatchObject([
      { adopted: false, event: 'application.confirm', refusal: { rule: 'event.not-now' } },
      { adopted: false },
    ])
    expect(await store().get(idOf(one))).toBeUndefined()
    expect(
      await bench().sql('select 1 as n from baokao.candidate where id = $1', [one.opening.candidateId]),
    ).toEqual([])
  })

  it('carries over between the registrations of a candidate', async () => {
    const candidateId = fresh('C')
    const ended = adoptionOf('filling.route', { candidateId })
    const proof = sent('route.choose', {
      at: ended.opening.at,
      by: { role: 'candidate', id: candidateId },
      route: 'proof',
    })
    const cancel = sent('registration.cancel', {
      at: ended.opening.at,
      by: { role: 'candidate', id: candidateId },
    })
    const first = { ...ended, events: [...ended.events, proof, cancel] }
    const second = adoptionOf('filling.route', { candidateId })
    const snapshots: unknown[] = []
    await store().adopt([[first, second]], { by, onAdopted: (_, result) => snapshots.push(result) })
    expect(snapshots).toMatchObject([
      { snapshot: { value: { ended: 'abandoned' } } },
      { snapshot: { context: { forfeitedElsewhere: true } } },
    ])
  })

  it('stores nothing in a dry run', async () => {
    const adoption = adoptionOf('registered.waiting')
    const results: unknown[] = []
    const progress = await store().adopt([adoption], {
      by,
      dryRun: true,
      onAdopted: (_, result) => results.push(result),
    })
    expect(progress).toMatchObject({ adopted: 1 })
    expect(results).toMatchObject([{ adopted: true, snapshot: { value: { registered: 'waiting' } } }])
    expect(await store().get(idOf(adoption))).toBeUndefined()
  })

  it('refuses what is not valid, or in the future, and rejects wrong options', async () => {
    const results: unknown[] = []
    const onAdopted = (_: Adoption, result: unknown) => results.push(result)
    const adoption = adoptionOf('paying.awaiting')
    const early = createStore(bench().database, { now: () => Date.parse('2024-04-07T09:00:00+08:00') })
    const later = {
      ...adoption,
      events: [{ ...adoption.events[0], at: '2024-04-08T09:00:00+08:00' } as RegistrationEvent],
    }
    await early.adopt([later, { opening: { ...adoption.opening, registrationId: '' }, events: [] }], {
      by,
      onAdopted,
      inFlight: 1,
    })
    expect(results).toMatchObject([
      { refusal: { rule: 'clock.ahead' } },
      { refusal: { rule: 'input.malformed' } },
    ])
    await expect(store().adopt([], { by: { role: 'nobody', id: 'x' } } as never)).rejects.toThrow(RangeError)
    await expect(store().adopt([], {} as never)).rejects.toThrow(/by/)
    const noted = { ...adoption, note: { filled: ['the phone is 13800138000'] } }
    await expect(store().adopt([noted], { by })).rejects.toThrow(/note of adopt: filled/)
  })
})

describe('baokao adopt with a store', () => {
  const bench = onPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'baokao-adopt-'))
  beforeAll(buildIfOld, 300_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const argumentsFor = (file: string, args: string[] = []) => [
    inProject('dist/cli.js'),
    ...['adopt', file, ...adoptArguments],
    ...args,
  ]
  const withoutStore = { PATH: process.env.PATH ?? '', LANG: 'C' }
  const environment = () => ({ ...withoutStore, DATABASE_URL: bench().url })
  function list(name: string, text: string): string {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  function run(file: string, args: string[] = []) {
    const { status, stdout, stderr } = spawnSync(process.execPath, argumentsFor(file, args), {
      encoding: 'utf8',
      env: environment(),
    })
    return { code: status, out: stdout, err: stderr }
  }
  const count = async (prefix: string, from: Bench = bench()): Promise<number> => {
    const [row] = await from.sql('select count(*)::int as n from baokao.registration where id like $1', [
      `${prefix}R%`,
    ])
    return Number(row?.n)
  }

  it('stores the whole list after comparing it, once', async () => {
    const file = list('whole.csv', adoptList(20, 'W'))
    const dry = run(file, ['--dry-run'])
    expect(dry).toMatchObject({ code: 0, err: '' })
    expect(dry.out).toContain('dry run, nothing stored: 20 agree · 0 cannot be adopted\n')
    expect(await count('W')).toBe(0)
    expect(run(file)).toMatchObject({
      code: 0,
      out: expect.stringContaining('20 agree · 0 cannot be adopted · 20 stored'),
    })
    expect(await count('W')).toBe(20)
    expect(run(file)).toMatchObject({ code: 0, out: expect.stringContaining('20 already stored') })
    const [states] =
      await bench().sql(`select count(*) filter (where state = 'registered.waiting')::int as paid,
      count(*) filter (where state = 'paying.awaiting')::int as open from baokao.registration where id like 'WR%'`)
    expect(states).toEqual({ paid: 8, open: 4 })
    expect(
      await bench().sql('select 1 as n from baokao.delivery where registration_id like $1', ['WR%']),
    ).toEqual([])
  })

  it('stores nothing if a line cannot be adopted, or the store refuses one', async () => {
    const text = adoptList(10, 'N')
    const broken = run(list('broken.csv', text.replace('171.00', '170.00')))
    expect(broken).toMatchObject({ code: 1, out: expect.stringContaining('Nothing was stored.') })
    expect(await count('N')).toBe(0)
    // A registration that runs here already has the id.
    await bench()
      .store()
      .open(opening({ registrationId: 'NR3' }))
    const taken = run(list('taken.csv', text), ['--ids'])
    expect(taken.code).toBe(1)
    expect(taken.out).toMatch(/line 5: NR3.*registration\.id-in-use/)
    expect(await count('N')).toBe(1)
  })

  it('refuses a transaction that another stored registration has, and counts the line once', async () => {
    expect(run(list('first.csv', adoptList(1, 'P')))).toMatchObject({ code: 0 })
    const again = adoptList(1, 'P').replaceAll('PR0', 'QR0').replaceAll('PC0', 'QC0')
    for (const more of [['--dry-run'], []]) {
      const { code, out } = run(list('second.csv', again), ['--ids', ...more])
      expect(code).toBe(1)
      expect(out).toMatch(
        /line 2: QR0 transaction: PT0 is also in the stored registration PR0 \(.*payment\.conflict/,
      )
      expect(out).toContain('0 agree · 1 cannot be adopted')
    }
    expect(await count('Q')).toBe(0)
  })

  it('seals with --sealing, chains with --chain, and notes what was filled in where an erasure leaves it', async () => {
    const { sql } = bench()
    const line = {
      ...{ registrationId: 'SR1', candidateId: 'SC1', state: 'verifying', education: 'pending' },
      ...{ origin: 'domestic', profile },
    }
    const file = list('sealed.jsonl', `${JSON.stringify(line)}\n`)
    const sealing = list(
      'sealing.mjs',
      `import { Buffer } from 'node:buffer'
       export const sealPersonal = (text) => 'k1.' + Buffer.from(text).toString('hex')
       export const openPersonal = (text) => Buffer.from(text.slice(3), 'hex').toString()`,
    )
    await sql(
      `alter table baokao.log add constraint sealed_only check (json_typeof(personal) = 'string') not valid`,
    )
    try {
      expect(run(file)).toMatchObject({
        code: 2,
        err: expect.stringMatching(/23514.*the constraint sealed_only of baokao\.log refused it/),
      })
      expect(run(file, ['--sealing', list('none.mjs', 'export default 1')])).toMatchObject({
        code: 2,
        err: expect.stringContaining('must export the functions sealPersonal and openPersonal'),
      })
      expect(run(file, ['--sealing', sealing, '--chain'])).toMatchObject({ code: 0, err: '' })
    } finally {
      await sql('alter table baokao.log drop constraint sealed_only')
    }
    const log = () =>
      sql(`select type, personal::text, chain is not null as chained, event->'adopted' as note
        from baokao.log where registration_id = 'SR1' order by revision`)
    const before = await log()
    expect(before.every(({ chained }) => chained === true)).toBe(true)
    expect(before.filter(({ personal }) => personal !== null).length).toBeGreaterThan(0)
    for (const { personal } of before) expect(personal ?? '"k1.').toMatch(/^"k1\./)
    const note = { line: 1, filled: expect.arrayContaining(['openedAt', 'profile.submit']) }
    expect(before[0]?.note).toEqual(note)
    const store = createStore(bench().database)
    await store.erase('SC1')
    expect((await log())[0]?.note).toEqual(note)
    expect((await store.replay('SR1'))?.snapshot).toEqual((await store.get('SR1'))?.snapshot)
    expect((await store.verify()).problems).toEqual([])
  })

  it('continues after it was killed, and stores each registration once', async () => {
    const lines = 150
    const file = list('killed.csv', adoptList(lines, 'K'))
    const child = spawn(process.execPath, argumentsFor(file), { env: environment(), stdio: 'ignore' })
    const ended = once(child, 'exit')
    let stored = 0
    while (stored < 10 && child.exitCode === null) stored = await count('K')
    child.kill('SIGKILL')
    await ended
    const left = await count('K')
    expect(child.signalCode).toBe('SIGKILL')
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(lines)
    const again = run(file)
    expect(again).toMatchObject({ code: 0, err: '' })
    const [, added = '', before = ''] = /(\d+) stored · (\d+) already stored/.exec(again.out) ?? []
    expect([Number(added) + Number(before), Number(before) >= left]).toEqual([lines, true])
    expect(await count('K')).toBe(lines)
    // Every log has one opening, and no event twice.
    const twice = await bench().sql(
      `select registration_id, type from baokao.log where registration_id like 'KR%' and type <> 'payment.settle'
       group by registration_id, type having count(*) > 1`,
    )
    expect(twice).toEqual([])
  })

  it('has the exit code of a usage error without a store, and for one that is not there', () => {
    const file = list('one.csv', adoptList(1, 'U'))
    const without = spawnSync(
      process.execPath,
      [inProject('dist/cli.js'), 'adopt', file, ...adoptArguments],
      { encoding: 'utf8', env: withoutStore },
    )
    expect([without.status, without.stderr]).toEqual([2, expect.stringContaining('no database is given')])
    expect(run(join(folder, 'none.csv'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('no such file'),
    })
  })
})
