// Writes src/holidays.json from the data of the package chinese-days: for each year, the weekdays off and the weekend
// days worked. It does not use the package's functions: they depend on the local time zone and invent missing years.
// Run `npm run holidays` after updating the package; a test runs this with --check.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const table = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json')
const isWeekend = (day) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
const years = {}
const add = (kind, day) => {
  const [year, rest] = [day.slice(0, 4), day.slice(5)]
  years[year] ??= { off: [], work: [] }
  years[year][kind].push(rest)
}
for (const day of Object.keys(table.holidays).sort()) {
  if (!isWeekend(day)) add('off', day)
  else years[day.slice(0, 4)] ??= { off: [], work: [] }
}
for (const day of Object.keys(table.workdays).sort()) if (isWeekend(day)) add('work', day)

const lines = Object.entries(years).map(([year, days]) => `  "${year}": ${JSON.stringify(days)}`)
const text = `{\n${lines.join(',\n')}\n}\n`
const file = new URL('../src/holidays.json', import.meta.url)
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text)
    throw new Error('src/holidays.json differs from the package: run npm run holidays')
} else writeFileSync(file, text)
