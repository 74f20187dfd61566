// Writes src/journeys/shipped.ts from the files in examples/journeys.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { build } from 'esbuild'

const outfile = 'node_modules/.cache/generate.mjs'
await build({
  entryPoints: ['scripts/generate/index.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile,
})
const { generateJourneys } = await import(`../../${outfile}`)
rmSync(outfile)
execFileSync('node_modules/.bin/biome', ['format', '--write', generateJourneys()], { stdio: 'inherit' })
