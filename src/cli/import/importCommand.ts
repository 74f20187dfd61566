import { createStore } from '../../postgres'
import { logSettings } from '../logOptions'
import { withDatabase } from '../openDatabase'
import type { Style } from '../output'
import { phrases } from '../phrases'
import { progressBar } from '../progressBar'
import type { Terminal } from '../terminal'
import { checkList } from './checkList'
import { type ImportOptions, parseSettings } from './importOptions'
import { ImportReport } from './importReport'
import { type LineItem, listItems } from './listItems'
import { decodeList, listName, readBytes } from './listText'
import { parseList } from './parseList'

/**
 * Sends the lines of a marks list, a list of corrections or a list of payments as events. After an interruption
 * the same command continues: because of its idempotency key, a line is stored only once.
 * @param file the list; `-` is standard input
 * @returns the exit code: 0 if every line was accepted, 1 if one was bad, refused or of an unknown registration
 */
export async function importCommand(
  file: string,
  options: ImportOptions,
  plain: Style,
  print: (line: string) => void,
  terminal: Pick<Terminal, 'stdin' | 'stderr'>,
): Promise<number> {
  const style = { ...plain, ids: options.ids }
  const { lang } = style
  const { dryRun = false, skipBad = false } = options
  const settings = parseSettings(options)
  const writing = await logSettings(options)
  const name = listName(file)
  const list = await parseList(name, decodeList(name, await readBytes(file, terminal)), settings)
  let write = print
  const report = new ImportReport(options, style, (line) => write(line))
  const { totals } = report
  const checked = await checkList(list)
  report.badLines(checked.issues, checked.bad)
  totals.same = checked.same.size
  totals.skipsBad = skipBad
  const blocked = checked.bad.size > 0 && !skipBad
  const note = blocked ? (dryRun ? phrases.nothingWouldBeSent : phrases.nothingSent) : undefined
  const finish = (): void => {
    report.summary(blocked)
    if (options.json) return
    if (note) print(note[lang])
    if (checked.lines === 0) print(`${name}: ${phrases.noLines[lang]}`)
  }
  if ((blocked && !dryRun) || checked.lines === 0) {
    finish()
    return totals.failed ? 1 : 0
  }
  return withDatabase(options.store, lang, async (database) => {
    const store = createStore(database, {
      registrations: style.registrations,
      prepare: options.prepare !== false,
      ...writing,
    })
    const bar = progressBar(checked.lines, lang, terminal.stderr, print)
    write = bar.print
    const { code } = settings.exam
    const items = listItems(list, checked, settings, store, {
      unknown: (line, id) => report.unknown(line, id, code, settings.year),
      unchanged: (line, id) => report.unchanged(line, id),
    })
    let succeeded = false
    try {
      await store.sendAll(items, {
        dryRun,
        onDecision: (item, decision, changes) => report.decision(item as LineItem, decision, changes),
        onProgress: ({ sent }) => bar.update(sent + totals.notSent),
      })
      succeeded = true
    } finally {
      bar.stop()
      // After an error before the first result there is nothing to summarize.
      if (succeeded || totals.hasResults) finish()
    }
    return totals.failed ? 1 : 0
  })
}
