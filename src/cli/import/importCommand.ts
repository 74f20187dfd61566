import { SingleBar } from 'cli-progress'
import type { Language } from '../../language'
import { createStore } from '../../postgres'
import { withDatabase } from '../openDatabase'
import type { Style } from '../output'
import { phrases } from '../phrases'
import { UsageError } from '../usageError'
import { type ImportOptions, parseSettings } from './importOptions'
import { ImportReport, type LineItem } from './importReport'
import { checkLines, readItems } from './readItems'

/** A progress bar on a terminal. While it is active, it holds back printed lines, so that they do not break it. */
function progressBar(total: number, lang: Language, print: (line: string) => void) {
  const format = `{bar} {percentage}% {value}/{total} ${phrases.remaining[lang]} {eta_formatted}`
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true })
  const held: string[] = []
  const isTerminal = process.stderr.isTTY
  if (isTerminal) bar.start(total, 0)
  return {
    print: (line: string): void => {
      if (isTerminal && bar.isActive) held.push(line)
      else print(line)
    },
    update: (value: number) => bar.update(value),
    stop: (): void => {
      bar.stop()
      held.forEach(print)
    },
  }
}

/**
 * Sends the lines of a marks list or of the bank's reconciliation file as events. After an interruption the same command
 * continues: because of its idempotency key, a line is stored only once.
 * @returns the exit code: 0 if every line was accepted, 1 if one was bad, refused or of an unknown registration
 */
export async function importCommand(
  file: string,
  options: ImportOptions,
  plain: Style,
  print: (line: string) => void,
): Promise<number> {
  const style = { ...plain, ids: options.ids }
  if (!/^\d{4}$/.test(options.year))
    throw new UsageError(
      `--year ${options.year}: must be a year such as 2024`,
      `--year ${options.year}: 须为 2024 这样的年份`,
    )
  const settings = parseSettings(options)
  let write = print
  const report = new ImportReport(options, style, (line) => write(line))
  const total = await checkLines(file, settings, report)
  if (report.bad > 0 && !options.skipBad && !options.dryRun) {
    report.summary()
    if (!options.json) print(phrases.nothingSent[style.lang])
    return 1
  }
  return withDatabase(options.store, style.lang, async (database) => {
    const store = createStore(database, { registrations: style.registrations })
    const bar = progressBar(total, style.lang, print)
    write = bar.print
    try {
      await store.sendAll(readItems(file, settings, Number(options.year), store, report), {
        dryRun: options.dryRun ?? false,
        onDecision: (item, decision) => report.decision(item as LineItem, decision),
        onProgress: ({ sent }) => bar.update(sent + report.unknown + report.bad),
      })
    } finally {
      bar.stop()
      // After an error before the first result there is nothing to summarize.
      if (report.begun) report.summary()
    }
    if (!report.begun) report.summary()
    return report.bad + report.unknown + report.refused > 0 ? 1 : 0
  })
}
