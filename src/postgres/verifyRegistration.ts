import type { Registrations } from '../registrations/registrations'
import { type ArchivedRegistration, archivedParts } from './archiveEntry'
import type { Row, Session } from './database'
import { StoreError } from './errors'
import { comparedColumns, compareWithLog, matchesSnapshot } from './repair'
import type { Replayed } from './replay'
import { problems, type Report, type Tampering } from './tampering'
import { parsedSnapshot } from './unitOfWork'
import { type ChainHead, type CheckedEntry, checkChain, checkedEntries } from './verifyChain'
import { checkFacts } from './verifyFacts'
import {
  checkAmendments,
  checkArchivedKeys,
  checkCarryOver,
  checkEntries,
  checkOpening,
  openingColumns,
} from './verifyLog'

/** Checks one registration. */

/** The columns of a registration that is checked. */
export const checkedColumns = `r.id, r.archived, r.chain, r.archived_chain, ${openingColumns}, ${comparedColumns},
  (select c.carry_over from baokao.candidate c where c.id = r.candidate_id) as carry_over`
export type CheckedRow = Row & { id: string; chain: string | null; archived_chain: string | null }

/** What a check of a registration has found. */
export type Checked = {
  problems: Tampering[]
  head?: ChainHead
  withoutArchive: boolean
  /** Whether the head of the earlier verification was compared; absent without one. */
  compared?: boolean
  /** How many facts of the log are gone. */
  removedFacts: number
}

export type CheckOptions = {
  registrations: Registrations
  /** The archived parts of the registration; `undefined` if no archive was given. */
  archive: readonly ArchivedRegistration[] | undefined
  earlier: ChainHead | undefined
  /** The digests of the amendments of a notice, in their order. */
  amendmentsOf: (noticeId: string) => Promise<readonly string[]>
}

/** The archived parts; `undefined` if some were not given. */
function partsOf(id: string, upTo: number, archive: CheckOptions['archive']) {
  try {
    return archivedParts(id, upTo, archive)
  } catch (error) {
    if (error instanceof StoreError && error.code === 'archived') return undefined
    throw error
  }
}

/** Whether a snapshot is of the registration that has it. */
function isOwn(row: CheckedRow): boolean {
  const { context } = parsedSnapshot(String(row.snapshot))
  const stored = [row.id, row.candidate_id, row.exam, Number(row.exam_year), row.notice_id]
  const { exam, year, notice } = context?.terms ?? {}
  return [context?.registrationId, context?.candidateId, exam, year, notice].every(
    (value, i) => value === stored[i],
  )
}

/** Compares what is stored with the log. @returns the log replayed; `undefined` if that failed */
async function compared(
  session: Session,
  row: CheckedRow,
  { registrations, archive }: CheckOptions,
  report: Report,
): Promise<Replayed | undefined> {
  try {
    const options = archive === undefined ? {} : { archive }
    const { columns, tasks, replayed } = await compareWithLog(session, registrations, row, row.id, options)
    if (columns.length + tasks.length > 0) report(problems.snapshot)
    return replayed
  } catch (error) {
    // What was changed may fail anywhere in the replay.
    if (error instanceof StoreError && error.code !== 'unreadable') throw error
    return undefined
  }
}

/** Checks a registration, of which all entries are there, against its log. */
async function checkAgainstLog(
  session: Session,
  row: CheckedRow,
  parts: readonly ArchivedRegistration[],
  entries: readonly CheckedEntry[],
  options: CheckOptions,
  report: Report,
): Promise<Replayed | undefined> {
  const { id } = row
  const archived: CheckedEntry[] = parts.flatMap(({ log }) => log)
  await checkArchivedKeys(session, id, archived, report)
  const replayed = await compared(session, row, options, report)
  if (replayed === undefined) return undefined
  const all = [...archived, ...entries]
  checkOpening(row, replayed, report)
  checkEntries(options.registrations, all, replayed.steps, report)
  checkCarryOver(id, row.carry_over, replayed, report)
  checkAmendments(await options.amendmentsOf(replayed.opening.input.notice.id), replayed, all, report)
  return replayed
}

export async function checkRegistration(
  session: Session,
  row: CheckedRow,
  options: CheckOptions,
): Promise<Checked> {
  const { id, chain: head } = row
  const { archive, earlier } = options
  const [archived, upTo] = [Number(row.archived), Number(row.revision)]
  const found: Tampering[] = []
  const report: Report = (problem, revision) =>
    found.push({ registrationId: id, ...(revision !== undefined && { revision }), problem })
  const parts = partsOf(id, archived, archive)
  const entries = await checkedEntries(session, id)
  const links = checkChain(row, { archived, upTo }, parts, entries, report)
  if (parts === undefined && archive !== undefined) report(problems.notInArchive)
  if (parts?.some(({ candidateId }) => candidateId !== row.candidate_id)) report(problems.archive)
  if (archived > 0 && archived === upTo && row.ended === false) report(problems.notEnded)
  const compares = earlier !== undefined && (earlier.revision >= archived || parts !== undefined)
  if (compares && links.get(earlier.revision) !== earlier.link) report(problems.earlier, earlier.revision)
  let replayed: Replayed | undefined
  if (parts !== undefined) {
    replayed = await checkAgainstLog(session, row, parts, entries, options, report)
    // One report of what cannot be replayed is enough.
    if (replayed === undefined && found.length === 0) report(problems.snapshot)
  } else if (!isOwn(row) || !(await matchesSnapshot(session, row, id))) report(problems.snapshot)
  const removedFacts = await checkFacts(session, { id, archived }, parts ?? [], replayed?.steps, report)
  return {
    problems: found,
    withoutArchive: parts === undefined,
    removedFacts,
    ...(earlier !== undefined && { compared: compares }),
    ...(head !== null && { head: { revision: upTo, link: head } }),
  }
}
