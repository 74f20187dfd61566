import { SingleBar } from 'cli-progress'
import { createStore } from '../../postgres'
import { WrongUse } from '../files'
import { withDatabase } from '../openDatabase'
import type { Style } from '../output'
import { type Language, phrases } from '../phrases'
import { commonOf, type ImportOptions } from './importOptions'
import { type LineItem, Report } from './importReport'
import { check, itemsOf } from './items'

/** A bar on a terminal. While it stands, lines are held back, and come when it is gone. */
function progressBar(total: number, lang: Language, print: (line: string) => void) {
  const format = `{bar} {percentage}% {value}/{total} ${phrases.remaining[lang]} {eta_formatted}`
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true })
  const held: string[] = []
  const shown = process.stderr.isTTY
  if (shown) bar.start(total, 0)
  return {
    print: (line: string): void => {
      if (shown && bar.isActive) held.push(line)
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
 * Makes events of a marks list or of the bank's reconciliation file. Broken off, the same command goes on: what was
 * done is known by its key, and done once.
 * @returns the exit code: 0 where every line was accepted, 1 where one was bad, of nobody, or refused
 */
export async function importCommand(
  file: string,
  options: ImportOptions,
  style: Style,
  print: (line: string) => void,
): Promise<number> {
  if (!/^\d{4}$/.test(options.year))
    throw new WrongUse(
      `--year ${options.year}: must be a year such as 2024`,
      `--year ${options.year}: 须为 2024 这样的年份`,
    )
  const common = commonOf(options)
  let say = print
  const report = new Report(options, style, (line) => say(line))
  const total = await check(file, common, report)
  if (report.bad > 0 && !options.skipBad && !options.dryRun) {
    report.summary()
    if (!options.json) print(phrases.nothingSent[style.lang])
    return 1
  }
  return withDatabase(options.store, style.lang, async (database) => {
    const store = createStore(database)
    const bar = progressBar(total, style.lang, print)
    say = bar.print
    try {
      await store.sendAll(itemsOf(file, common, Number(options.year), store, report), {
        dryRun: options.dryRun ?? false,
        onDecision: (item, answer, again) => report.answer(item as LineItem, answer, again),
        onProgress: ({ sent }) => bar.update(sent + report.unknown + report.bad),
      })
    } finally {
      bar.stop()
      // Nothing is told of a run that did not even begin.
      if (report.begun) report.summary()
    }
    if (!report.begun) report.summary()
    return report.bad + report.unknown + report.refused > 0 ? 1 : 0
  })
}
