import type pg from 'pg'
import { datedStore } from '../../test/postgres/datedStore'
import { type RecordedStatement, recordingPool } from './baseline'
import { median, type Row } from './compare'
import { actualPlan } from './plans'

/** The clerk's queue and the counts, among a million registrations. */

/** The statement that a call sends. */
async function statementOf(
  pool: pg.Pool,
  call: (store: ReturnType<typeof datedStore>) => Promise<unknown>,
): Promise<RecordedStatement> {
  const recorded: RecordedStatement[] = []
  await call(datedStore(recordingPool(pool, (statement) => recorded.push(statement))))
  const [statement] = recorded
  if (statement === undefined) throw new Error('the call sent no statement')
  return statement
}

/** @returns milliseconds, the median of seven */
async function timed(pool: pg.Pool, { text, values }: RecordedStatement): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 7; i += 1) {
    const start = performance.now()
    await pool.query(text, values)
    times.push(performance.now() - start)
  }
  return median(times)
}

/** The index and the statement of before, in a transaction that is rolled back. @returns milliseconds */
async function before(pool: pg.Pool, statement: RecordedStatement): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('drop index baokao.registration_state')
    await client.query('create index registration_state on baokao.registration (state, exam, exam_year, id)')
    const start = performance.now()
    await client.query(statement.text, statement.values)
    return performance.now() - start
  } finally {
    await client.query('rollback')
    client.release()
  }
}

type Measure = {
  name: string
  call: (store: ReturnType<typeof datedStore>) => Promise<unknown>
  /** Asked milliseconds, and those that were measured before. */
  asked?: [now: number, before: number, statement: RecordedStatement]
}

const sql = (text: string, values: unknown[] = []): RecordedStatement => ({ name: '', text, values })

const measures: Measure[] = [
  {
    name: 'find by state, a page of 100',
    call: (store) => store.find({ state: 'paying', limit: 100 }),
    asked: [
      5,
      616,
      sql(
        `select id, candidate_id, snapshot, revision from baokao.registration
        where state = any($1::text[]) order by id limit 100`,
        [['paying.awaiting', 'paying.reconciling']],
      ),
    ],
  },
  {
    name: 'count by state',
    call: (store) => store.count({ by: ['state'] }),
    asked: [100, 500, sql('select state, count(*) from baokao.registration group by state')],
  },
  { name: 'count by place and level', call: (store) => store.count({ by: ['place', 'level'] }) },
  { name: 'count by notice and state', call: (store) => store.count({ by: ['notice', 'state'] }) },
  { name: 'count by task', call: (store) => store.count({ by: ['task'] }) },
  { name: 'count by role', call: (store) => store.count({ by: ['waitsFor'] }) },
  { name: 'count by the day that is due', call: (store) => store.count({ by: ['nextDue'] }) },
  { name: 'the queue of an office', call: (store) => store.find({ waitsFor: 'office', orderBy: 'waiting' }) },
  {
    name: 'the queue of a desk, of two places',
    call: (store) => store.find({ waitsFor: 'office', places: ['place-7', 'place-9'], orderBy: 'waiting' }),
  },
  {
    name: 'the same, of a task and a level',
    call: (store) => store.find({ task: 'marks', level: 'junior', places: ['place-7'], orderBy: 'waiting' }),
  },
  {
    name: 'the queue of candidates',
    call: (store) => store.find({ waitsFor: 'candidate', orderBy: 'waiting' }),
  },
]

/** Index-only scans cannot read what is not in the index; the rows of a page are read by their ids. */
const onlyIndexes = (scans: readonly string[]): boolean =>
  scans.every((scan) => /^(Parallel )?Index (Only )?Scan|registration_pkey|task_pkey/.test(scan)) &&
  scans.every((scan) => !/^Seq Scan/.test(scan))

export async function checkDesk(pool: pg.Pool): Promise<Row[]> {
  const rows: Row[] = []
  for (const { name, call, asked } of measures) {
    const statement = await statementOf(pool, call)
    const plan = await actualPlan(pool, statement)
    const now = await timed(pool, statement)
    const detail = `${now.toFixed(1)} ms; ${plan.scans.join(', ')}; ${plan.filtered} filtered, ${plan.pages} pages`
    rows.push({
      name: `${name}, among a million`,
      target: 'only indexes',
      measured: onlyIndexes(plan.scans) ? 'only indexes' : 'a full scan',
      passed: onlyIndexes(plan.scans),
      detail,
    })
    if (asked === undefined) continue
    const [askedNow, askedBefore, old] = asked
    const then = await before(pool, old)
    const [ratio, limit] = [now / then, askedNow / askedBefore]
    rows.push({
      name: `${name} : before`,
      target: `at most ${limit.toFixed(3)}`,
      measured: ratio.toFixed(3),
      passed: ratio <= limit,
      detail: `${now.toFixed(1)} ms : ${then.toFixed(0)} ms`,
    })
  }
  return rows
}
