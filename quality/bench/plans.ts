import type pg from 'pg'
import type { Sent } from './ghost'

/** How PostgreSQL goes about a statement. */

/** A step of a plan, as `explain` tells it. */
type Step = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  Plans?: Step[]
}

export type Plan = {
  /** How each table is reached. */
  ways: string[]
  /** Rows that came out, rows that were read in vain, pages that were looked at. */
  rows: number
  inVain: number
  pages: number
}

const stepsOf = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(stepsOf)]

const wayOf = (step: Step): string =>
  [step['Node Type'], step['Index Name'] ?? step['Relation Name']].filter(Boolean).join(' ')

function planOf(top: Step): Plan {
  const steps = stepsOf(top)
  const reaching = steps.filter((step) => step['Index Name'] ?? /Seq Scan/.test(step['Node Type']))
  return {
    ways: [...new Set(reaching.map(wayOf))],
    rows: top['Actual Rows'] ?? 0,
    inVain: Math.max(
      ...steps.map((step) => (step['Rows Removed by Filter'] ?? 0) * (step['Actual Loops'] ?? 1)),
    ),
    pages: (top['Shared Hit Blocks'] ?? 0) + (top['Shared Read Blocks'] ?? 0),
  }
}

/** What it does for the values that were sent, done and rolled back. */
export async function planned<T>(
  pool: pg.Pool,
  { text, values }: Sent,
  format: 'json' | 'text',
): Promise<T[]> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const explain = `explain (analyze, buffers, costs off, format ${format}) ${text}`
    const { rows } = await client.query<{ 'QUERY PLAN': T }>(explain, values)
    return rows.map((row) => row['QUERY PLAN'])
  } finally {
    await client.query('rollback')
    client.release()
  }
}

type Told = { Plan: Step }[]

function first(told: Told | undefined): Plan {
  const top = told?.[0]
  if (top === undefined) throw new Error('a statement without a plan')
  return planOf(top.Plan)
}

export const plan = async (pool: pg.Pool, statement: Sent): Promise<Plan> =>
  first((await planned<Told>(pool, statement, 'json'))[0])

/** What it does for whatever values, once a prepared statement is no longer planned anew each time. */
export async function planForAll(pool: pg.Pool, { text }: Sent): Promise<Plan> {
  const { rows } = await pool.query<{ 'QUERY PLAN': Told }>(`explain (generic_plan, format json) ${text}`)
  return first(rows[0]?.['QUERY PLAN'])
}

/** Whether a large table is read from one end to the other, or as good as that. */
export const reads = ({ ways, inVain }: Plan): boolean =>
  inVain > 10_000 || ways.some((way) => /^Seq Scan (registration|log|outbox)$/.test(way))
