import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** What is right in China must be right wherever the code runs: west of it, east of it, and on the date line. */
const zones = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC']

const all = ['test/**/*.test.ts', 'examples/**/*.test.ts']
const time = 'test/time.test.ts'
const packed = 'test/package.test.ts'
const stored = 'test/postgres/**/*.test.ts'
const seen = 'test/page/**/*.test.ts'
const engine = 'test/restate/**/*.test.ts'

const source = (name: string) => fileURLToPath(new URL(`./src/${name}.ts`, import.meta.url))

export default defineConfig({
  // The examples import the package by its name, as users do; here that is the source.
  resolve: {
    alias: {
      'baokao/testing/matchers': source('testing/matchers'),
      'baokao/testing': source('testing/index'),
      'baokao/postgres': source('postgres/index'),
      'baokao/restate': source('restate/index'),
      'baokao/view': source('view/index'),
      baokao: source('index'),
    },
  },
  test: {
    // Properties and child processes take their time on a busy machine.
    testTimeout: 180_000,
    // Its own measure leaves a core idle where there are two.
    maxWorkers: 2,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/cli/**', 'src/testing/**'] },
    projects: [
      {
        extends: true,
        test: { name: 'baokao', include: all, exclude: [time, packed, stored, engine, seen] },
      },
      // One PostgreSQL for all its files.
      { extends: true, test: { name: 'store', include: [stored], globalSetup: 'test/postgres/server.ts' } },
      // Each of its files starts a Restate server.
      { extends: true, test: { name: 'engine', include: [engine], maxConcurrency: 20 } },
      // A real browser.
      { extends: true, test: { name: 'page', include: [seen], globalSetup: 'test/page/browser.ts' } },
      ...zones.map((zone) => ({
        extends: true as const,
        test: { name: zone, include: [time], env: { TZ: zone } },
      })),
      // Last, since the command line's tests build what this one packs.
      { extends: true, test: { name: 'package', include: [packed], sequence: { groupOrder: 1 } } },
    ],
  },
})
