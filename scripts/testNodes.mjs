// Runs the unit tests, the packed package and one whole journey through the store on other versions of Node:
// npm run test:nodes [-- 24]
import { spawnSync } from 'node:child_process'

const given = process.argv.slice(2)
const versions = given.length > 0 ? given : ['22', '24', '26']

/** The arguments of Vitest for each part. The tests start their own processes with the same Node. */
const parts = {
  'the units': ['--project', 'units'],
  'the package': ['--project', 'package', '-t', 'works (as an ES module|in CommonJS)|runs its command line'],
  'a life through the store': [
    '--project',
    'store',
    'test/postgres/journeys.test.ts',
    '-t',
    '1-a-whole-life',
  ],
}

let failed = false
for (const version of versions) {
  const node = (...args) =>
    spawnSync('npx', ['-y', `node@${version}`, ...args], { stdio: 'inherit' }).status === 0
  for (const [name, args] of Object.entries(parts)) {
    console.log(`\nNode ${version}: ${name}`)
    const passed = node('node_modules/vitest/vitest.mjs', 'run', ...args)
    if (!passed) console.log(`Node ${version}: ${name} failed`)
    failed ||= !passed
  }
}
process.exit(failed ? 1 : 0)
