import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { prove: 'proof/index.ts' },
  outDir: 'proof/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
})
