import { fromPostgresJs, type Queryable } from 'baokao/postgres'
import postgres from 'postgres'
import type { Connect } from './driver'
import { visits } from './examples/postgresJs'

const connectWith =
  (options: postgres.Options<Record<string, never>>): Connect =>
  async (url) => {
    const sql = postgres(url, { max: 5, onnotice: () => {}, backoff: () => 0, ...options })
    return {
      database: fromPostgresJs(sql),
      visits: (options) => visits(sql, options),
      begin: <T>(work: (tx: () => Queryable) => Promise<T>) =>
        sql.begin((tx) => work(() => fromPostgresJs(tx))) as Promise<T>,
      end: () => sql.end({ timeout: 0 }),
    }
  }

export const connect: Connect = connectWith({})
export const connectWithoutTypes: Connect = connectWith({ fetch_types: false })
export const connectWithCamelCase: Connect = connectWith({ transform: postgres.camel })
