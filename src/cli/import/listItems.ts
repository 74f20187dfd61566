import { digestOf } from '../../persistence/digest'
import type { FoundRegistration, SendItem, Store } from '../../postgres'
import { type CheckedList, parseLine } from './checkList'
import type { ImportSettings } from './listFormat'
import type { ParsedList } from './parseList'

/** An item to send, with the number of its line, and whether its registration had marks before. */
export type LineItem = SendItem & { line: number; hadMarks: boolean }

/** What happens to a line that is not sent. */
export type Unsent = {
  /** No registration of this exam and year has the id. */
  unknown: (line: number, id: string) => void
  /** The registration has the marks of the correction already. */
  unchanged: (line: number, id: string) => void
}

/** Which registrations a list is for, and how its lines are sent. */
export type SendSettings = ImportSettings & { year: number; again?: boolean }

/** The number of lines that one lookup in the store covers. */
const lookupSize = 500

/** Whether a correction would change no mark. It would still open the days for a review again. */
function isUnchanged({ event }: Pick<SendItem, 'event'>, { snapshot }: FoundRegistration): boolean {
  // Of a damaged registration nothing is known: the store refuses its line.
  if (event.type !== 'marks.correct' || snapshot === undefined) return false
  const { marks } = snapshot.context
  return Object.entries(event.marks).every(([subject, mark]) => marks?.[subject] === mark)
}

/**
 * The idempotency key of a line: the same registration and event are stored once, in any file. With a revision, they are
 * stored once at that revision: a correction is one of the marks that it found, so the same marks can be corrected again
 * after another correction.
 */
function keyOf({ id, event }: SendItem, revision?: number): string {
  return `import ${digestOf([id, event, ...(revision === undefined ? [] : [revision])]).slice(0, 40)}`
}

/** Whether marks are absent, although this line published them before. */
async function isWithdrawn(
  item: SendItem,
  { registrationId, snapshot }: FoundRegistration,
  store: Pick<Store, 'log'>,
): Promise<boolean> {
  if (item.event.type !== 'marks.publish' || snapshot?.context.marks !== undefined) return false
  const key = keyOf(item)
  return (await store.log(registrationId, { limit: 1_000_000 })).some((entry) => entry.key === key)
}

/**
 * Yields the items of a checked list, with those of one candidate together: they are decided in one transaction, in the
 * order of the file, because one registration can change another of the same candidate.
 */
export async function* listItems(
  list: ParsedList,
  { bad, same }: CheckedList,
  { exam, at, year, again = false }: SendSettings,
  store: Pick<Store, 'find' | 'log'>,
  unsent: Unsent,
): AsyncGenerator<LineItem | LineItem[]> {
  type Line = SendItem & { line: number }

  /** Looks a part of the list up. */
  async function* lookedUp(): AsyncGenerator<{ line: Line; before: FoundRegistration | undefined }> {
    let pending: Line[] = []
    async function* found() {
      const ids = [...new Set(pending.map(({ id }) => id))]
      const registrations = await store.find({ ids, exam: exam.code, examYear: year, limit: ids.length })
      const byId = new Map(registrations.map((one) => [one.registrationId, one]))
      for (const line of pending) yield { line, before: byId.get(line.id) }
    }
    for await (const { number, parser } of list.lines()) {
      if (bad.has(number) || same.has(number)) continue
      pending.push({ ...parseLine(list, parser), line: number })
      if (pending.length < lookupSize) continue
      yield* found()
      pending = []
    }
    if (pending.length > 0) yield* found()
  }

  const seen = new Set<string>()
  const several = new Map<string, LineItem[]>()
  for await (const { before } of lookedUp()) {
    if (before === undefined) continue
    if (seen.has(before.candidateId)) several.set(before.candidateId, [])
    seen.add(before.candidateId)
  }
  seen.clear()
  for await (const { line, before } of lookedUp()) {
    if (before === undefined) {
      unsent.unknown(line.line, line.id)
      continue
    }
    if (isUnchanged(line, before)) {
      unsent.unchanged(line.line, line.id)
      continue
    }
    // With `again`, only withdrawn marks get another key: a line that an interrupted run published keeps its own.
    const isOfRevision =
      line.event.type === 'marks.correct' || (again && (await isWithdrawn(line, before, store)))
    const key = keyOf(line, isOfRevision ? before.revision : undefined)
    const hadMarks = before.snapshot?.context.marks !== undefined
    const item: LineItem = { ...line, key, retryRefused: true, hadMarks, ...(at !== undefined && { at }) }
    const together = several.get(before.candidateId)
    if (together) together.push(item)
    else yield item
  }
  yield* several.values()
}
