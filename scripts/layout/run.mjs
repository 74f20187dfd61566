import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

// Bundles scripts/layout/index.ts, which imports the source, and runs it.
const outfile = 'node_modules/.cache/layout.mjs'
await build({
  entryPoints: ['scripts/layout/index.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile,
})
const { known, layouts } = await import(`../../${outfile}`)
rmSync(outfile)

const files = {
  'src/view/map/known.json': known(),
  'src/view/stage/layouts.json': await layouts(),
}
for (const [file, data] of Object.entries(files)) writeFileSync(file, JSON.stringify(data))
spawnSync('npx', ['biome', 'format', '--write', ...Object.keys(files)], { stdio: 'inherit' })
