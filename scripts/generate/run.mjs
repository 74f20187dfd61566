// Writes src/journeys/shipped.ts from the files in examples/journeys, and data/openapi.json from the schemas.
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
const { generateDocument, generateJourneys } = await import(`../../${outfile}`)
rmSync(outfile)
const files = [generateJourneys(), generateDocument()]
execFileSync('node_modules/.bin/biome', ['format', '--write', ...files], { stdio: 'inherit' })
