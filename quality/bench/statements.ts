import type pg from 'pg'
import type { RegistrationEvent } from '../../src'
import { createStore } from '../../src/postgres'
import { type LiveRegistration, sendDraft } from '../../src/testing/liveRegistration'
import { idsOf } from './crowd'
import { overheard, type Sent } from './ghost'
import type { Row } from './pairs'
import { plan, planForAll, reads } from './plans'

/** The plan of every statement that the store sends, on tables of a million rows. */

/** A statement, and the call that it was sent for. */
type Heard = Sent & { call: string }

/** Facts handed out long ago, and some that stand in the outbox. */
const outbox = `
insert into baokao.outbox (registration_id, revision, n, fact, delivered_at)
select id, 1000, 0, '{"type":"application.confirmed"}', case when i > 1000 then now() end
from (select id, row_number() over (order by id) as i from baokao.registration limit 101000) r`

/** What is sent for each call, each statement once. */
async function hear(pool: pg.Pool, marking: LiveRegistration): Promise<Heard[]> {
  const heard: Heard[] = []
  let call = ''
  const known = (text: string) => heard.some((other) => other.call === call && other.text === text)
  const store = createStore(
    overheard(pool, (statement) => {
      if (/baokao\./.test(statement.text) && !known(statement.text)) heard.push({ ...statement, call })
    }),
  )
  const event = sendDraft(marking, { type: 'marks.publish' }).events.at(-1) as RegistrationEvent
  const by = { role: 'office', id: 'office' } as const
  const [one = '', ...others] = idsOf(marking, [0, 501])
  const key = 'marks'
  const calls: Record<string, () => Promise<unknown>> = {
    open: () => store.open({ ...marking.input, registrationId: 'new', candidateId: `candidate of ${one}` }),
    send: () => store.send(one, event, { key }),
    'send, for others': () => store.send(one, { type: 'finding.record', by, finding: 'falseMaterials' }),
    sendAll: () => store.sendAll(others.map((id) => ({ id, event, key }))),
    amendNotice: () => store.sendToNotice('notice-7', { type: 'exam.cancel', by, reason: 'flood' }),
    deliver: () => store.deliver(() => {}),
    runDue: () => store.fireDeadlines(),
    get: () => store.get(one),
    log: () => store.log(one),
    person: () => store.personalData(one),
    parked: () => store.deadLetters(),
    erase: () => store.erase(`candidate of ${one}`),
    'find by candidate': () => store.find({ candidateId: `candidate of ${one}` }),
    'find by notice, next page': () => store.find({ notice: 'notice-7', after: one }),
    'find by state': () => store.find({ state: 'marking' }),
    'find by state, none there': () => store.find({ state: 'certified' }),
    'find by exam, year and state': () =>
      store.find({ exam: 'social-worker', examYear: 2024, state: 'certified' }),
    'find by notice and state': () => store.find({ notice: 'notice-7', state: 'marking' }),
    'find what is due': () => store.find({ dueBefore: '2030-01-01T00:00:00+08:00' }),
  }
  for (const [name, work] of Object.entries(calls)) {
    call = name
    await work()
  }
  return heard
}

async function judged(pool: pg.Pool, statement: Heard): Promise<Row> {
  const now = await plan(pool, statement)
  const ways = [now.ways.join(', ') || 'no table read']
  let fine = !reads(now)
  // What has a name is prepared, and may be planned once for whatever comes.
  if (statement.name !== '') {
    const ever = await planForAll(pool, statement)
    if (ever.ways.join() !== now.ways.join()) ways.push(`or ${ever.ways.join(', ')}`)
    fine &&= !reads(ever)
  }
  return {
    what: [statement.call, statement.name.replace('baokao_', '')].filter(Boolean).join(': '),
    wanted: 'no table read through',
    measured: fine ? 'none' : 'read',
    fine,
    detail: `${ways.join(' ')}; ${now.rows} rows, ${now.inVain} in vain, ${now.pages} pages`,
  }
}

export async function statements(pool: pg.Pool, marking: LiveRegistration): Promise<Row[]> {
  const heard = await hear(pool, marking)
  await pool.query(outbox)
  await pool.query('vacuum analyze')
  const rows: Row[] = []
  for (const statement of heard) rows.push(await judged(pool, statement))
  return rows
}
