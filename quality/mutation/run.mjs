// `npm run mutation -- [RUN or FILE …]`: mutates one file after the other and keeps each result in results.json, so
// that an interrupted run goes on where it was. A file is run again when it has changed, or if `--again` is given: a
// change of its tests alone does not count.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { mutated, runs } from './runs.mjs'
import { summarize } from './summary.mjs'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
const root = here('../../')
const resultsFile = here('results.json')
const report = here('report.json')

const named = process.argv.slice(2).filter((argument) => argument !== '--again')
const again = process.argv.includes('--again')

const hashOf = (file) =>
  createHash('sha256')
    .update(readFileSync(`${root}${file}`))
    .digest('hex')
    .slice(0, 16)

const unknown = named.filter((name) => !mutated.some(({ run, file }) => run === name || file === name))
if (unknown.length > 0) {
  console.error(`neither a run (${Object.keys(runs).join(', ')}) nor a file of one: ${unknown.join(', ')}`)
  process.exit(2)
}

const readResults = () => JSON.parse(readFileSync(resultsFile, 'utf8'))

/** What the report says of a file: how many mutants were killed, and which survived. */
function resultOf(file, hash) {
  const { mutants, source } = JSON.parse(readFileSync(report, 'utf8')).files[file] ?? {
    mutants: [],
    source: '',
  }
  const lines = source.split('\n')
  const of = (...statuses) => mutants.filter(({ status }) => statuses.includes(status))
  return {
    hash,
    killed: of('Killed').length,
    timedOut: of('Timeout').length,
    survivors: of('Survived', 'NoCoverage').map(({ location: { start }, mutatorName, replacement }) => ({
      line: start.line,
      text: lines[start.line - 1].trim(),
      mutator: mutatorName,
      replacement: replacement ?? '',
    })),
  }
}

const stale = ({ file }) => again || readResults()[file]?.hash !== hashOf(file)
const chosen = mutated.filter(
  ({ run, file }) => named.length === 0 || named.includes(run) || named.includes(file),
)
const queue = chosen.filter(stale)
for (const [index, { run, file }] of queue.entries()) {
  console.log(`${file} (${index + 1} of ${queue.length})`)
  const hash = hashOf(file)
  rmSync(report, { force: true })
  const { status } = spawnSync(
    here('node_modules/.bin/stryker'),
    ['run', 'quality/mutation/stryker.config.mjs', '--mutate', file],
    { cwd: root, env: { ...process.env, RUN: run }, stdio: 'inherit' },
  )
  if (status !== 0) process.exit(status ?? 1)
  const results = Object.entries({ ...readResults(), [file]: resultOf(file, hash) })
  const kept = results.filter(([name]) => mutated.some((one) => one.file === name)).sort()
  writeFileSync(resultsFile, `${JSON.stringify(Object.fromEntries(kept), undefined, 1)}\n`)
  summarize(mutated.map((one) => one.file))
}
summarize(mutated.map((one) => one.file))
