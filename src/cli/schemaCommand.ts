import type { Language } from '../language'
import { type SchemaName, schemaNames, toJSONSchema } from '../schemas'
import { UsageError } from './usageError'

/** Prints one JSON Schema, or an object of all schemas by name, with titles in one language. */
export function schemaCommand(
  name: string | undefined,
  lang: Language,
  print: (line: string) => void,
): number {
  if (name !== undefined && !schemaNames.includes(name as SchemaName)) {
    throw new UsageError(
      `${name}: no such schema; there are ${schemaNames.join(', ')}`,
      `${name}: 没有这个模式，可用的有 ${schemaNames.join('、')}`,
    )
  }
  const allSchemas = () => Object.fromEntries(schemaNames.map((key) => [key, toJSONSchema(key, { lang })]))
  print(
    JSON.stringify(name === undefined ? allSchemas() : toJSONSchema(name as SchemaName, { lang }), null, 2),
  )
  return 0
}
