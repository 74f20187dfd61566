import { type AnyDatabase, createStore } from '../postgres'
import { withDatabase } from './openDatabase'
import type { Style } from './output'
import { phrases } from './phrases'

/** Makes or updates the tables. */
export function migrateCommand(
  options: { store: string },
  style: Style,
  print: (line: string) => void,
): Promise<number> {
  const made = async (database: AnyDatabase) => {
    print(`${phrases.tables[style.lang]} ${await createStore(database).migrate()}`)
    return 0
  }
  return withDatabase(options.store, style.lang, made, { create: true })
}
