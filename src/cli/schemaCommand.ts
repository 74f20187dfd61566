import type { Language } from '../language'
import { didYouMean, thereAre } from '../schema/issueMessages'
import { type SchemaName, schemaNames, toJSONSchema } from '../schemas'
import { UsageError } from './usageError'

/** Prints one JSON Schema, or an object of all schemas by name, with titles in one language. */
export function schemaCommand(
  name: string | undefined,
  lang: Language,
  print: (line: string) => void,
): number {
  if (name !== undefined && !schemaNames.includes(name as SchemaName)) {
    const { zh, en } = didYouMean(name, schemaNames, thereAre(schemaNames))
    throw new UsageError(`${name}: no such schema${en}`, `${name}: 没有这个模式${zh}`)
  }
  const allSchemas = () => Object.fromEntries(schemaNames.map((key) => [key, toJSONSchema(key, { lang })]))
  print(
    JSON.stringify(name === undefined ? allSchemas() : toJSONSchema(name as SchemaName, { lang }), null, 2),
  )
  return 0
}
