import { mutate, room } from './rooms.mjs'

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner', './mutation/texts.mjs'],
  ignorers: ['words'],
  mutate,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 5000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: true },
  jsonReporter: { fileName: `mutation/report-${room}.json` },
  tempDirName: '.stryker-tmp',
  cleanTempDir: 'always',
}
