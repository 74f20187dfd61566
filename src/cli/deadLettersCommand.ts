import { createStore } from '../postgres'
import { withDatabase } from './openDatabase'
import type { Style } from './output'
import { phrases } from './phrases'
import { UsageError } from './usageError'

/** Lists the dead letters of a store, or retries one of them. */
export function deadLettersCommand(
  options: { store: string; retry?: string; json?: boolean },
  style: Style,
  print: (line: string) => void,
): Promise<number> {
  const { lang, colors } = style
  return withDatabase(options.store, lang, async (database) => {
    const store = createStore(database)
    if (options.retry !== undefined) {
      const retried = await store.retryDeadLetters({ ids: [options.retry] })
      if (retried === 0)
        throw new UsageError(
          `--retry ${options.retry}: no such dead letter`,
          `--retry ${options.retry}: 没有这条死信`,
        )
      return 0
    }
    const letters = await store.deadLetters()
    if (options.json) print(JSON.stringify(letters, null, 2))
    else {
      for (const { id, fact, tries, error, deadAt } of letters)
        print(`${id}  ${fact.type}  ${deadAt}  ${tries}×  ${colors.red(error)}`)
      if (letters.length === 0) print(phrases.nothing[lang])
    }
    return 0
  })
}
