import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Results must not depend on the local time zone: in China, west of it, east of it, and on the date line. */
const zones = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC']

const allTests = ['test/**/*.test.ts', 'examples/**/*.test.ts']
const timeTests = 'test/**/time.test.ts'
const packageTests = 'test/**/package.test.ts'
const storeTests = 'test/postgres/**/*.test.ts'
const pageTests = 'test/page/**/*.test.ts'
const engineTests = 'test/restate/**/*.test.ts'

const source = (name: string) => fileURLToPath(new URL(`./src/${name}.ts`, import.meta.url))

export default defineConfig({
  // The examples import the package by its name, as users do; the tests resolve it to the source.
  resolve: {
    alias: {
      'baokao/testing/matchers': source('testing/matchers'),
      'baokao/testing/arbitraries': source('testing/arbitraries'),
      'baokao/titles': source('titleData'),
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
    testTimeout: 180_000,
    // The default leaves one of two cores idle.
    maxWorkers: 2,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/cli/**', 'src/testing/**'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'baokao',
          include: allTests,
          exclude: [timeTests, packageTests, storeTests, engineTests, pageTests],
        },
      },
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
      // Last: it packs what the tests of the command line build.
      { extends: true, test: { name: 'package', include: [packageTests], sequence: { groupOrder: 1 } } },
    ],
  },
})
