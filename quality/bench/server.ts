import pg from 'pg'
import { freePort } from '../../examples/loopback'
import { postgresOn } from '../../examples/store/server'
import { createStore, type Store } from '../../src/postgres'

/** A database of its own, with the tables. */
export type Place = { pool: pg.Pool; store: Store }

export type Server = {
  /** What is done in a new database, to which sessions come with some settings. */
  in<T>(work: (place: Place) => Promise<T>, settings?: Record<string, string | number>): Promise<T>
  stop(): Promise<void>
}

/** A real PostgreSQL on the loopback, each commit of which is on disk before it is answered. */
export async function started(): Promise<Server> {
  const { server, url } = await postgresOn(await freePort())
  await server.start()
  // No checkpoint in the middle of a block.
  const client = server.getPgClient('postgres', '127.0.0.1')
  await client.connect()
  await client.query(`alter system set max_wal_size = '8GB'`)
  await client.query(`alter system set checkpoint_timeout = '1h'`)
  await client.query('select pg_reload_conf()')
  await client.end()
  let databases = 0
  return {
    async in(work, settings = {}) {
      databases += 1
      await server.createDatabase(`bench${databases}`)
      const all = Object.entries({ synchronous_commit: 'on', ...settings })
      const options = all.map(([name, value]) => `-c ${name}=${value}`).join(' ')
      const pool = new pg.Pool({ connectionString: `${url}/bench${databases}`, max: 10, options })
      // A connection that is still on its way out when the server goes hears of it, and nobody cares.
      pool.on('error', () => {})
      try {
        const store = createStore(pool)
        await store.migrate()
        return await work({ pool, store })
      } finally {
        await pool.end()
      }
    },
    stop: () => server.stop(),
  }
}
