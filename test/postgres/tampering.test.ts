import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import pc from 'picocolors'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createRegistrations, type Journey, runJourney } from '../../src'
import { verifyCommand } from '../../src/cli/verifyCommand'
import { openInputOf } from '../../src/journey'
import { type ArchivedRegistration, createStore, type Verification } from '../../src/postgres'
import { event, given } from '../../src/testing'
import { covering } from '../support/covering'
import { journeysIn } from '../support/files'
import { third } from '../support/sample'
import { type DatedStore, datedStore } from './datedStore'
import { arrived, fresh, freshDatabase, opening, poolOn, sent } from './support'

/** What verify finds of what the owner of the tables may change, and that it finds nothing in what the store has written. */

const office = { role: 'office', id: 'office' } as const
const april = (day: string) => `2024-04-${day}T10:00:00+08:00`
const later = '2999-01-01T00:00:00+08:00'
const record = { kind: 'falseCommitment', from: '2023-01-01' } as const

const found = ({ problems }: Verification): string[] => problems.map(({ problem }) => problem.en)

/** A store with all that can be changed: registrations, tasks, amendments, facts open and dead, and an archived life. */
async function filled(store: DatedStore) {
  const base = opening()
  const notice = { ...base.notice, id: fresh('N') }
  await store.migrate()
  const forfeited = await arrived(
    store,
    'filling.route',
    {},
    { registrationId: 'FORF', candidateId: 'c3', notice },
  )
  await store.send(forfeited, {
    ...event.route.choose('proof'),
    by: { role: 'candidate', id: 'c3' },
  } as never)
  const paid = await arrived(store, 'registered', {}, { registrationId: 'PAID', candidateId: 'c1', notice })
  const approve = sent('proof.approve', { at: april('11'), by: office })
  const refused = await store.send(paid, approve, { key: 'refused' })
  const known = { history: { integrity: [record] } }
  await store.open(opening({ registrationId: 'WAIT', candidateId: 'c4', notice, ...known }))
  await store.sendToNotice(
    notice.id,
    sent('notice.amend', {
      at: april('12'),
      by: office,
      windows: { payment: { ...notice.windows.payment, closes: '2024-04-20T17:00:00+08:00' } },
    }) as never,
    { key: 'longer' },
  )
  await store.open(opening({ registrationId: 'LATE', candidateId: 'c5', notice, at: april('12') }))
  while ((await store.deliver(() => {})) > 0);
  await arrived(store, 'registered', {}, { registrationId: 'OPEN', candidateId: 'c6', notice })
  await store.open(opening({ registrationId: 'END', candidateId: 'c7', at: april('09') }))
  const cancel = { at: april('10'), by: { role: 'candidate', id: 'c7' } as const }
  await store.send('END', sent('registration.cancel', cancel), { key: 'cancel' })
  return { refused, archive: [] as ArchivedRegistration[] }
}

describe('verify', () => {
  let base = ''
  let heads: Verification['heads'] = {}
  let archive: ArchivedRegistration[] = []
  const server = () => inject('postgres')

  /** Runs statements on a server. */
  async function onServer(database: string, ...statements: string[]) {
    const client = new pg.Client({ connectionString: `${server()}/${database}` })
    await client.connect()
    let rows: Record<string, unknown>[] = []
    for (const text of statements) ({ rows } = await client.query(text))
    await client.end()
    return rows
  }

  /** A copy of the store, changed by the owner past all triggers. */
  async function tampered(change: string): Promise<{ pool: pg.Pool; url: string }> {
    const name = fresh('t').toLowerCase().replaceAll('-', '_')
    await onServer('postgres', `create database ${name} template ${base}`)
    if (change !== '') await onServer(name, 'set session_replication_role = replica', change)
    return { pool: poolOn(`${server()}/${name}`, 2), url: `${server()}/${name}` }
  }

  async function verified(change: string, options: Parameters<DatedStore['verify']>[0] = { heads, archive }) {
    const { pool } = await tampered(change)
    const verification = await createStore(pool).verify(options)
    await pool.end()
    return verification
  }

  beforeAll(async () => {
    const url = await freshDatabase()
    base = url.split('/').at(-1) as string
    const pool = poolOn(url)
    const store = datedStore(pool, { chain: true })
    const { refused } = await filled(store)
    expect(refused).toMatchObject({ accepted: false })
    // Those of the life that is archived are handled; one of another becomes a dead letter.
    await onServer(base, `delete from baokao.delivery where registration_id = 'END'`)
    await store.deliver(
      ({ registrationId }) => {
        if (registrationId === 'OPEN') throw new Error('down')
      },
      { tries: 1, batch: 1 },
    )
    await arrived(store, 'registered', {}, { registrationId: 'NEW', candidateId: 'c8' })
    await store.archive({ before: later }, (part) => void archive.push(part))
    archive = JSON.parse(JSON.stringify(archive))
    expect(archive.map(({ registrationId }) => registrationId)).toEqual(['END'])
    const clean = await store.verify({ archive })
    expect(clean).toMatchObject({ problems: [], unchained: 0, withoutArchive: 0, registrations: 7 })
    heads = clean.heads
    await pool.end()
  })

  it('finds nothing in an unchanged copy, and compares all heads', async () => {
    expect(await verified('')).toMatchObject({ problems: [], comparedHeads: 7, notCompared: [], heads })
    const tables = await onServer(
      base,
      `select (select count(*) from baokao.task) as tasks, (select count(*) from baokao.delivery where dead_at is null) as open,
        (select count(*) from baokao.delivery where dead_at is not null) as dead,
        (select count(*) from baokao.candidate where carry_over like '%forfeited%') as forfeited,
        (select count(*) from baokao.candidate where carry_over like '%known%') as known,
        (select max(amendments) from baokao.registration) as amended`,
    )
    for (const count of Object.values(tables[0] ?? {})) expect(Number(count)).toBeGreaterThan(0)
  })

  const ofOpening = 'the candidate, the exam, the notice or the like is not that of the opening'
  const carryOver = "what it carries over to the candidate's other registrations is not what its log gives"
  const fact = 'the facts of the entry are not what the log gives'
  const delivery = 'a delivery of a fact of the entry is not one that the store wrote'
  const answer = 'the answer kept of the entry is not what the log gives'
  const notice = 'an amendment of the notice was changed, removed or added'
  const amendments = 'the stored amendments of the notice are not those that the registration got'
  const snapshot = 'what is stored is not what the log gives'
  const stray = 'there is a log, or there are facts, tasks or keys, of no registration'
  const keys = 'the keys kept of archived entries are not those of the archive'
  const changed = 'the entry of the log was changed, or one before it removed or added'
  const openFact = `(registration_id, seq) = (select registration_id, max(seq) from baokao.delivery where dead_at is null group by 1 limit 1)`

  it.each<[name: string, change: string, problem: string]>([
    [
      'a forfeit',
      `update baokao.candidate set carry_over = replace(carry_over, ',"forfeited":true', '')`,
      carryOver,
    ],
    [
      'a history that was given',
      `update baokao.candidate set carry_over = replace(carry_over, '2023-01-01', '2013-01-01')`,
      carryOver,
    ],
    ['all that is carried over', `update baokao.candidate set carry_over = '{}'`, carryOver],
    ['what is no JSON', `update baokao.candidate set carry_over = 'x'`, carryOver],
    ['a candidate', 'delete from baokao.candidate', carryOver],
    [
      'what is carried over from nowhere',
      `insert into baokao.candidate (id, carry_over) select 'c99', carry_over from baokao.candidate where id = 'c3'`,
      'something is carried over from what is no registration of the candidate',
    ],
    [
      'the notice of a registration',
      `update baokao.registration set notice_id = 'x' where id = 'WAIT'`,
      ofOpening,
    ],
    ['its candidate', `update baokao.registration set candidate_id = 'thief' where id = 'PAID'`, ofOpening],
    ['its kind', `update baokao.registration set kind = 'x' where id = 'PAID'`, ofOpening],
    ['its sitting', `update baokao.registration set sitting = 'x' where id = 'PAID'`, ofOpening],
    ['its exam', `update baokao.registration set exam = 'catti' where id = 'PAID'`, ofOpening],
    ['its year', `update baokao.registration set exam_year = 2020 where id = 'PAID'`, ofOpening],
    ['its amendments', `update baokao.registration set amendments = 0 where id = 'LATE'`, ofOpening],
    [
      'an archived one of its candidate',
      `update baokao.registration set candidate_id = 'x' where id = 'END'`,
      ofOpening,
    ],
    [
      'an answer',
      `update baokao.log set answer = replace(answer, 'policy', 'x') where answer is not null`,
      answer,
    ],
    [
      'the rule of an answer',
      `update baokao.log set answer = replace(answer, '"rule":"', '"rule":"x.') where answer is not null`,
      answer,
    ],
    ['an answer that is no JSON', `update baokao.log set answer = 'x' where answer is not null`, answer],
    ['an answer to an accepted event', `update baokao.log set answer = '{}' where revision = 2`, answer],
    [
      'the number of facts',
      `update baokao.log set facts = 7 where registration_id = 'PAID' and revision = 4`,
      fact,
    ],
    [
      'deadlines',
      `update baokao.log set fired = '[]' where registration_id = 'PAID' and revision = 4`,
      changed,
    ],
    [
      'an amendment',
      `update baokao.amendment set event = replace(event::text, '04-20', '04-29')::json`,
      notice,
    ],
    ['an amendment with its digest', `update baokao.amendment set digest = repeat('0', 64)`, amendments],
    ['all amendments', 'delete from baokao.amendment; update baokao.notice set amendments = 0', amendments],
    ['the number of amendments', 'update baokao.notice set amendments = 9', notice],
    [
      'a delivery that has no end',
      `update baokao.delivery set try_after = 'infinity' where ${openFact}`,
      delivery,
    ],
    [
      'a dead letter without an error',
      `update baokao.delivery set dead_at = now() where ${openFact}`,
      delivery,
    ],
    ['the type of a delivery', `update baokao.delivery set type = 'x' where ${openFact}`, delivery],
    ['the position of a delivery', `update baokao.delivery set seq = 99999 where ${openFact}`, delivery],
    ['the type of a fact', `update baokao.outbox set type = 'x' where registration_id = 'OPEN'`, fact],
    [
      'positions',
      `alter table baokao.outbox alter seq set generated by default; update baokao.outbox set seq = -seq`,
      fact,
    ],
    ['a fact that is open', `delete from baokao.outbox where ${openFact}`, fact],
    [
      'a consumer',
      'update baokao.consumer set removed_at = now()',
      'there are deliveries of a consumer that does not exist or was removed',
    ],
    ['since when a task waits', `update baokao.task set since = since + interval '9 days'`, snapshot],
    [
      'a task of nobody',
      `insert into baokao.task select 'GHOST', 'proofReview', since, place, level, exam, exam_year from baokao.task limit 1`,
      stray,
    ],
    ['a key of nobody', `insert into baokao.archived_key values ('GHOST', 'k', 'x', 1, null)`, stray],
    ['an archived key', `update baokao.archived_key set digest = 'x'`, keys],
    ['the refusal under an archived key', `update baokao.archived_key set rule = 'x'`, keys],
    ['an archived key that is gone', `delete from baokao.archived_key where revision = 2`, keys],
    [
      'a notice',
      `update baokao.document set body = replace(body, '2024', '2025')`,
      'the stored exam or notice was changed',
    ],
    [
      'a date that is none',
      `update baokao.log set at = 'infinity' where registration_id = 'PAID' and revision = 2`,
      'what is stored cannot be read',
    ],
  ])('finds %s that was changed', async (_, change, problem) => {
    expect(found(await verified(change))).toContain(problem)
  })

  const removed = `select baokao.remove(array['PAID'], now(), true);
    delete from baokao.delivery where registration_id = 'PAID';`

  it('finds a registration that was archived past `archive`, whatever was made of its chain', async () => {
    const forged = `${removed} update baokao.registration
      set chain = repeat('0', 64), archived_chain = repeat('0', 64), snapshot = replace(snapshot, '440100', '440300'),
      place = replace(place, '440100', '440300') where id = 'PAID'`
    const other = 'the chain does not lead on from the head of an earlier verification'
    const notThere = 'the archived entries are not in the archive'
    expect(found(await verified(forged))).toEqual(expect.arrayContaining([other, notThere]))
    expect(found(await verified(forged, { heads }))).toContain(other)
    expect(found(await verified(removed))).toContain(notThere)
    // Without an archive and without heads: it was not over.
    expect(found(await verified(removed, {}))).toEqual(['the registration was archived before it ended'])
    expect(
      found(await verified(`${removed} update baokao.registration set place = 'x' where id = 'PAID'`, {})),
    ).toContain(snapshot)
  })

  it('keeps the heads of what has a problem, and names those that it cannot compare', async () => {
    const before = { ...heads, PAID: { revision: 1, link: '0'.repeat(64) } }
    const wrong = await verified('', { archive, heads: before })
    expect(wrong.problems).toMatchObject([{ registrationId: 'PAID', revision: 1 }])
    expect(wrong.heads).toEqual(before)
    const early = { ...heads, END: { revision: 1, link: '0'.repeat(64) } }
    const uncompared = await verified('', { heads: early })
    expect(uncompared).toMatchObject({
      problems: [],
      withoutArchive: 1,
      comparedHeads: 6,
      notCompared: [{ registrationId: 'END', revision: 1 }],
      heads: early,
    })
    const gone = await verified(`delete from baokao.registration where id = 'WAIT'`, { archive, heads })
    expect(gone.heads).toEqual(heads)
  })

  it('compares the facts and the answers of an archive', async () => {
    const edited = async (edit: (part: ArchivedRegistration) => void) => {
      const copy = structuredClone(archive)
      copy.forEach(edit)
      return found(await verified('', { heads, archive: copy }))
    }
    expect(archive[0]?.facts.length).toBeGreaterThan(0)
    expect(
      await edited(({ facts }) => {
        for (const one of facts) Object.assign(one.fact, { reason: 'x' })
      }),
    ).toContain(fact)
    expect(
      await edited(({ facts }) => {
        facts.push(...facts)
      }),
    ).toContain(fact)
    expect(await edited(({ log }) => Object.assign(log[1] ?? {}, { answer: { rule: 'x' } }))).toContain(
      answer,
    )
    // An archive in which somebody is missing.
    expect(found(await verified('', { heads, archive: [] }))).toEqual([
      'the archived entries are not in the archive',
    ])
  })

  it('finds the chain in an archive if it began in the middle of a life', async () => {
    const pool = poolOn(await freshDatabase())
    const [plain, chained] = [datedStore(pool), datedStore(pool, { chain: true })]
    await plain.migrate()
    const input = opening({ at: april('09') })
    await plain.open(input)
    const by = { role: 'candidate', id: input.candidateId } as const
    await chained.send(input.registrationId, sent('registration.cancel', { at: april('10'), by }))
    while ((await plain.deliver(() => {})) > 0);
    const parts: ArchivedRegistration[] = []
    expect(await plain.archive({ before: later }, (part) => void parts.push(part))).toBe(1)
    expect(await plain.verify({ archive: parts })).toMatchObject({ problems: [], unchained: 0 })
    await pool.end()
  })

  it('finds nothing in random lives, delivered, erased, pruned and archived', async () => {
    const pool = poolOn(await freshDatabase())
    const store = datedStore(pool, { chain: true })
    await store.migrate()
    for (const [, journey] of third(covering(journeysIn('examples/journeys')), 1)) {
      const ids = { registrationId: fresh('R'), candidateId: fresh('C') }
      const own = JSON.parse(JSON.stringify(journey).replaceAll('"R-', `"${ids.registrationId}-`)) as Journey
      await store.open(openInputOf(own, ids).input)
      for (const [i, step] of runJourney(own, { ids }).steps.entries())
        await store.send(ids.registrationId, step.event, { key: `k${i}` })
    }
    const adoption = opening()
    const events = JSON.parse(
      JSON.stringify(given('registered').events)
        .replaceAll('"R-', `"${adoption.registrationId}-`)
        .replaceAll('"id":"C"', `"id":"${adoption.candidateId}"`),
    )
    expect(
      await createStore(pool, { chain: true }).adopt([{ opening: adoption, events }], { by: office }),
    ).toMatchObject({ adopted: 1 })
    const clean = { problems: [], unchained: 0, notCompared: [] }
    const first = await store.verify()
    expect(first).toMatchObject(clean)
    let count = 0
    const failing = () => {
      count += 1
      if (count % 9 === 0) throw new Error('down')
    }
    while ((await store.deliver(failing, { tries: 1 })) > 0);
    expect((await store.deadLetters({})).total).toBeGreaterThan(0)
    const second = await store.verify({ heads: first.heads })
    expect(second).toMatchObject({ ...clean, removedFacts: 0, comparedHeads: first.registrations })
    const { rows } = await pool.query('select id from baokao.candidate order by id')
    for (const { id } of rows.slice(0, rows.length / 2)) await store.erase(id)
    expect(await store.verify({ heads: second.heads })).toMatchObject(clean)
    await store.retryDeadLetters({ since: '2020-01-01T00:00:00Z' })
    const pruned = await store.prune({ before: later })
    expect(await store.verify({ heads: second.heads })).toMatchObject({
      ...clean,
      removedFacts: pruned.facts,
    })
    for (const { id } of rows) await store.erase(id)
    while ((await store.deliver(() => {})) > 0);
    const parts: ArchivedRegistration[] = []
    expect(await store.archive({ before: later }, (part) => void parts.push(part))).toBeGreaterThan(0)
    expect(await store.verify({ heads: second.heads })).toMatchObject(clean)
    const read = JSON.parse(JSON.stringify(parts)) as ArchivedRegistration[]
    expect(await store.verify({ heads: first.heads, archive: read })).toMatchObject({
      ...clean,
      withoutArchive: 0,
    })
    await pool.end()
  })

  describe('on the command line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'baokao-'))
    const style = {
      registrations: createRegistrations(),
      lang: 'en',
      colors: pc.createColors(false),
    } as never
    let lines: string[] = []
    const file = (name: string, content?: unknown): string => {
      if (content !== undefined) writeFileSync(join(folder, name), JSON.stringify(content))
      return join(folder, name)
    }
    const run = (store: string, options: object) => {
      lines = []
      return verifyCommand(
        { store, ...options },
        style,
        (line) => void lines.push(line),
        () => {},
      )
    }
    const pools: pg.Pool[] = []
    const changedBy = async (change: string): Promise<string> => {
      const { pool, url } = await tampered(change)
      pools.push(pool)
      return url
    }
    afterAll(() => Promise.all(pools.map((pool) => pool.end())))

    it('reports a problem again after it has saved the heads, and says which it kept', async () => {
      const url = await changedBy(`update baokao.registration set place = 'x' where id = 'PAID'`)
      const [kept, parts] = [file('kept.json', heads), file('parts.jsonl', archive[0])]
      const options = { heads: kept, saveHeads: kept, archive: parts }
      for (const _ of ['tonight', 'the next night']) {
        expect(await run(url, options)).toBe(1)
        expect(lines).toContain(
          'heads not updated (registrations with problems, or not compared: the earlier head stays, if there was one) 1',
        )
        expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual(heads)
      }
    })

    it('takes only files of heads and of archives, and says how many heads it has compared', async () => {
      const url = await changedBy('')
      const wrong = [[], 3, null, { PAID: {} }, { PAID: { revision: '1', link: 'x' } }, { PAID: null }]
      for (const content of wrong)
        await expect(run(url, { heads: file('wrong.json', content) })).rejects.toThrow(
          /is not a file of --save-heads/,
        )
      for (const content of [3, null, [], { log: 1 }])
        await expect(run(url, { archive: file('wrong.jsonl', content) })).rejects.toThrow(
          /is not a file of baokao archive/,
        )
      expect(await run(url, { heads: file('none.json', {}) })).toBe(0)
      expect(lines).toContain('heads of an earlier run compared 0')
      expect(
        await run(url, { heads: file('some.json', { END: { revision: 1, link: '0'.repeat(64) } }) }),
      ).toBe(0)
      expect(lines).toContain(
        'END #1: the head of an earlier run lies in the archive and could not be compared (--archive)',
      )
    })
  })
})
