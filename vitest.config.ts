import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Results must not depend on the local time zone: in China, west of it, east of it, and on the date line. */
const zones = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati']

const timeTests = 'test/**/time.test.ts'
const packageTests = 'test/**/package.test.ts'
const storeTests = 'test/postgres/**/*.test.ts'
const pageTests = 'test/page/**/*.test.ts'
const engineTests = 'test/restate/**/*.test.ts'
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
const others = [packageTests, storeTests, pageTests, engineTests, ...longTests, ...builtTests]

const source = (name: string) => fileURLToPath(new URL(`./src/${name}.ts`, import.meta.url))

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
        test: { name: 'store', include: [storeTests], globalSetup: 'test/postgres/server.ts' },
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
