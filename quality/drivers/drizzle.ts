import { fromDrizzle } from 'baokao/postgres'
import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { drizzle as drizzlePostgresJs } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Connect } from './driver'
import { visits } from './examples/drizzle'
import { poolOn } from './pool'

export const connect: Connect = async (url) => {
  const pool = poolOn(url)
  const db = drizzle(pool)
  return {
    database: fromDrizzle(db, sql),
    visits: (options) => visits(db, options),
    begin: (work) => db.transaction((tx) => work(() => fromDrizzle(tx, sql))),
    end: () => pool.end(),
  }
}

export const connectOnPostgresJs: Connect = async (url) => {
  const client = postgres(url, { max: 5, onnotice: () => {} })
  const db = drizzlePostgresJs(client)
  return {
    database: fromDrizzle(db, sql),
    visits: (options) => visits(db as unknown as NodePgDatabase, options),
    begin: (work) => db.transaction((tx) => work(() => fromDrizzle(tx, sql))),
    end: () => client.end({ timeout: 0 }),
  }
}
