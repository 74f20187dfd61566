/**
 * The files to mutate, in separate runs, and the tests that must detect the mutants. A mutant in code that builds
 * the machine runs against every test of its run, so the fastest tests come first: a group loads only if no earlier
 * group has failed. The tests are listed by their base name and found anywhere below `test/`.
 */
import { readdirSync } from 'node:fs'
import { basename, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const machineGroups = [
  ['machine', 'deadlines', 'complete'],
  [
    'time',
    'account',
    'filling',
    'declaring',
    'paying',
    'sitting',
    'marking',
    'qualifying',
    'certified',
    'correcting',
    'deciding',
    'amending',
    'intake',
    'unavailable',
  ],
  // `index` is last: the other tests load the modules outside of any test, where the runner records static mutants.
  ['journeys', 'actor', 'index'],
]

const files = (...names) => names.map((name) => `src/${name}.ts`)

export const runs = {
  rules1: {
    mutate: files('rules/{account,advice,amending,certified,correcting,deciding}'),
    groups: machineGroups,
  },
  rules2: {
    mutate: files(
      'rules/{declaring,filling,intake,marking,paying,persistence,qualifying,rule,sitting,unavailable}',
    ),
    groups: machineGroups,
  },
  machine: { mutate: files('machine/**/*', 'model/instants', 'time'), groups: machineGroups },
  actions: { mutate: files('actions/**/*'), groups: [['actions'], ...machineGroups] },
  engine: {
    mutate: [...files('engine/*'), '!src/engine/snapshot.ts', '!src/engine/xstate.ts'],
    groups: [
      ['stateTree', 'deadlines'],
      ['decide', 'run', 'snapshot'],
      ['explain', 'explainJourneys'],
      ['journeys', 'index'],
    ],
  },
  advice: {
    mutate: files('model/carryOver', 'model/eligibility', 'model/workYears', 'guide'),
    groups: [['carryOver', 'eligibility', 'guide', 'index']],
  },
}

/** Folders whose tests need a server, a browser or a build, or test other code under the same base name. */
const skipped = ['cli', 'page', 'postgres', 'restate', 'testing', 'view']

const tests = readdirSync(fileURLToPath(new URL('../../test', import.meta.url)), { recursive: true })
  .map((path) => path.split(sep).join('/'))
  .filter((path) => path.endsWith('.test.ts') && !skipped.includes(path.split('/')[0]))

/** @throws if no test or more than one has that base name */
function testFile(name) {
  const found = tests.filter((path) => basename(path) === `${name}.test.ts`)
  if (found.length !== 1) throw new Error(`${found.length} files below test/ are named ${name}.test.ts`)
  return `test/${found[0]}`
}

/** The name of this run. */
export const run = process.env.RUN
const chosen = runs[run] ?? { mutate: [], groups: [] }
export const mutate = chosen.mutate
/** The test files of this run, group by group. */
export const groups = chosen.groups.map((names) => names.map(testFile))
