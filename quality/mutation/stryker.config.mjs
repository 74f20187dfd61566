export default {
  testRunner: 'vitest',
  vitest: { configFile: 'quality/mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner', './quality/mutation/texts.mjs'],
  ignorers: ['texts'],
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.MUTATION_WORKERS ?? 2),
  // Under other load a test takes several times as long; a mutant that loops for ever costs this long.
  timeoutMS: 30_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: true },
  jsonReporter: { fileName: 'quality/mutation/report.json' },
  tempDirName: '.stryker-tmp',
  cleanTempDir: 'always',
}
