import { fromKysely } from 'baokao/postgres'
import { CamelCasePlugin, Kysely, type KyselyPlugin, PostgresDialect } from 'kysely'
import type { Connect } from './driver'
import { type Tables, visits } from './examples/kysely'
import { poolOn } from './pool'

const connectWith =
  (plugins: KyselyPlugin[]): Connect =>
  async (url) => {
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolOn(url) }), plugins })
    return {
      database: fromKysely(db),
      visits: (options) => visits(db, options),
      begin: (work) => db.transaction().execute((trx) => work(() => fromKysely(trx))),
      end: () => db.destroy(),
    }
  }

export const connect: Connect = connectWith([])
export const connectWithCamelCase: Connect = connectWith([new CamelCasePlugin()])
