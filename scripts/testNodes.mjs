// Runs the unit tests, the packed package and one whole journey through the store on other versions of Node:
// npm run test:nodes [-- 24]
import { spawnSync } from 'node:child_process'

const given = process.argv.slice(2)
const versions = given.length > 0 ? given : ['22', '24', '26']

/** The arguments of Vitest for each part, and what it takes: no sample of journeys, so that the life is there. The tests start their own processes with the same Node. */
const parts = {
  'the units': { args: ['--project', 'units'] },
  'the package, and a life through the store': {
    args: [
      ...[
        '--project',
        'package',
        '--project',
        'store',
        'test/package.test.ts',
        'test/postgres/journeys.test.ts',
      ],
      ...['-t', 'works (as an ES module|in CommonJS)|runs its command line|1-a-whole-life'],
    ],
    whole: true,
  },
}

let failed = false
for (const version of versions) {
  for (const [name, { args, whole }] of Object.entries(parts)) {
    console.log(`\nNode ${version}: ${name}`)
    const command = ['-y', `node@${version}`, 'node_modules/vitest/vitest.mjs', 'run', ...args]
    const env = { ...process.env, ...(whole && { WHOLE: '1' }) }
    const passed = spawnSync('npx', command, { stdio: 'inherit', env }).status === 0
    if (!passed) console.log(`Node ${version}: ${name} failed`)
    failed ||= !passed
  }
}
process.exit(failed ? 1 : 0)
