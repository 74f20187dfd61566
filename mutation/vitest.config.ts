import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The tests that show what the machine and its rules do, the quickest first: most mutants fall at once. */
const files = [
  'test/chart.test.ts',
  'test/deadlines.test.ts',
  'test/rules/complete.test.ts',
  'test/time.test.ts',
  'test/rules/account.test.ts',
  'test/rules/filling.test.ts',
  'test/rules/declaring.test.ts',
  'test/rules/paying.test.ts',
  'test/rules/qualifying.test.ts',
  'test/rules/certified.test.ts',
  'test/rules/sitting.test.ts',
  'test/rules/always.test.ts',
  'test/journeys.test.ts',
  'test/actor.test.ts',
  // Last: the others load the modules outside of any test, as the runner must see it.
  'test/door.test.ts',
]

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
    include: files,
    sequence: { sequencer: QuickestFirst },
    // One worker and one copy of the modules for all files: starting anew costs more than the tests do.
    isolate: false,
    fileParallelism: false,
    env: { TZ: 'UTC' },
  },
})
