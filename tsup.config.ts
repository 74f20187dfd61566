import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { PluginBuild } from 'esbuild'
import { defineConfig } from 'tsup'

// Shared chunks have a hash in their names, so each build would leave the chunks of the last one behind.
for (const name of existsSync('dist') ? readdirSync('dist') : []) {
  if (/-[\w-]{8}\./.test(name)) rmSync(`dist/${name}`, { force: true })
}

const shared = { target: 'node20', clean: false, splitting: true, treeshake: true } as const

/** The page shows no sources of exams and notices, which are a third of their text. */
const withoutSources = {
  name: 'without-sources',
  setup(build: PluginBuild) {
    build.onLoad({ filter: /[\\/]data[\\/](exams|notices)[\\/][\w-]+\.json$/ }, ({ path }) => {
      const { sources: _, ...shown } = JSON.parse(readFileSync(path, 'utf8'))
      return { contents: JSON.stringify(shown), loader: 'json' }
    })
  },
}

/** The page forbids generated code, so that it has no use for zod's compiler of schemas. */
const withoutCompiler = {
  name: 'without-compiler',
  setup(build: PluginBuild) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/]compile\.js$/ }, () => ({
      contents:
        'export const compile = (schema) => schema\n' +
        'export let compileFn, withParser, INVALID, ZodCompileAsyncError, ZodCompileUnsupportedError',
      loader: 'js',
    }))
  },
}

export default defineConfig([
  // The library. XState and zod stay external, because users have their own; small tools are bundled. The entry points
  // share chunks.
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      titles: 'src/titles.ts',
      journeys: 'src/journeys/index.ts',
      testing: 'src/testing/index.ts',
      matchers: 'src/testing/matchers.ts',
      arbitraries: 'src/testing/arbitraries.ts',
      postgres: 'src/postgres/index.ts',
      restate: 'src/restate/index.ts',
      http: 'src/http/index.ts',
      view: 'src/view/index.ts',
    },
    format: ['esm', 'cjs'],
    // `npm run types` checks the types; checking them here again would take half of the build.
    dts: { compilerOptions: { noCheck: true } },
    platform: 'neutral',
    external: [/^node:/],
  },
  // The command line. Its tools are bundled, so that users of the library do not install them; XState and zod are bundled
  // too, because reading their hundred files is a third of its start.
  {
    ...shared,
    entry: { cli: 'src/cli/index.ts' },
    format: ['esm'],
    platform: 'node',
    noExternal: ['xstate', 'zod'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  },
  // The page: one script with everything bundled, which `baokao view` puts into a document.
  {
    ...shared,
    entry: { page: 'src/view/page/index.tsx' },
    format: ['iife'],
    target: 'es2022',
    platform: 'browser',
    splitting: false,
    minify: true,
    noExternal: [/.*/],
    esbuildPlugins: [withoutSources, withoutCompiler],
    outExtension: () => ({ js: '.js' }),
    esbuildOptions(options) {
      options.alias = { 'zod/locales': './src/view/page/locales.ts' }
    },
  },
])
