import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { bench: 'bench/index.ts' },
  outDir: 'bench/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  external: ['esbuild'],
})
