import { once } from 'node:events'
import pg from 'pg'
import { connect } from '../../../src/postgres/database'
import { migrate } from '../../../src/postgres/migrate'
import { contracting, expanding, laterVersions } from '../madeUpVersions'

/** A process that migrates when its input says so, and prints the version of the tables. */

async function run(url: string, more: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  await pool.query('select 1')
  process.stdout.write('ready\n')
  await once(process.stdin, 'data')
  process.stdin.pause()
  const versions = laterVersions(...[expanding, contracting].slice(0, more))
  const version = await migrate(connect(pool, { prepare: true, schema: 'baokao' }), versions)
  process.stdout.write(`${version}\n`)
  await pool.end()
}

await run(process.argv[2] ?? '', Number(process.argv[3]))
