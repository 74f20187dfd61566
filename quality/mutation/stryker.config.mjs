import { mutate, run } from './runs.mjs'

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'quality/mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner', './quality/mutation/texts.mjs'],
  ignorers: ['texts'],
  mutate,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 5000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: true },
  jsonReporter: { fileName: `quality/mutation/report-${run}.json` },
  tempDirName: '.stryker-tmp',
  cleanTempDir: 'always',
}
