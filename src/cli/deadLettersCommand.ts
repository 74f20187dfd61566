import { createStore } from '../postgres'
import { WrongUse } from './files'
import { withDatabase } from './openDatabase'
import type { Style } from './output'
import { phrases } from './phrases'

/** Lists facts whose handler failed too often, or gives one of them another chance. */
export function deadLettersCommand(
  options: { store: string; retry?: string; json?: boolean },
  style: Style,
  print: (line: string) => void,
): Promise<number> {
  const { lang, colors } = style
  return withDatabase(options.store, lang, async (database) => {
    const store = createStore(database)
    if (options.retry !== undefined) {
      if (!(await store.retryDeadLetters(options.retry)))
        throw new WrongUse(
          `--retry ${options.retry}: no such parked fact`,
          `--retry ${options.retry}: 没有这条搁置的结果`,
        )
      return 0
    }
    const facts = await store.deadLetters()
    if (options.json) print(JSON.stringify(facts, null, 2))
    else {
      for (const { id, fact, tries, error, parkedAt } of facts)
        print(`${id}  ${fact.type}  ${parkedAt}  ${tries}×  ${colors.red(error)}`)
      if (facts.length === 0) print(phrases.nothing[lang])
    }
    return 0
  })
}
