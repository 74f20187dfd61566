import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { groups } from './rooms.mjs'

const source = (name: string) => fileURLToPath(new URL(`../../src/${name}.ts`, import.meta.url))

const files = groups.flat().map((name) => `test/${name}.test.ts`)

class QuickestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => files.findIndex((file) => moduleId.endsWith(file))
    return [...specifications].sort((one, other) => place(one) - place(other))
  }
}

export default defineConfig({
  resolve: { alias: { 'baokao/testing': source('testing/index'), baokao: source('index') } },
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    sequence: { sequencer: QuickestFirst },
    testTimeout: 180_000,
    projects: groups.map((names, groupOrder) => ({
      extends: true as const,
      test: {
        name: `group ${groupOrder + 1}`,
        include: names.map((name) => `test/${name}.test.ts`),
        sequence: { groupOrder },
        // One worker and one copy of the modules for all files of a group: starting anew costs more than the tests do.
        isolate: false,
        fileParallelism: false,
        env: { TZ: 'UTC' },
      },
    })),
  },
})
