import { refusedEvent } from '../../adoption/adoptionProblem'
import { compareAdoption } from '../../adoption/compareAdoption'
import { stateLine } from '../../persistence/derived'
import { type Adoption, type AdoptResult, createStore } from '../../postgres'
import { connect, defaultSchema } from '../../postgres/database'
import { storedTransactions } from '../../postgres/storedTransactions'
import { decodeList, listName, readBytes } from '../import/listText'
import { logSettings } from '../logOptions'
import { withDatabase } from '../openDatabase'
import type { Style } from '../output'
import { phrases } from '../phrases'
import { progressBar } from '../progressBar'
import type { Terminal } from '../terminal'
import { parseAdoptList } from './adoptList'
import { type AdoptCommandOptions, parseAdoptSettings } from './adoptOptions'
import { hasPlan, type PlannedLine, planLines } from './adoptPlans'
import { AdoptReport } from './adoptReport'
import { AdoptTotals } from './adoptTotals'
import { checkAdoptList } from './checkAdoptList'
import { usedTransactions } from './usedTransactions'

/** Who opens the registrations in the store. */
const adoptedBy = { role: 'office', id: 'adopt' } as const

/** An adoption with the line from which it was made. */
type LineAdoption = Adoption & { planned: PlannedLine }

/** The adoption of a line. The log says where it comes from, and what the list did not say. */
function adoptionOf(planned: PlannedLine): LineAdoption[] {
  if (!hasPlan(planned)) return []
  const { opening, events, filled } = planned.plan
  return [{ opening, events, note: { line: planned.number, filled }, planned }]
}

/**
 * Moves registrations of another system in: turns each line of a list into events, compares the result with the line, and
 * stores all of them if all agree. After an interruption the same command continues.
 * @param file the list; `-` is standard input
 * @returns the exit code: 0 if all agree, 1 if not; nothing is then stored
 */
export async function adoptCommand(
  file: string,
  options: AdoptCommandOptions,
  plain: Style,
  print: (line: string) => void,
  terminal: Pick<Terminal, 'stdin' | 'stderr'>,
): Promise<number> {
  const style = { ...plain, ids: options.ids }
  const { lang } = style
  const settings = parseAdoptSettings(options, style.registrations)
  const writing = await logSettings(options)
  const name = listName(file)
  const list = await parseAdoptList(name, decodeList(name, await readBytes(file, terminal)), settings)
  let write = print
  const totals = new AdoptTotals(settings.expected)
  const report = new AdoptReport(totals, options, style, (line) => write(line))
  const checked = await checkAdoptList(list)
  totals.lines = checked.count
  for (const issue of checked.issues) report.badLine(issue)

  /** Shows the progress of a part of the work. */
  const withBar = async (
    title: string,
    work: (update: (value: number) => void) => Promise<void>,
  ): Promise<void> => {
    const bar = progressBar(checked.count, lang, terminal.stderr, print, title)
    write = bar.print
    try {
      await work(bar.update)
    } finally {
      bar.stop()
      write = print
    }
  }

  const numbers: string[] = []
  await withBar(phrases.planning[lang], async (update) => {
    let done = 0
    for await (const together of planLines(list, checked, settings)) {
      for (const planned of together) {
        totals.line(planned)
        for (const { transactionId } of planned.line.payments ?? []) numbers.push(transactionId)
        if (!hasPlan(planned)) report.notAdopted(planned, planned.problems ?? [])
        else {
          totals.agrees(planned, planned.plan.snapshot, planned.plan.filled)
          report.planned(planned, planned.plan)
        }
      }
      done += together.length
      update(done)
      // The signals and the progress bar get their turn.
      if (done % 50 === 0) await new Promise(setImmediate)
    }
  })
  const finish = (): number => {
    report.summary()
    if (checked.count === 0 && !options.json) print(`${name}: ${phrases.noLines[lang]}`)
    return totals.allAgree ? 0 : 1
  }
  const { store: url } = options
  if (url === undefined || !totals.allAgree || checked.count === 0) return finish()

  return withDatabase(url, lang, async (database) => {
    const store = createStore(database, {
      registrations: style.registrations,
      prepare: options.prepare !== false,
      ...writing,
    })
    async function* adoptions() {
      for await (const together of planLines(list, checked, settings)) yield together.flatMap(adoptionOf)
    }
    let used: ReadonlyMap<string, readonly string[]> = new Map()
    /** Adopts all lines. @param dryRun compares the result of the store with the plan, and stores nothing */
    const adoptAll = (dryRun: boolean, title: string) =>
      withBar(title, async (update) => {
        await store.adopt(adoptions(), {
          by: adoptedBy,
          dryRun,
          inFlight: 4,
          ...(options.deliverRefunds && { deliverRefunds: true }),
          onAdopted: (adoption, result) => compare((adoption as LineAdoption).planned, result, dryRun),
          onProgress: ({ done }) => update(done),
        })
      })
    const compare = (planned: PlannedLine, result: AdoptResult, dryRun: boolean): void => {
      if (!result.adopted) {
        report.notAdopted(planned, [refusedEvent(result.refusal, result.event, result.event)])
        return
      }
      // What was stored before may have gone on since.
      if (!dryRun) totals[result.repeated ? 'repeated' : 'stored'] += 1
      if (result.repeated || !hasPlan(planned)) return
      const [is, planState] = [stateLine(result.snapshot), stateLine(planned.plan.snapshot)]
      const problems = [
        ...compareAdoption(style.registrations, result.snapshot, planned.line, settings.exam),
        ...usedTransactions(planned.line, used, style.registrations),
      ]
      if (is !== planState)
        problems.unshift({
          field: 'state',
          message: {
            zh: `与该考生在存储中的其他报名一起，状态为 ${is}`,
            en: `with the candidate's other registrations in the store, the state is ${is}`,
          },
        })
      if (problems.length > 0) report.notAdopted(planned, problems)
    }
    used = await storedTransactions(connect(database, { prepare: false, schema: defaultSchema }), numbers)
    await adoptAll(true, phrases.comparing[lang])
    if (totals.allAgree && !options.dryRun) await adoptAll(false, phrases.storing[lang])
    return finish()
  })
}
