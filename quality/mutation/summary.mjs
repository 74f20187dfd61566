// Writes summary.md from the reports: the score of each file, and every mutant that survived.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { runs } from './runs.mjs'

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const reports = Object.keys(runs)
  .map((run) => `report-${run}.json`)
  .filter((name) => existsSync(new URL(name, import.meta.url)))
const files = Object.assign({}, ...reports.map((name) => JSON.parse(read(name)).files))
const reasons = JSON.parse(read('survivors.json'))
for (const { file, line } of reasons) {
  if (!existsSync(new URL(`../../${file}`, import.meta.url)))
    throw new Error(`survivors.json gives a reason for ${file}, which does not exist: ${line}`)
}

const statuses = { killed: ['Killed', 'Timeout'], survived: ['Survived', 'NoCoverage'] }
const count = (mutants, kind) => mutants.filter(({ status }) => statuses[kind].includes(status)).length
const percent = (killed, survived) => `${((100 * killed) / (killed + survived)).toFixed(1)} %`

const rows = Object.entries(files).map(([file, { mutants }]) => [
  file,
  count(mutants, 'killed'),
  count(mutants, 'survived'),
])
const total = rows.reduce(([k, s], [, killed, survived]) => [k + killed, s + survived], [0, 0])

const survivors = Object.entries(files).flatMap(([file, { mutants, source }]) =>
  mutants
    .filter(({ status }) => statuses.survived.includes(status))
    .map(({ location: { start }, mutatorName, replacement }) => {
      const line = source.split('\n')[start.line - 1].trim()
      const reason = reasons.find((one) => one.file === file && line.includes(one.line))?.reason ?? ''
      return `| ${file}:${start.line} | ${mutatorName} | \`${line.replaceAll('|', '\\|').slice(0, 90)}\` | \`${(replacement ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ').slice(0, 60)}\` | ${reason} |`
    }),
)

writeFileSync(
  new URL('summary.md', import.meta.url),
  `# Mutation testing

\`npm run mutation\`: ${total[0]} of ${total[0] + total[1]} mutants killed, **${percent(...total)}**. Texts are not mutated.

| file | killed | survived | score |
|---|---:|---:|---:|
${rows.map(([file, killed, survived]) => `| ${file} | ${killed} | ${survived} | ${percent(killed, survived)} |`).join('\n')}

## Survivors

| where | mutator | line | mutant | why it may survive |
|---|---|---|---|---|
${survivors.join('\n')}
`,
)
console.log(`${percent(...total)} killed, ${survivors.length} survived`)
