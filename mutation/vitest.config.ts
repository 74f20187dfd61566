import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The tests that show what the machine and its rules do; those of the shells would only slow the mutants down. */
export default defineConfig({
  resolve: { alias: { baokao: fileURLToPath(new URL('../src/index.ts', import.meta.url)) } },
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/journeys.test.ts', 'test/rules/*.test.ts', 'test/time.test.ts'],
    exclude: ['test/rules/complete.test.ts'],
    // One worker and one copy of the modules for all files: starting anew costs more than the tests do.
    isolate: false,
    fileParallelism: false,
    env: { TZ: 'UTC' },
  },
})
