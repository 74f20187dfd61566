import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'examples/restate/index.ts' },
  outDir: 'examples/restate/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  // The package finds itself by its name, as a user's own code would.
  external: ['baokao', '@electric-sql/pglite', '@restatedev/restate-server'],
})
