import { fromKnex } from 'baokao/postgres'
import createKnex, { type Knex } from 'knex'
import type { Connect } from './driver'
import { visits } from './examples/knex'

const connectWith =
  (options: Knex.Config): Connect =>
  async (url) => {
    const knex = createKnex({
      client: 'pg',
      connection: url,
      pool: { min: 0, max: 5 },
      log: { warn() {}, error() {} },
      ...options,
    })
    return {
      database: fromKnex(knex),
      visits: (options) => visits(knex, options),
      begin: (work) => knex.transaction((trx) => work(() => fromKnex(trx))),
      end: () => knex.destroy(),
    }
  }

export const connect: Connect = connectWith({})

type Result = { rows?: Record<string, unknown>[] }
const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
export const connectWithCamelCase: Connect = connectWith({
  postProcessResponse: (result: Result) => ({
    ...result,
    rows: result.rows?.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value])),
    ),
  }),
})
