import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../../examples/loopback'
import { postgresOn } from '../../examples/store/server'
import { clock, type DatedStore, dated, datedStore } from '../../test/postgres/datedStore'
import { createStore as createStoreBefore } from './frozen/storeBefore.mjs'

/** A database with the tables of the store. */
export type StoreDatabase = { pool: pg.Pool; store: DatedStore }

export type Server = {
  /** Runs work in a new database, whose sessions have the given settings of PostgreSQL. */
  withDatabase<T>(
    work: (database: StoreDatabase) => Promise<T>,
    settings?: Record<string, string | number>,
    create?: (pool: pg.Pool) => DatedStore,
  ): Promise<T>
  /** Runs work in two databases: with the store as it is, and as it was before. */
  withBoth<T>(work: (now: StoreDatabase, before: StoreDatabase) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** Starts a PostgreSQL on the loopback that writes each commit to disk before it answers. */
export async function startServer(): Promise<Server> {
  const { server, url, folder } = await postgresOn(await freePort())
  // A checkpoint in the middle of a block would distort it. The default of 128 MB for buffers is less than a storm
  // touches, so that sessions would have to write pages of others.
  const settings = ["max_wal_size = '8GB'", "checkpoint_timeout = '1h'", "shared_buffers = '1GB'"]
  await appendFile(join(folder, 'postgresql.auto.conf'), `${settings.join('\n')}\n`)
  await server.start()
  let databases = 0
  const both: Server = {
    async withDatabase(work, settings = {}, create = datedStore) {
      databases += 1
      await server.createDatabase(`bench${databases}`)
      const all = Object.entries({ synchronous_commit: 'on', ...settings })
      const options = all.map(([name, value]) => `-c ${name}=${value}`).join(' ')
      const pool = new pg.Pool({ connectionString: `${url}/bench${databases}`, max: 10, options })
      // A connection that is closing when the server stops emits an error, which does not matter.
      pool.on('error', () => {})
      try {
        const store = create(pool)
        await store.migrate()
        return await work({ pool, store })
      } finally {
        await pool.end()
      }
    },
    withBoth: (work) =>
      both.withDatabase((now) =>
        both.withDatabase(
          (before) => work(now, before),
          {},
          (pool) => dated(createStoreBefore(pool, { now: clock.now })),
        ),
      ),
    stop: () => server.stop(),
  }
  return both
}
