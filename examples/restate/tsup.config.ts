import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'examples/restate/index.ts' },
  outDir: 'examples/restate/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  // Imported by name, as in a user's project.
  external: ['baokao', '@electric-sql/pglite'],
})
