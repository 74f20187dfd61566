import { readdirSync, writeFileSync } from 'node:fs'
import { titles } from '../../src'

/** Writes the files that are derived from others. Tests compare them with what they are derived from. */

/** @returns the file */
function write(file: string, text: string): string {
  writeFileSync(file, text)
  return file
}

export const generateTitles = (): string => write('data/titles.json', `${JSON.stringify(titles, null, 2)}\n`)

const folder = 'examples/journeys'

/** `certified/mail-after-proof` → `certifiedMailAfterProof` */
const identifier = (name: string): string =>
  name.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase())

export function generateJourneys(): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replaceAll('\\', '/').replace(/\.json$/, ''))
    .sort()
  const imports = names.map((name) => `import ${identifier(name)} from '../../${folder}/${name}.json'`)
  const members = names.map((name) => `  | '${name}'`)
  const entries = names.map((name) => `  '${name}': ${identifier(name)},`)
  return write(
    'src/journeys/shipped.ts',
    [
      ...imports,
      '',
      '/** The name of a shipped journey: its file below `examples/journeys`, without `.json`. */',
      'export type JourneyName =',
      ...members,
      '',
      '/** The journeys of `examples/journeys` by name. Written by `npm run generate`. */',
      'export const shipped: Readonly<Record<JourneyName, unknown>> = {',
      ...entries,
      '}',
      '',
    ].join('\n'),
  )
}
