import type { Row } from './pairs'
import { started } from './server'
import { bulk, sending } from './speed'
import { amongAMillion } from './volume'

/** The speed of the store on a real PostgreSQL, and the plans of its statements. Fails where something misses. */

const server = await started()
const rows: Row[] = []
try {
  // First, while nothing else has yet taken memory.
  rows.push(...(await amongAMillion(server)))
  rows.push(await sending(server, { what: 'send : the same statements, nothing decided', wanted: 0.8 }))
  const settings = { commit_delay: 1000, commit_siblings: 0 }
  rows.push(await sending(server, { what: 'the same, commit_delay = 1000', wanted: 0.9, settings }))
  const what = 'XState’s step alone : the same, commit_delay = 1000'
  rows.push(await sending(server, { what, settings, bare: true }))
  rows.push(await bulk(server, 'sendAll, two batches in flight : send', 3))
} finally {
  await server.stop()
}

const width = (column: 'what' | 'wanted' | 'measured'): number =>
  Math.max(...rows.map((row) => row[column].length))
const [what, wanted, measured] = [width('what'), width('wanted'), width('measured')]
console.log(`node ${process.version}, medians of alternating blocks\n`)
for (const row of rows) {
  const cells = [row.what.padEnd(what), row.wanted.padEnd(wanted), row.measured.padEnd(measured), row.detail]
  console.log(`${row.fine ? ' ' : '!'} ${cells.join('   ')}`)
}
const missed = rows.filter(({ fine }) => !fine).length
if (missed > 0) console.log(`\n${missed} of ${rows.length} missed`)
// The server's package ends a process with 0, whatever its exit code was to be.
process.exit(missed > 0 ? 1 : 0)
