import pg from 'pg'

/** A pool of `pg` that survives broken connections, idle or in use. */
export function poolOn(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 5 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
