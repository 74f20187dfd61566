// Prints the transitions of the executed machine that the source of its states does not show, and writes them to the
// head of src/machine/withTimers.ts.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const outfile = 'node_modules/.cache/transitions.mjs'
await build({
  entryPoints: ['scripts/transitions/index.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile,
})
const { addedTransitions } = await import(`../../${outfile}`)
rmSync(outfile)

const lines = addedTransitions()
console.log(lines.join('\n'))

const file = 'src/machine/withTimers.ts'
const list = lines.map((line) => ` *     ${line}`).join('\n')
const text = readFileSync(file, 'utf8').replace(
  /(`npm run transitions`:\n \*\n)[\s\S]*?(\n \*\/)/,
  (_, head, end) => `${head}${list}${end}`,
)
writeFileSync(file, text)
