import { defineConfig } from 'tsup'

const shared = { target: 'node20', clean: false, splitting: true, treeshake: true } as const

export default defineConfig([
  // The library: what the package depends on stays outside.
  { ...shared, entry: { index: 'src/index.ts' }, format: ['esm', 'cjs'], dts: true, platform: 'neutral' },
  // The command line: its own tools are bundled, so that nobody who embeds the library installs them.
  {
    ...shared,
    entry: { cli: 'src/cli/index.ts' },
    format: ['esm'],
    platform: 'node',
    noExternal: ['commander', 'picocolors', 'string-width'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  },
])
