import { type SchemaName, schemaNames, toJSONSchema } from '../schemas'
import { WrongUse } from './files'

/** Prints the JSON Schema of one thing, or of all by name. */
export function schemaCommand(name: string | undefined, print: (line: string) => void): number {
  if (name !== undefined && !schemaNames.includes(name as SchemaName)) {
    throw new WrongUse(
      `${name}: no such schema; there are ${schemaNames.join(', ')}`,
      `${name}: 没有这个模式，可用的有 ${schemaNames.join('、')}`,
    )
  }
  const all = () => Object.fromEntries(schemaNames.map((one) => [one, toJSONSchema(one)]))
  print(JSON.stringify(name === undefined ? all() : toJSONSchema(name as SchemaName), null, 2))
  return 0
}
