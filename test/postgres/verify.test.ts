import { describe, expect, it } from 'vitest'
import type { ArchivedRegistration, Verification } from '../../src/postgres'
import type { DatedStore } from './datedStore'
import { datedStore } from './datedStore'
import { arrived, type Bench, both, emit, fresh, freshDatabase, opening, poolOn, sent } from './support'

const office = { role: 'office', id: 'office' } as const
const later = '2999-01-01T00:00:00+08:00'
const at = '2024-04-09T10:00:00+08:00'

/** A change by the owner of the tables, past all triggers. */
async function byHand({ sql }: Pick<Bench, 'sql'>, text: string, values: unknown[]): Promise<void> {
  await sql('alter table baokao.log disable trigger user')
  await sql('alter table baokao.outbox disable trigger user')
  await sql(text, values)
  await sql('alter table baokao.log enable trigger user')
  await sql('alter table baokao.outbox enable trigger user')
}

const found = ({ problems }: Verification) =>
  problems.map(({ registrationId, revision, problem }) => [registrationId, revision, problem.en])

/** A store with a chain on a database of its own, and a registration that has paid. */
async function chained() {
  const pool = poolOn(await freshDatabase())
  const store: DatedStore = datedStore(pool, { chain: true })
  await store.migrate()
  const id = await arrived(store, 'registered')
  const bench = { sql: async (text: string, values?: unknown[]) => (await pool.query(text, values)).rows }
  return { store, bench, id, end: () => pool.end() }
}

describe('verify', () => {
  it('finds nothing in what the store has written, also in bulk, after erasing, pruning and archiving', async () => {
    const { store, bench, id, end } = await chained()
    const second = await arrived(store, 'filling.application')
    const third = opening()
    await store.open(third)
    await store.sendAll(
      [second, third.registrationId].map((one) => ({
        id: one,
        event: sent('history.amend', { at, by: office, history: { credits: [] } }),
        key: 'bulk',
      })),
    )
    await store.fireDeadlines({ until: at })
    const clean = { registrations: 3, unchained: 0, withoutArchive: 0, problems: [] }
    const first = await store.verify()
    expect(first).toMatchObject(clean)
    expect(Object.keys(first.heads).sort()).toEqual([id, second, third.registrationId].sort())
    for (const { candidate_id } of await bench.sql('select candidate_id from baokao.registration'))
      await store.erase(candidate_id)
    while ((await store.deliver(() => {})) > 0);
    await store.prune({ before: later })
    expect(await store.verify({ heads: first.heads })).toMatchObject(clean)
    const cancel = sent('registration.cancel', {
      at: '2024-04-10T10:00:00+08:00',
      by: { role: 'candidate', id: third.candidateId },
    })
    expect((await store.send(third.registrationId, cancel)).accepted).toBe(true)
    while ((await store.deliver(() => {})) > 0);
    const archive: ArchivedRegistration[] = []
    expect(await store.archive({ before: later }, (part) => void archive.push(part))).toBe(1)
    expect(await store.verify()).toMatchObject({ ...clean, withoutArchive: 1 })
    const read = JSON.parse(JSON.stringify(archive)) as ArchivedRegistration[]
    expect(await store.verify({ archive: read, heads: first.heads })).toMatchObject(clean)
    const [part] = read
    if (part?.log[1]) part.log[1].at = later
    expect(found(await store.verify({ archive: read }))).toContainEqual([
      third.registrationId,
      undefined,
      'the archive does not lead to the head of the chain at that time',
    ])
    await end()
  })

  it.each([
    [
      'an event',
      `update baokao.log set event = '{"type":"clock.advance"}' where registration_id = $1 and revision = 3`,
    ],
    [
      'an instant',
      `update baokao.log set at = at + interval '1 second' where registration_id = $1 and revision = 3`,
    ],
    ['a refusal', 'update baokao.log set accepted = false where registration_id = $1 and revision = 3'],
    ['the link', `update baokao.log set chain = repeat('0', 64) where registration_id = $1 and revision = 3`],
  ])('finds %s that was changed in the log, and names the entry', async (_, change) => {
    const { store, bench, id, end } = await chained()
    await byHand(bench, change, [id])
    expect(found(await store.verify())).toContainEqual([
      id,
      3,
      'the entry of the log was changed, or one before it removed or added',
    ])
    await end()
  })

  it('finds entries that were removed or added', async () => {
    const { store, bench, id, end } = await chained()
    await byHand(bench, 'delete from baokao.log where registration_id = $1 and revision = 3', [id])
    expect(found(await store.verify())).toContainEqual([id, 3, 'the entry is missing in the log'])
    const [{ revision }] = (await bench.sql('select revision from baokao.registration where id = $1', [
      id,
    ])) as [{ revision: number }]
    const other = await chained()
    await byHand(
      other.bench,
      `insert into baokao.log (registration_id, revision, at, library, type, accepted, event, chain)
      select registration_id, revision + 1, at, library, type, accepted, event, chain from baokao.log
      where registration_id = $1 order by revision desc limit 1`,
      [other.id],
    )
    expect(found(await other.store.verify())).toContainEqual([
      other.id,
      revision + 1,
      'the log has an entry that was not written by the store',
    ])
    await other.end()
    await end()
  })

  it('finds the last entries removed together with the state, by the heads of an earlier verification', async () => {
    const { store, bench, id, end } = await chained()
    const { heads } = await store.verify()
    // Somebody who knows the tables takes back the payment, without a trace in them.
    const last = Number(heads[id]?.revision)
    await byHand(bench, 'delete from baokao.log where registration_id = $1 and revision = $2', [id, last])
    await byHand(bench, 'delete from baokao.outbox where registration_id = $1 and revision = $2', [id, last])
    await bench.sql('delete from baokao.delivery where registration_id = $1 and revision = $2', [id, last])
    await bench.sql(
      `update baokao.registration r set revision = $2::int - 1, chain = (
        select l.chain from baokao.log l where l.registration_id = r.id and l.revision = $2::int - 1) where id = $1`,
      [id, last],
    )
    await store.repair(id)
    expect(found(await store.verify())).toEqual([])
    expect(found(await store.verify({ heads }))).toEqual([
      [id, last, 'the chain does not lead on from the head of an earlier verification'],
    ])
    await bench.sql('delete from baokao.registration where id = $1', [id])
    expect(found(await store.verify({ heads }))).toEqual([
      [id, undefined, 'the registration of an earlier verification is gone'],
      [undefined, undefined, 'something is carried over from what is no registration of the candidate'],
      [id, undefined, 'there is a log, or there are facts, tasks or keys, of no registration'],
    ])
    await end()
  })

  it('finds a snapshot, a fact and a head that were changed', async () => {
    const { store, bench, id, end } = await chained()
    await bench.sql(`update baokao.registration set state = 'certified' where id = $1`, [id])
    expect(found(await store.verify())).toEqual([[id, undefined, 'what is stored is not what the log gives']])
    await store.repair(id)
    const [fact] = await bench.sql('select revision from baokao.outbox where registration_id = $1 limit 1', [
      id,
    ])
    await byHand(
      bench,
      `update baokao.outbox set fact = '{"type":"x"}' where registration_id = $1 and revision = $2`,
      [id, fact?.revision],
    )
    expect(found(await store.verify())).toEqual([
      [id, fact?.revision, 'the facts of the entry are not what the log gives'],
    ])
    await end()
    const other = await chained()
    await other.bench.sql('update baokao.registration set chain = null where id = $1', [other.id])
    expect(found(await other.store.verify())).toEqual([
      [other.id, undefined, 'the head of the chain is not that of the log'],
    ])
    await emit(other.bench.sql, fresh('nobody'), 1)
    expect(found(await other.store.verify())).toHaveLength(2)
    await other.end()
  })
})

describe.each(both)('a chain on %s', (_, on) => {
  const bench = on()

  it('begins in the middle of a life, goes on without the option, and is counted where it is missing', async () => {
    const { store } = bench()
    const plain = store()
    const id = await arrived(plain, 'filling.application')
    const amend = (day: string) =>
      sent('history.amend', { at: `2024-04-${day}T10:00:00+08:00`, by: office, history: { credits: [] } })
    expect(await plain.verify()).toMatchObject({ registrations: 1, unchained: 1, problems: [] })
    await store({ chain: true }).send(id, amend('09'))
    await plain.send(id, amend('10'))
    await plain.sendAll([{ id, event: amend('11') }])
    const verified = await plain.verify()
    expect(verified).toMatchObject({ registrations: 1, unchained: 0, problems: [] })
    const [{ revision }] = (await bench().sql('select revision from baokao.registration')) as [
      { revision: number },
    ]
    expect(verified.heads[id]?.revision).toBe(Number(revision))
  })
})
