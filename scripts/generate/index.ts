import { readdirSync, writeFileSync } from 'node:fs'
import { openapiDocument } from '../openapi/document'

const folder = 'examples/journeys'

/** `certified/mail-after-proof` → `certifiedMailAfterProof` */
const identifier = (name: string): string =>
  name.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase())

/** Writes the list of the journeys. @returns its file */
export function generateJourneys(): string {
  const file = 'src/journeys/shipped.ts'
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replaceAll('\\', '/').replace(/\.json$/, ''))
    .sort()
  const imports = names.map((name) => `import ${identifier(name)} from '../../${folder}/${name}.json'`)
  const members = names.map((name) => `  | '${name}'`)
  const entries = names.map((name) => `  '${name}': ${identifier(name)},`)
  writeFileSync(
    file,
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
  return file
}

/** Writes the OpenAPI document. @returns its file */
export function generateDocument(): string {
  const file = 'data/openapi.json'
  writeFileSync(file, JSON.stringify(openapiDocument()))
  return file
}
