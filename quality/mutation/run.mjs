// `npm run mutation`: executes all runs of runs.mjs, or those named as arguments, and writes the summary.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runs } from './runs.mjs'

const stryker = fileURLToPath(new URL('node_modules/.bin/stryker', import.meta.url))
const named = process.argv.slice(2)
for (const run of named.length > 0 ? named : Object.keys(runs)) {
  const env = { ...process.env, RUN: run }
  const { status } = spawnSync(stryker, ['run', 'quality/mutation/stryker.config.mjs'], {
    env,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}
await import('./summary.mjs')
