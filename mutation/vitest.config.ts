import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The tests that show what the machine and its rules do, the quickest first: most mutants fall at once.
 * A group is loaded only when nothing has failed in the groups before it.
 */
const groups = [
  ['test/chart.test.ts', 'test/deadlines.test.ts', 'test/rules/complete.test.ts'],
  [
    'test/time.test.ts',
    'test/rules/account.test.ts',
    'test/rules/filling.test.ts',
    'test/rules/declaring.test.ts',
    'test/rules/paying.test.ts',
    'test/rules/qualifying.test.ts',
    'test/rules/certified.test.ts',
    'test/rules/sitting.test.ts',
    'test/rules/always.test.ts',
  ],
  // The door last: the others load the modules outside of any test, as the runner must see it.
  ['test/journeys.test.ts', 'test/actor.test.ts', 'test/door.test.ts'],
]
const files = groups.flat()

class QuickestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => files.findIndex((file) => moduleId.endsWith(file))
    return [...specifications].sort((one, other) => place(one) - place(other))
  }
}

export default defineConfig({
  resolve: { alias: { baokao: fileURLToPath(new URL('../src/index.ts', import.meta.url)) } },
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    sequence: { sequencer: QuickestFirst },
    projects: groups.map((include, groupOrder) => ({
      extends: true as const,
      test: {
        name: `group ${groupOrder + 1}`,
        include,
        sequence: { groupOrder },
        // One worker and one copy of the modules for all files of a group: starting anew costs more than the tests do.
        isolate: false,
        fileParallelism: false,
        env: { TZ: 'UTC' },
      },
    })),
  },
})
