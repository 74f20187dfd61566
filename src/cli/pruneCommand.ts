import { createStore } from '../postgres'
import { formatInstant, startOf } from '../time'
import { withDatabase } from './openDatabase'
import type { Style } from './output'
import { phrases } from './phrases'
import { UsageError } from './usageError'

/** The instant of `--before`: a day begins at 00:00 in China. @throws UsageError if there is no such day or instant */
export function beforeOption(text: string): string {
  const at = startOf(text)
  if (Number.isFinite(at)) return formatInstant(at)
  throw new UsageError(
    `--before ${text}: must be a day, YYYY-MM-DD, or an instant in ISO 8601 with an offset`,
    `--before ${text}: 须为日期（YYYY-MM-DD）或带时区的 ISO 8601 时刻`,
  )
}

/** Removes handled facts, and answers to repeats, that were stored before a day. */
export function pruneCommand(
  options: { store: string; prepare?: boolean; before: string; json?: boolean },
  { lang }: Style,
  print: (line: string) => void,
): Promise<number> {
  const before = beforeOption(options.before)
  return withDatabase(options.store, lang, async (database) => {
    const { facts, answers } = await createStore(database, { prepare: options.prepare !== false }).prune({
      before,
    })
    if (options.json) print(JSON.stringify({ facts, answers }))
    else print(`${phrases.removedFacts[lang]} ${facts}\n${phrases.removedAnswers[lang]} ${answers}`)
    return 0
  })
}
