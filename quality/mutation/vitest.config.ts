import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { groups } from './runs.mjs'

const source = (name: string) => fileURLToPath(new URL(`../../src/${name}.ts`, import.meta.url))

const files = groups.flat()

class QuickestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const index = ({ moduleId }: TestSpecification) => files.findIndex((file) => moduleId.endsWith(file))
    return [...specifications].sort((one, other) => index(one) - index(other))
  }
}

export default defineConfig({
  resolve: { alias: { 'baokao/testing': source('testing/index'), baokao: source('index') } },
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    sequence: { sequencer: QuickestFirst },
    testTimeout: 180_000,
    projects: groups.map((include, groupOrder) => ({
      extends: true as const,
      test: {
        name: `group ${groupOrder + 1}`,
        include,
        setupFiles: ['quality/mutation/buildFirst.ts', 'test/support/recompute.ts'],
        sequence: { groupOrder },
        // All files of a group share a worker and its modules, because loading them takes longer than the tests.
        isolate: false,
        fileParallelism: false,
        env: { TZ: 'UTC' },
      },
    })),
  },
})
