import { createStore } from '../postgres'
import { withDatabase } from './openDatabase'
import type { Style } from './output'
import { phrases } from './phrases'

/** Creates or updates the tables. */
export function migrateCommand(
  options: { store: string },
  style: Style,
  print: (line: string) => void,
): Promise<number> {
  return withDatabase(
    options.store,
    style.lang,
    async (database) => {
      print(`${phrases.tables[style.lang]} ${await createStore(database).migrate()}`)
      return 0
    },
    { create: true },
  )
}
