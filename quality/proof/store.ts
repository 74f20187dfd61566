import { writeFileSync } from 'node:fs'
import pg from 'pg'
import { freePort } from '../../examples/loopback'
import { postgresOn } from '../../examples/store/server'
import { createStore } from '../../src/postgres'
import { violations } from '../../test/postgres/faults/invariants'
import { killing } from '../../test/postgres/faults/killing'

/**
 * `npm run prove:store`: kills processes that run scenarios on a real PostgreSQL, then checks every guarantee on the
 * stored registrations and the handled facts. Arguments: the number of rounds and the seed.
 */

const [rounds = 100, seed = 20261126] = process.argv.slice(2).map(Number)
const { server, url } = await postgresOn(await freePort())
await server.start()
const pool = new pg.Pool({ connectionString: `${url}/postgres` })
await createStore(pool).migrate()

const started = Date.now()
const { kills, scenarios, evidence } = await killing({
  url: `${url}/postgres`,
  pool,
  seed,
  rounds,
  // One process and two processes in turn, and ten on one outbox in every 25th round.
  workers: (round) => (round % 25 === 24 ? 10 : 1 + (round % 2)),
  onRound: (round, observations) => {
    if (round % 10 === 0) console.log(`${round} rounds, ${observations.length} observations`)
  },
})
const broken = violations(evidence)
const [{ version } = { version: '' }] = (await pool.query('select version()')).rows as { version: string }[]
await pool.end()
await server.stop()

const { cases, observations } = evidence
const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
const entries = cases.flatMap(({ log }) => log)
const answered = observations.filter(({ what }) => what === 'answered').length
const handled = observations.length - answered
const facts = sum(cases.map(({ outbox }) => outbox.length))
const log = [
  `${kills} processes killed in ${rounds} rounds from seed ${seed}, in ${Math.round((Date.now() - started) / 1000)} s`,
  `${scenarios} registrations, ${entries.length} events decided, ${entries.filter(({ accepted }) => !accepted).length} of them refused`,
  `${entries.filter(({ key, type }) => key === undefined && type === 'clock.advance').length} deadlines fired by the workers, ` +
    `${entries.filter(({ key, type }) => key === undefined && type === 'history.amend').length} histories sent to another registration`,
  `${answered} answers, ${answered - entries.filter(({ key, type }) => key !== undefined || type === 'open').length} of them repeated`,
  `${facts} facts, handled ${handled} times`,
  broken.length === 0 ? 'every invariant holds' : `broken:\n${broken.join('\n')}`,
]
console.log(log.join('\n'))
writeFileSync(
  'quality/proof/store-log.txt',
  `npm run prove:store, node ${process.version}, ${version.split(' on ')[0]}\n\n${log.join('\n')}\n`,
)
process.exitCode = broken.length === 0 ? 0 : 1
