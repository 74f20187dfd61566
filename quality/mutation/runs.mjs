/**
 * The files to mutate, in separate runs, and the tests that must detect the mutants. A mutant in code that builds
 * the machine runs against every test of its run, so the fastest tests come first: a group loads only if no earlier
 * group has failed. The tests are listed by their base name and found anywhere below `test/`.
 */
import { readdirSync } from 'node:fs'
import { basename, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const quickGroups = [
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
]

// `index` is last: the other tests load the modules outside of any test, where the runner records static mutants.
const machineGroups = [...quickGroups, ['journeys', 'actor', 'index']]
/** Until when something is possible, and what a message names, are fields of its rule. */
const rulesGroups = [...quickGroups, ['refusalMessage', 'explain'], ['journeys', 'actor', 'index']]

export const runs = {
  rules: { mutate: /^rules\/(?!index)/, groups: rulesGroups },
  machine: { mutate: /^(machine\/|model\/instants|time\.)/, groups: machineGroups },
  actions: { mutate: /^actions\//, groups: [['actions'], ...machineGroups] },
  engine: {
    mutate: /^engine\/(?!snapshot\.|xstate\.)/,
    groups: [
      ['stateTree', 'deadlines'],
      ['decide', 'run', 'snapshot'],
      ['explain', 'explainJourneys'],
      ['journeys', 'index'],
    ],
  },
  advice: {
    mutate: /^(model\/(carryOver|eligibility|workYears)|guide)\./,
    groups: [['carryOver', 'eligibility', 'guide', 'index']],
  },
}

/** Folders whose tests need a server, a browser or a build, or test other code under the same base name. */
const skipped = ['cli', 'page', 'postgres', 'restate', 'testing', 'view']

const pathsIn = (folder) =>
  readdirSync(fileURLToPath(new URL(`../../${folder}`, import.meta.url)), { recursive: true })
    .map((path) => path.split(sep).join('/'))
    .sort()

const tests = pathsIn('test').filter(
  (path) => path.endsWith('.test.ts') && !skipped.includes(path.split('/')[0]),
)

/** Every file to be mutated, with the name of its run. */
export const mutated = Object.entries(runs).flatMap(([run, { mutate }]) =>
  pathsIn('src')
    .filter((path) => path.endsWith('.ts') && mutate.test(path))
    .map((path) => ({ run, file: `src/${path}` })),
)

/** @throws if no test or more than one has that base name */
function testFile(name) {
  const found = tests.filter((path) => basename(path) === `${name}.test.ts`)
  if (found.length !== 1) throw new Error(`${found.length} files below test/ are named ${name}.test.ts`)
  return `test/${found[0]}`
}

const chosen = runs[process.env.RUN] ?? { groups: [] }
/** The test files of this run, group by group. */
export const groups = chosen.groups.map((names) => names.map(testFile))
