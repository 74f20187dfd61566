import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Results must not depend on the local time zone: in China, west of it, east of it, and on the date line. */
const zones = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati']

const timeTests = 'test/**/time.test.ts'
const packageTests = 'test/**/package.test.ts'
const storeTests = 'test/postgres/**/*.test.ts'
const pageTests = 'test/page/**/*.test.ts'
const engineTests = 'test/restate/**/*.test.ts'
const httpTests = 'test/http/**/*.test.ts'
/** They explore many states, or thousands of random inputs. */
const longTests = [
  'test/engine/explainJourneys.test.ts',
  'test/{explore,lives,linear,properties}.test.ts',
  'test/adoption/randomLives.test.ts',
  'test/testing/explore.test.ts',
  'test/view/reach.test.ts',
  'examples/lives.test.ts',
]
/** They run what is built, or tools on all of the source. */
const builtTests = [
  'test/{cli,readme,docs,docExamples,examples}.test.ts',
  'test/view/{diagram,mermaid,inspect}.test.ts',
]
const others = [packageTests, storeTests, pageTests, engineTests, httpTests, ...longTests, ...builtTests]

const source = (name: string) => fileURLToPath(new URL(`./src/${name}.ts`, import.meta.url))

/**
 * The files that take longest, of all projects, the longest first: what starts last ends last, and a long file that
 * starts last leaves a processor idle. The others follow in Vitest's order, by project.
 */
const longFiles = [
  'test/package.test.ts',
  'test/page/page.test.ts',
  'test/postgres/faults/killed.test.ts',
  'test/restate/faults/nodes.test.ts',
  'test/restate/journeys.test.ts',
  'test/lives.test.ts',
  'test/postgres/faults/history.test.ts',
  'test/explore.test.ts',
  'test/postgres/journeys.test.ts',
  'test/postgres/faults/disk.test.ts',
  'test/properties.test.ts',
  'test/postgres/faults/strings.test.ts',
  'test/engine/explainJourneys.test.ts',
  'test/restate/faults/killed.test.ts',
  'test/view/reach.test.ts',
  'test/testing/explore.test.ts',
  'test/restate/faults/away.test.ts',
  'examples/lives.test.ts',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longFiles.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'))
      return at === -1 ? longFiles.length : at
    }
    // The sort is stable.
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  // The examples import the package by its name, as users do; the tests resolve it to the source.
  resolve: {
    alias: {
      'baokao/testing/matchers': source('testing/matchers'),
      'baokao/testing/arbitraries': source('testing/arbitraries'),
      'baokao/titles': source('titles'),
      'baokao/journeys': source('journeys/index'),
      'baokao/testing': source('testing/index'),
      'baokao/postgres': source('postgres/index'),
      'baokao/restate': source('restate/index'),
      'baokao/http': source('http/index'),
      'baokao/view': source('view/index'),
      baokao: source('index'),
    },
  },
  test: {
    // Property tests and child processes are slow on a busy machine.
    // The whole of a long test takes up to six minutes on a busy machine: this ends only what hangs.
    testTimeout: process.env.WHOLE === '1' ? 3_600_000 : 180_000,
    // The default leaves one of two cores idle.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // The runs of the gate share what is transformed.
    experimental: { fsModuleCache: true },
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/cli/**', 'src/testing/**'] },
    projects: [
      // `npm test`. One copy of the modules for each worker: loading them again costs more than the tests.
      {
        extends: true,
        test: {
          name: 'units',
          setupFiles: 'test/support/recompute.ts',
          include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: others,
          pool: 'threads',
          isolate: false,
          env: { TZ: 'UTC' },
        },
      },
      { extends: true, test: { name: 'explorations', include: longTests } },
      { extends: true, test: { name: 'built', include: builtTests } },
      // Its files share one PostgreSQL.
      {
        extends: true,
        test: {
          name: 'store',
          include: [storeTests],
          globalSetup: 'test/postgres/server.ts',
          pool: 'threads',
          isolate: false,
        },
      },
      // Its files share one PostgreSQL of their own.
      {
        extends: true,
        test: { name: 'http', include: [httpTests], globalSetup: 'test/postgres/server.ts' },
      },
      // Each of its files starts a Restate server.
      { extends: true, test: { name: 'engine', include: [engineTests], maxConcurrency: 20 } },
      // Its files share one browser.
      { extends: true, test: { name: 'page', include: [pageTests], globalSetup: 'test/page/browser.ts' } },
      ...zones.map((zone) => ({
        extends: true as const,
        test: { name: zone, include: [timeTests], env: { TZ: zone } },
      })),
      { extends: true, test: { name: 'package', include: [packageTests] } },
    ],
  },
})
