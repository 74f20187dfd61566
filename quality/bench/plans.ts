import type pg from 'pg'
import type { RecordedStatement } from './baseline'

/** Query plans of PostgreSQL. */

/** A node of a plan, in the JSON of `explain`. */
type PlanNode = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  Plans?: PlanNode[]
}

export type Plan = {
  /** The scan of each table. */
  scans: string[]
  rows: number
  /** Rows that were read and then filtered out, in the worst node. */
  filtered: number
  pages: number
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

const scanOf = (node: PlanNode): string =>
  [node['Node Type'], node['Index Name'] ?? node['Relation Name']].filter(Boolean).join(' ')

function summarize(root: PlanNode): Plan {
  const nodes = nodesOf(root)
  const scans = nodes.filter((node) => node['Index Name'] ?? /Seq Scan/.test(node['Node Type']))
  return {
    scans: [...new Set(scans.map(scanOf))],
    rows: root['Actual Rows'] ?? 0,
    filtered: Math.max(
      ...nodes.map((node) => (node['Rows Removed by Filter'] ?? 0) * (node['Actual Loops'] ?? 1)),
    ),
    pages: (root['Shared Hit Blocks'] ?? 0) + (root['Shared Read Blocks'] ?? 0),
  }
}

/** Runs the statement with its values under `explain analyze` and rolls it back. */
export async function explainAnalyze<T>(
  pool: pg.Pool,
  { text, values }: RecordedStatement,
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

type ExplainJson = { Plan: PlanNode }[]

function firstPlan(json: ExplainJson | undefined): Plan {
  const root = json?.[0]
  if (root === undefined) throw new Error('explain returned no plan')
  return summarize(root.Plan)
}

/** The plan for the values that were sent. */
export const actualPlan = async (pool: pg.Pool, statement: RecordedStatement): Promise<Plan> =>
  firstPlan((await explainAnalyze<ExplainJson>(pool, statement, 'json'))[0])

/** The plan for any values, which a prepared statement may keep after some executions. */
export async function genericPlan(pool: pg.Pool, { text }: RecordedStatement): Promise<Plan> {
  const { rows } = await pool.query<{ 'QUERY PLAN': ExplainJson }>(
    `explain (generic_plan, format json) ${text}`,
  )
  return firstPlan(rows[0]?.['QUERY PLAN'])
}

/** Whether the plan reads a large table sequentially, or so much of an index that it makes no difference. */
export const readsWholeTable = ({ scans, filtered }: Plan): boolean =>
  filtered > 10_000 || scans.some((scan) => /^Seq Scan (registration|log|outbox|delivery|task)$/.test(scan))
