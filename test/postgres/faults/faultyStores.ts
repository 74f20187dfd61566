import type pg from 'pg'
import type { Store } from '../../../src/postgres'
import type { TestClock } from '../../../src/testing/testClock'
import type { PlantedFault } from '../history/plantedFaults'

/** The planted faults once more, as faults of the store that runs: of its statements, or of its calls. */

type Statement = { name?: string; text: string; values?: unknown[] }
type Rows = { rows: unknown[] }
/** Runs a statement, or another instead, or answers without running any. */
type Middleware = (statement: Statement, run: (changed?: Statement) => Promise<Rows>) => Promise<Rows>

/** A pool whose statements, and those of its transactions, go through a function. */
function through(pool: pg.Pool, middleware: Middleware): pg.Pool {
  const around = <Target extends pg.Pool | pg.PoolClient>(target: Target): Target =>
    new Proxy(target, {
      get(_, name) {
        if (name === 'query')
          return (given: string | Statement, values: unknown[] = []) => {
            const statement = typeof given === 'string' ? { text: given, values } : given
            return middleware(statement, (changed = statement) => target.query(changed))
          }
        if (name === 'connect') return async () => around(await (target as pg.Pool).connect())
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  return around(pool)
}

/** The write of a single decision: its snapshot and its facts are parameters. */
const isWrite = ({ text, values = [] }: Statement): boolean =>
  /update baokao\.registration\b/.test(text) && values.length === 28

/** Changes the parameters of a write. */
const changing =
  (change: (values: unknown[]) => void): Middleware =>
  (statement, run) => {
    if (!isWrite(statement)) return run()
    const values = [...(statement.values ?? [])]
    change(values)
    return run({ ...statement, values })
  }

/** Changes the facts of a write, which are beside their types. */
const factsOf = (change: (facts: string[]) => string[]) =>
  changing((values) => {
    const facts = change(values[22] as string[])
    values[22] = facts
    values[21] = facts.map((fact) => JSON.parse(fact).type)
  })

export type FaultyStore = {
  /** Changes the tables before the load. */
  prepare?: string
  database?: (pool: pg.Pool) => pg.Pool
  wrap?: (store: Store, clock: TestClock) => Store
}

export const faultyStores: Record<PlantedFault, FaultyStore> = {
  'a write dropped': {
    database(pool) {
      let count = 0
      return through(pool, async (statement, run) => {
        if (!isWrite(statement)) return run()
        count += 1
        return count % 5 === 0 ? { rows: [{ updated: 1 }] } : run()
      })
    },
  },
  'an answered decision stored twice': {
    wrap: (store) => ({
      ...store,
      async send(id, event, options = {}) {
        const decision = await store.send(id, event, options)
        if (options.key === undefined && options.ifRevision === undefined)
          await store.send(id, event, options)
        return decision
      },
    }),
  },
  'facts reordered': {
    database: (pool) =>
      through(
        pool,
        factsOf((facts) => [...facts].reverse()),
      ),
  },
  'a deadline early': {
    wrap: (store, clock) => ({
      ...store,
      fireDeadlines({ until = '', ...options } = {}) {
        const later = new Date(Date.parse(until) + 200 * 86_400_000).toISOString()
        clock.set('', later)
        return store.fireDeadlines({ ...options, until: later })
      },
    }),
  },
  'a key decided twice': {
    prepare: 'drop index baokao.log_key',
    database: (pool) =>
      through(pool, async (statement, run) => {
        const result = await run()
        if (!statement.text.includes('l.revision as answered')) return result
        const rows = (result.rows as object[]).map((row) => ({ ...row, answered: null }))
        return { ...result, rows }
      }),
  },
  'a forfeit lost': {
    database: (pool) =>
      through(pool, async ({ text, values = [] }, run) =>
        text.includes('update baokao.candidate c set carry_over')
          ? { rows: JSON.parse(values[0] as string) }
          : run(),
      ),
  },
  'a refund lost': {
    database: (pool) =>
      through(
        pool,
        factsOf((facts) => facts.filter((fact) => !fact.includes('"refund.due"'))),
      ),
  },
  'a snapshot that does not replay': {
    database: (pool) =>
      through(
        pool,
        changing((values) => {
          values[9] = String(values[9]).replace(/"at":(\d+)/, (_, at) => `"at":${Number(at) + 1}`)
        }),
      ),
  },
}
