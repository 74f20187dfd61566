import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Keys, sealingWith } from '../../examples/sealing'
import type { ArchivedRegistration, StoreOptions } from '../../src/postgres'
import { path, profile } from '../support/plainPath'
import { type DatedStore, datedStore } from './datedStore'
import { type Bench, both, freshDatabase, onPostgres, opening, poolOn, sent } from './support'

const at = '2024-04-09T10:00:00+08:00'
const later = '2999-01-01T00:00:00+08:00'
const office = { role: 'office', id: 'office' } as const
const margin = 'written on the margin'
const secrets = [profile.name, profile.idNumber, profile.phone, 'chen@example.com', margin]

const keysNamed = (...names: string[]): Keys => ({
  current: names.at(-1) as string,
  byName: new Map(names.map((name) => [name, randomBytes(32)])),
})

/** All that the tables hold, as text. */
async function stored({ sql }: Pick<Bench, 'sql'>): Promise<string> {
  const tables = await sql(`select tablename from pg_tables where schemaname = 'baokao'`)
  const texts: string[] = []
  for (const { tablename } of tables)
    texts.push(JSON.stringify(await sql(`select t::text from baokao.${tablename} t`)))
  return texts.join('\n')
}

/** A registration whose opening, profile and later events have personal data. */
async function filled({ open, send }: DatedStore): Promise<{ id: string; candidateId: string }> {
  const { candidate: _, ...unverified } = opening({ at: '2024-04-01T10:00:00+08:00', meta: { note: margin } })
  const { registrationId: id, candidateId } = unverified
  await open(unverified)
  for (const event of path) {
    const text = JSON.stringify(event)
      .replace('"id":"C"', `"id":"${candidateId}"`)
      .replace('"R-1"', `"${id}-1"`)
    const decision = await send(id, JSON.parse(text))
    if (!decision.accepted) throw new Error(`${event.type}: ${decision.refusal.rule}`)
  }
  return { id, candidateId }
}

const code = (expected: string) => expect.objectContaining({ name: 'StoreError', code: expected })

describe.each(both)('sealed personal data on %s', (_, on) => {
  const bench = on()

  it('is nowhere in the tables, and opens for those who have the keys', async () => {
    const sealing = sealingWith(keysNamed('2024'))
    const store = bench().store({ ...sealing, chain: true })
    const { id, candidateId } = await filled(store)
    const [first] = await store.log(id)
    expect(JSON.stringify(first?.event)).toContain(margin)
    expect(await store.personalData(id)).toMatchObject(profile)
    const exported = JSON.stringify(await store.exportCandidate(candidateId))
    const tables = await stored(bench())
    for (const secret of secrets) {
      expect(exported).toContain(secret)
      expect(tables).not.toContain(secret)
    }
    // A control: without sealing they would be found.
    await filled(bench().store())
    expect(await stored(bench())).toContain(profile.idNumber)
  })

  it('is not needed to replay, to verify, to repair or to repeat', async () => {
    const keyed = bench().store({ ...sealingWith(keysNamed('2024')), chain: true })
    const { id } = await filled(keyed)
    const event = sent('history.amend', {
      at,
      by: office,
      history: { credits: [] },
      meta: { note: margin },
    })
    const decision = await keyed.send(id, event, { key: 'k' })
    const plain = bench().store()
    expect(await plain.replay(id)).toEqual(await plain.get(id))
    expect((await plain.verify()).problems).toEqual([])
    expect(await plain.repair(id)).toMatchObject({ repaired: false })
    expect(await plain.send(id, event, { key: 'k' })).toEqual({ ...decision, repeated: true })
    for (const read of [() => plain.log(id), () => plain.personalData(id)])
      await expect(read()).rejects.toEqual(code('sealed'))
  })

  it('is sealed in bulk and in a transaction of the caller', async () => {
    const store = bench().store(sealingWith(keysNamed('2024')))
    const [one, two] = [await filled(store), await filled(store)]
    const amend = sent('history.amend', {
      at,
      by: office,
      history: { credits: [] },
      meta: { note: 'in bulk' },
    })
    const items = [one, two].flatMap(({ id }) => ['a', 'b'].map((key) => ({ id, event: amend, key })))
    expect(await store.sendAll(items)).toMatchObject({ accepted: 4 })
    expect(await stored(bench())).not.toContain('in bulk')
    for (const { id } of [one, two])
      expect(
        (await store.log(id)).filter(({ event }) => JSON.stringify(event).includes('in bulk')),
      ).toHaveLength(2)
  })

  it('reads as erased once its key is destroyed; what cannot be opened is an error', async () => {
    const keys = keysNamed('2024')
    const store = bench().store(sealingWith(keys))
    const { id } = await filled(store)
    const another = bench().store(sealingWith({ ...keys, byName: new Map([['2024', randomBytes(32)]]) }))
    await expect(another.log(id)).rejects.toEqual(code('sealed'))
    keys.byName.clear()
    expect(await store.personalData(id)).toBeUndefined()
    expect(JSON.stringify(await store.log(id))).not.toContain(profile.name)
  })

  it('stores nothing if it cannot be sealed, and quotes nothing of the portal’s error', async () => {
    const failing: [StoreOptions, RegExp][] = [
      [
        { sealPersonal: (text) => Promise.reject(new Error(`cannot seal ${text}`)) },
        /cannot be sealed.*sealPersonal at/,
      ],
      [{ sealPersonal: () => undefined as never }, /must return a text/],
    ]
    for (const [options, message] of failing) {
      const input = opening({ meta: { note: margin } })
      const error = await bench()
        .store(options)
        .open(input)
        .catch((thrown: Error) => thrown)
      expect((error as Error).message).toMatch(message)
      expect((error as Error).message).not.toContain(margin)
      expect(await bench().store().get(input.registrationId)).toBeUndefined()
    }
  })
})

describe('a rotation of keys', () => {
  /** On a database of its own. */
  async function rotating() {
    const pool = poolOn(await freshDatabase())
    const keys = keysNamed('2024')
    const store = datedStore(pool, sealingWith(keys))
    await store.migrate()
    const sql = async (text: string, values?: unknown[]) => (await pool.query(text, values)).rows
    const rotate = (name: string) => {
      keys.byName.set(name, randomBytes(32))
      keys.current = name
    }
    const personal = async () =>
      (await sql('select personal::text as text from baokao.log where personal is not null')).map(
        ({ text }) => text as string,
      )
    return { pool, keys, store, sql, rotate, personal }
  }

  it('seals everything again, also what was plain, so that the old key can be destroyed', async () => {
    const { pool, keys, store, rotate, personal } = await rotating()
    const plain = await filled(datedStore(pool))
    const { id } = await filled(store)
    rotate('2025')
    const newer = await filled(store)
    const total = (await personal()).length
    const current = (await personal()).filter((text) => text.startsWith('"2025.')).length
    expect(current).toBeGreaterThan(0)
    const isCurrent = (sealed: string) => sealed.startsWith('2025.')
    const done = { sealed: total - current, current, destroyed: 0 }
    expect(await store.reseal({ isCurrent })).toEqual(done)
    expect((await personal()).every((text) => text.startsWith('"2025.'))).toBe(true)
    keys.byName.delete('2024')
    for (const one of [plain.id, id, newer.id]) expect(await store.personalData(one)).toMatchObject(profile)
    expect(await store.reseal({ isCurrent })).toEqual({ sealed: 0, current: total, destroyed: 0 })
    await pool.end()
  })

  it('leaves what was erased meanwhile, and what no key can open', async () => {
    const { pool, keys, store, rotate, personal } = await rotating()
    const [erased, lost] = [await filled(store), await filled(store)]
    rotate('2025')
    const { id } = await filled(store)
    const { openPersonal, sealPersonal } = sealingWith(keys)
    let isErased = false
    const slow = datedStore(pool, {
      openPersonal: async (sealed, entry) => {
        if (!isErased) await store.erase(erased.candidateId)
        isErased = true
        return entry.registrationId === lost.id ? undefined : openPersonal(sealed, entry)
      },
      sealPersonal,
    })
    const before = await personal()
    const { sealed, destroyed } = await slow.reseal()
    expect(destroyed).toBeGreaterThan(0)
    expect(sealed).toBeGreaterThan(0)
    expect(await store.personalData(erased.id)).toBeUndefined()
    expect(await store.personalData(id)).toMatchObject(profile)
    expect(await store.personalData(lost.id)).toMatchObject(profile)
    expect((await personal()).length).toBeLessThan(before.length)
    await pool.end()
  })

  it('stops between batches, and is the owner’s alone', async () => {
    const { pool, store, sql, personal } = await rotating()
    await filled(store)
    const before = await personal()
    expect(await store.reseal({ signal: AbortSignal.abort() })).toEqual({
      sealed: 0,
      current: 0,
      destroyed: 0,
    })
    expect(await personal()).toEqual(before)
    await expect(sql(`update baokao.log set personal = '"mine"'`)).rejects.toThrow('append-only')
    const seen: number[] = []
    await store.reseal({ onProgress: ({ sealed }) => seen.push(sealed) })
    expect(seen).toEqual([before.length])
    await pool.end()
  })

  it('does not open a text that was moved to another entry by hand', async () => {
    const { pool, store, sql } = await rotating()
    const [one, two] = [await filled(store), await filled(store)]
    await sql('alter table baokao.log disable trigger only_erase')
    await sql(
      `update baokao.log l set personal = o.personal from baokao.log o
      where l.registration_id = $1 and o.registration_id = $2 and l.revision = 1 and o.revision = 1`,
      [one.id, two.id],
    )
    await expect(store.log(one.id)).rejects.toEqual(code('sealed'))
    await pool.end()
  })
})

describe('sealing', () => {
  const bench = onPostgres()

  it('can be required by the database, of every process', async () => {
    await bench().sql(
      `alter table baokao.log add constraint sealed check (json_typeof(personal) = 'string') not valid`,
    )
    const input = opening({ meta: { note: margin } })
    await expect(bench().store().open(input)).rejects.toEqual(code('failed'))
    const store = bench().store(sealingWith(keysNamed('2024')))
    await filled(store)
    await bench().sql('alter table baokao.log validate constraint sealed')
    await bench().sql('alter table baokao.log drop constraint sealed')
  })

  it('goes with the log to an archive, which replays without the keys', async () => {
    const store = bench().store(sealingWith(keysNamed('2024')))
    const { id, candidateId } = await filled(store)
    const cancel = sent('registration.cancel', {
      at: '2024-04-12T10:00:00+08:00',
      by: { role: 'candidate', id: candidateId },
    })
    await store.send(id, cancel)
    const before = await store.get(id)
    const archive: ArchivedRegistration[] = []
    while ((await store.deliver(() => {})) > 0);
    await store.archive({ before: later }, (part) => void archive.push(part))
    const text = JSON.stringify(archive)
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(
      await bench()
        .store()
        .replay(id, { archive: JSON.parse(text) }),
    ).toEqual(before)
  })
})
