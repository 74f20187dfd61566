import { createHash } from 'node:crypto'
import type { SendItem, Store } from '../../postgres'
import { WrongUse } from '../files'
import { readList } from './csv'
import type { LineItem, Report } from './importReport'
import { type Common, type Kind, marksList, paymentsList } from './lists'

/** What kind of list it is, by its heading; every column must mean something. */
function kindOf(file: string, columns: readonly string[], common: Common): Kind {
  const kinds = [marksList(common), paymentsList(common)]
  const known = (kind: Kind) => columns.filter((column) => kind.columnOf(column) !== undefined).length
  const fits = (kind: Kind) => kind.needs.every((group) => group.some((name) => has(kind, name)))
  const has = (kind: Kind, name: string) => columns.some((column) => kind.columnOf(column) === name)
  const kind = kinds.find(fits)
  if (kind === undefined) {
    const lacking = (or: string, and: string): string[] =>
      kinds.map((kind) =>
        kind.needs
          .filter((group) => !group.some((name) => has(kind, name)))
          .map((group) => group.join(or))
          .join(and),
      )
    const [marks, payments] = lacking(' or ', ', ')
    const [zhMarks, zhPayments] = lacking(' 或 ', '、')
    throw new WrongUse(
      `${file}: a marks list lacks ${marks}, a list of payments lacks ${payments}; there is ${columns.join(', ')}`,
      `${file}: 作为成绩表缺少 ${zhMarks} 列，作为缴费表缺少 ${zhPayments} 列；现有 ${columns.join('、')}`,
    )
  }
  if (known(kind) < columns.length) {
    const strange = columns.filter((column) => kind.columnOf(column) === undefined)
    throw new WrongUse(
      `${file}: line 1: nothing is known of column ${strange.map((one) => one || '""').join(', ')}`,
      `${file}: 第 1 行：不认识的列 ${strange.map((one) => one || '""').join('、')}`,
    )
  }
  const meanings = columns.map((column) => kind.columnOf(column))
  const twice = columns.filter((_, i) => meanings.indexOf(meanings[i]) < i)
  if (twice.length > 0)
    throw new WrongUse(
      `${file}: line 1: a second column for the same: ${twice.join(', ')}`,
      `${file}: 第 1 行：重复的列 ${twice.join('、')}`,
    )
  return kind
}

/** Reads a list without sending anything. @returns how many lines there are */
export async function check(file: string, common: Common, report: Report): Promise<number> {
  const { columns, lines } = await readList(file)
  const kind = kindOf(file, columns, common)
  let count = 0
  for await (const line of lines) {
    count += 1
    const { mistakes = [] } = kind.read(line)
    if (mistakes.length > 0) report.bad += 1
    for (const mistake of mistakes) report.mistake(mistake)
  }
  return count
}

/** The same line of whatever file is sent once, however often it is imported, as long as it is given the same instant. */
const keyOf = ({ id, event }: SendItem): string =>
  `import ${createHash('sha256')
    .update(JSON.stringify([id, event]))
    .digest('hex')
    .slice(0, 40)}`

/** The events of a list, of those registrations that are of this exam and year; the others are told. */
export async function* itemsOf(
  file: string,
  common: Common,
  year: number,
  store: Store,
  report: Report,
): AsyncGenerator<LineItem> {
  const { columns, lines } = await readList(file)
  const kind = kindOf(file, columns, common)
  const { code } = common.exam
  async function* known(items: LineItem[]): AsyncGenerator<LineItem> {
    const ids = [...new Set(items.map(({ id }) => id))]
    const found = await store.find({ ids, exam: code, examYear: year, limit: ids.length })
    const there = new Set(found.map(({ registrationId }) => registrationId))
    for (const item of items) {
      if (there.has(item.id)) yield item
      else {
        report.unknown += 1
        const zh = `没有 ${code} ${year} 年的报名 ${item.id}`
        const en = `no registration for ${code} ${year} is called ${item.id}`
        report.mistake({ line: item.line, message: { zh, en } })
      }
    }
  }
  let gathered: LineItem[] = []
  for await (const line of lines) {
    const { item } = kind.read(line)
    if (item) gathered.push({ ...item, key: keyOf(item), retryRefused: true, line: line.number })
    if (gathered.length < 500) continue
    yield* known(gathered)
    gathered = []
  }
  yield* known(gathered)
}
