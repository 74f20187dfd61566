import type { FactType } from '../facts'
import { createStore } from '../postgres'
import { withDatabase } from './openDatabase'
import type { Style } from './output'
import { parsePositive } from './parsePositive'
import { phrases } from './phrases'
import { UsageError } from './usageError'

/** The options of `baokao dead-letters`, as text. */
export type DeadLettersOptions = {
  store: string
  /** False with `--no-prepare`. */
  prepare?: boolean
  consumer?: string
  type?: string
  since?: string
  limit: string
  retry?: string
  retryAll?: boolean
  json?: boolean
}

/** Lists the dead letters of a store, or retries one of them, or all that match. */
export function deadLettersCommand(
  options: DeadLettersOptions,
  style: Style,
  print: (line: string) => void,
): Promise<number> {
  const { lang, colors } = style
  const { consumer, since, retry } = options
  const limit = parsePositive('--limit', options.limit)
  const type = options.type as FactType | undefined
  const mine = { ...(consumer !== undefined && { consumer }) }
  const which = { ...mine, ...(type !== undefined && { type }), ...(since !== undefined && { since }) }
  return withDatabase(options.store, lang, async (database) => {
    const store = createStore(database, { prepare: options.prepare !== false })
    if (retry !== undefined) {
      const retried = await store.retryDeadLetters({ ids: [retry], ...mine })
      if (retried === 0)
        throw new UsageError(`--retry ${retry}: no such dead letter`, `--retry ${retry}: 没有这条死信`)
      return 0
    }
    if (options.retryAll === true) {
      // A dead letter is never older than this.
      const retried = await store.retryDeadLetters({ since: '2000-01-01T00:00:00+08:00', ...which })
      print(options.json ? JSON.stringify({ retried }) : `${phrases.retried[lang]}: ${retried}`)
      return 0
    }
    const { letters, total } = await store.deadLetters({ ...which, limit })
    if (options.json) print(JSON.stringify({ letters, total }, null, 2))
    else {
      for (const { id, fact, tries, error, deadAt } of letters)
        print(`${id}  ${fact.type}  ${deadAt}  ${tries}×  ${colors.red(error)}`)
      if (letters.length === 0) print(phrases.nothing[lang])
      else if (letters.length < total) print(`${letters.length} ${phrases.ofAll[lang]} ${total}`)
    }
    return 0
  })
}
