import { existsSync, readdirSync, rmSync } from 'node:fs'
import { defineConfig } from 'tsup'

// What the doors share is named after what it says, so that each build would leave the last one's parts behind.
for (const name of existsSync('dist') ? readdirSync('dist') : []) {
  if (/-[\w-]{8}\./.test(name)) rmSync(`dist/${name}`, { force: true })
}

const shared = { target: 'node20', clean: false, splitting: true, treeshake: true } as const

export default defineConfig([
  // The library: what the package depends on stays outside. Its doors share one core.
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      testing: 'src/testing/index.ts',
      matchers: 'src/testing/matchers.ts',
      postgres: 'src/postgres/index.ts',
      restate: 'src/restate/index.ts',
      view: 'src/view/index.ts',
    },
    format: ['esm', 'cjs'],
    dts: true,
    platform: 'neutral',
    external: [/^node:/],
  },
  // The command line: its own tools are bundled, so that nobody who embeds the library installs them.
  {
    ...shared,
    entry: { cli: 'src/cli/index.ts' },
    format: ['esm'],
    platform: 'node',
    noExternal: ['commander', 'picocolors', 'string-width', 'csv-parse', 'cli-progress'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  },
  // The page: one script that `baokao view` puts into a document. It brings everything along.
  {
    ...shared,
    entry: { page: 'src/view/page/index.tsx' },
    format: ['iife'],
    target: 'es2022',
    platform: 'browser',
    splitting: false,
    minify: true,
    noExternal: [/.*/],
    outExtension: () => ({ js: '.js' }),
    esbuildOptions(options) {
      options.alias = { 'zod/locales': './src/view/page/locales.ts' }
    },
  },
])
