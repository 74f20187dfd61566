import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
const percent = (killed, survived) => `${((100 * killed) / Math.max(1, killed + survived)).toFixed(1)} %`
const cell = (text, length) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').slice(0, length)

/**
 * Writes summary.md from results.json: the score of each file, and every mutant that survived, with its reason.
 * @param files the files that are to be mutated
 */
export function summarize(files) {
  const results = read('results.json')
  const reasons = read('survivors.json')
  for (const { file, line } of reasons) {
    if (!existsSync(new URL(`../../${file}`, import.meta.url)))
      throw new Error(`survivors.json gives a reason for ${file}, which does not exist: ${line}`)
  }
  const rows = Object.entries(results).map(([file, { killed, timedOut, survivors }]) => ({
    file,
    killed: killed + timedOut,
    survivors,
  }))
  const killed = rows.reduce((sum, row) => sum + row.killed, 0)
  const survived = rows.reduce((sum, row) => sum + row.survivors.length, 0)
  const reasonOf = (file, text) =>
    reasons.find((one) => one.file === file && text.includes(one.line))?.reason ?? ''
  const survivors = rows.flatMap(({ file, survivors }) =>
    survivors.map(
      ({ line, text, mutator, replacement }) =>
        `| ${file}:${line} | ${mutator} | \`${cell(text, 90)}\` | \`${cell(replacement, 60)}\` | ${reasonOf(file, text)} |`,
    ),
  )
  const missing = files.filter((file) => !results[file])
  writeFileSync(
    new URL('summary.md', import.meta.url),
    `# Mutation testing

\`npm run mutation\`: ${killed} of ${killed + survived} mutants killed, **${percent(killed, survived)}**. Texts are not mutated.
${missing.length > 0 ? `\nNot run yet: ${missing.join(', ')}.\n` : ''}
| file | killed | survived | score |
|---|---:|---:|---:|
${rows.map((row) => `| ${row.file} | ${row.killed} | ${row.survivors.length} | ${percent(row.killed, row.survivors.length)} |`).join('\n')}

## Survivors

| where | mutator | line | mutant | why it may survive |
|---|---|---|---|---|
${survivors.join('\n')}
`,
  )
  console.log(
    `${percent(killed, survived)} killed, ${survived} survived, ${missing.length} files not run yet`,
  )
}
