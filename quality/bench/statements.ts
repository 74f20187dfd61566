import type pg from 'pg'
import type { RegistrationEvent } from '../../src'
import { type LiveRegistration, sendDraft } from '../../src/testing/liveRegistration'
import { datedStore } from '../../test/postgres/datedStore'
import { type RecordedStatement, recordingPool } from './baseline'
import type { Row } from './compare'
import { actualPlan, genericPlan, readsWholeTable } from './plans'
import { copyIds } from './seed'

/** The plan of every statement that the store sends, on tables of a million rows. */

/** A statement and the call of the store that sent it. */
type CallStatement = RecordedStatement & { call: string }

/** 100,000 delivered facts, and 1,000 that wait in the outbox. */
const outbox = `
with facts as (
  insert into baokao.outbox (registration_id, revision, n, type, fact)
  select id, 1000, 0, 'application.confirmed', '{"type":"application.confirmed"}'
  from (select id from baokao.registration order by id limit 101000) r
  returning registration_id, seq, revision, n, type)
insert into baokao.delivery (consumer, registration_id, seq, revision, n, type)
select 'default', f.* from facts f order by f.seq limit 1000`

/** Calls the store in every way and records each statement of a call once. */
async function recordStatements(pool: pg.Pool, marking: LiveRegistration): Promise<CallStatement[]> {
  const recorded: CallStatement[] = []
  let call = ''
  const isRecorded = (text: string) => recorded.some((other) => other.call === call && other.text === text)
  const store = datedStore(
    recordingPool(pool, (statement) => {
      if (/baokao\./.test(statement.text) && !isRecorded(statement.text))
        recorded.push({ ...statement, call })
    }),
  )
  const event = sendDraft(marking, { type: 'marks.publish' }).events.at(-1) as RegistrationEvent
  const by = { role: 'office', id: 'office' } as const
  const [one = '', ...others] = copyIds(marking, [0, 501])
  const key = 'marks'
  const calls: Record<string, () => Promise<unknown>> = {
    open: () => store.open({ ...marking.input, registrationId: 'new', candidateId: `candidate-of-${one}` }),
    send: () => store.send(one, event, { key }),
    'send, with others affected': () =>
      store.send(one, { type: 'finding.record', by, finding: 'falseMaterials' }),
    sendAll: () => store.sendAll(others.map((id) => ({ id, event, key }))),
    sendToNotice: () => store.sendToNotice('notice-7', { type: 'exam.cancel', by, reason: 'flood' }),
    deliver: () => store.deliver(() => {}),
    fireDeadlines: () => store.fireDeadlines(),
    get: () => store.get(one),
    log: () => store.log(one),
    personalData: () => store.personalData(one),
    lease: () => store.lease(),
    deadLetters: () => store.deadLetters(),
    consumers: () => store.consumers(),
    refusals: () => store.refusals({ since: '2026-01-01T00:00:00+08:00', by: 'rule' }),
    erase: () => store.erase(`candidate-of-${one}`),
    'find by candidate': () => store.find({ candidateId: `candidate-of-${one}` }),
    'find by notice, next page': () => store.find({ notice: 'notice-7', after: one }),
    'find by state': () => store.find({ state: 'marking' }),
    'find by state, no match': () => store.find({ state: 'certified' }),
    'find by exam, year and state': () =>
      store.find({ exam: 'social-worker', examYear: 2024, state: 'certified' }),
    'find by notice and state': () => store.find({ notice: 'notice-7', state: 'marking' }),
    'find by deadline': () => store.find({ dueBefore: '2030-01-01T00:00:00+08:00' }),
  }
  for (const [name, work] of Object.entries(calls)) {
    call = name
    await work()
  }
  return recorded
}

async function checkPlan(pool: pg.Pool, statement: CallStatement): Promise<Row> {
  const actual = await actualPlan(pool, statement)
  const scans = [actual.scans.join(', ') || 'no table read']
  let passed = !readsWholeTable(actual)
  // A named statement is prepared, and PostgreSQL may switch to its generic plan.
  if (statement.name !== '') {
    const generic = await genericPlan(pool, statement)
    if (generic.scans.join() !== actual.scans.join()) scans.push(`or ${generic.scans.join(', ')}`)
    passed &&= !readsWholeTable(generic)
  }
  return {
    name: [statement.call, statement.name.replace('baokao_', '')].filter(Boolean).join(': '),
    target: 'no full scan',
    measured: passed ? 'none' : 'full scan',
    passed,
    detail: `${scans.join(' ')}; ${actual.rows} rows, ${actual.filtered} filtered, ${actual.pages} pages`,
  }
}

export async function checkPlans(pool: pg.Pool, marking: LiveRegistration): Promise<Row[]> {
  const recorded = await recordStatements(pool, marking)
  await pool.query(outbox)
  await pool.query('vacuum analyze')
  const rows: Row[] = []
  for (const statement of recorded) rows.push(await checkPlan(pool, statement))
  return rows
}
