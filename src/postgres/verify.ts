import type { Registrations } from '../registrations/registrations'
import type { Archive } from './archiveEntry'
import type { Database, Session, Statement } from './database'
import { StoreError } from './errors'
import { groupBy } from './groupBy'
import { notify } from './notify'
import { problems, type Tampering } from './tampering'
import type { ChainHead } from './verifyChain'
import {
  type Checked,
  type CheckedRow,
  type CheckOptions,
  checkedColumns,
  checkRegistration,
} from './verifyRegistration'
import { amendmentDigests, checkTables } from './verifyTables'

/** Finds what was changed, removed or added by hand. */

/** The options of a verification. */
export type VerifyOptions = {
  /**
   * What was archived, of all registrations: one whose archived entries are not in it is a problem. Without it, of an archived
   * registration only what the store still has is checked.
   */
  archive?: Archive
  /**
   * The heads that an earlier verification has returned, by registration: a chain that was made again by hand does not lead on
   * from them, and a registration that was removed is missed.
   */
  heads?: Readonly<Record<string, ChainHead>>
  /** Called after each page, with the number of registrations that were checked. */
  onProgress?: (registrations: number) => void
  /** Once aborted, no further page is checked. */
  signal?: AbortSignal
}

/** What a verification has found. */
export type Verification = {
  /** How many registrations were checked. */
  registrations: number
  /** How many of them have no chain: what is stored of them was only compared with their log. */
  unchained: number
  /** How many have archived entries that were not given. */
  withoutArchive: number
  /** How many facts of the logs are gone, as `prune` and `archive` remove them: one by hand looks the same. */
  removedFacts: number
  /** How many heads of the earlier verification were compared. */
  comparedHeads: number
  /** The heads of the earlier verification that could not be compared, because the archive that has their entries was not given. */
  notCompared: { registrationId: string; revision: number }[]
  problems: Tampering[]
  /**
   * The heads of all chains. Kept elsewhere, they show later that a chain was made again by hand. A registration with a problem,
   * and one whose earlier head could not be compared, keeps its earlier head, if it had one.
   */
  heads: Record<string, ChainHead>
}

const selectPage: Statement = {
  name: 'baokao_verify',
  text: `select ${checkedColumns} from baokao.registration r where r.id > $1 order by r.id limit $2`,
}

/** What is carried over changes only under the lock of the candidate, which is always locked first. */
const lockCandidate: Statement = {
  name: 'baokao_verify_candidate',
  text: `
select id from baokao.candidate
where id = (select candidate_id from baokao.registration where id = $1) for update`,
}

const lockOne: Statement = {
  name: 'baokao_verify_again',
  text: `select ${checkedColumns} from baokao.registration r where r.id = $1 for update of r`,
}

const pageSize = 100

/** Checks a registration. What cannot be read, is a problem, too. */
async function check(session: Session, row: CheckedRow, options: CheckOptions): Promise<Checked> {
  try {
    return await checkRegistration(session, row, options)
  } catch (error) {
    if (error instanceof StoreError) throw error
    const problem = { registrationId: row.id, problem: problems.unreadable }
    return { problems: [problem], withoutArchive: false, removedFacts: 0 }
  }
}

/** Checks a registration. If something seems wrong, checks it again under its lock: its rows are not read in the same instant. */
async function checkTwice(
  database: Database,
  row: CheckedRow,
  options: Omit<CheckOptions, 'amendmentsOf'>,
  digests: Map<string, Promise<string[]>>,
): Promise<Checked> {
  const amendmentsOf = (noticeId: string): Promise<string[]> => {
    const known = digests.get(noticeId) ?? amendmentDigests(database, noticeId)
    digests.set(noticeId, known)
    return known
  }
  const checked = await check(database, row, { ...options, amendmentsOf })
  if (checked.problems.length === 0) return checked
  return database.transaction(async (tx) => {
    await tx.run(lockCandidate, [row.id])
    const [locked] = (await tx.run(lockOne, [row.id])) as CheckedRow[]
    if (locked === undefined) return checked
    return check(tx, locked, { ...options, amendmentsOf: (noticeId) => amendmentDigests(tx, noticeId) })
  })
}

/** Adds what was found of a registration. */
function add(found: Verification, id: string, checked: Checked, earlier: ChainHead | undefined): void {
  found.registrations += 1
  found.removedFacts += checked.removedFacts
  if (checked.withoutArchive) found.withoutArchive += 1
  if (checked.head === undefined) found.unchained += 1
  if (checked.compared) found.comparedHeads += 1
  if (checked.compared === false && earlier !== undefined)
    found.notCompared.push({ registrationId: id, revision: earlier.revision })
  const isConfirmed = checked.problems.length === 0 && checked.compared !== false
  if (isConfirmed && checked.head !== undefined) found.heads[id] = checked.head
  found.problems.push(...checked.problems)
}

/** Checks all registrations: their chain, and what is stored against what their log gives. */
export async function verify(
  database: Database,
  registrations: Registrations,
  { archive, heads: earlier = {}, onProgress, signal }: VerifyOptions,
): Promise<Verification> {
  const found: Verification = {
    ...{ registrations: 0, unchained: 0, withoutArchive: 0, removedFacts: 0, comparedHeads: 0 },
    ...{ notCompared: [], problems: [], heads: { ...earlier } },
  }
  const missed = new Set(Object.keys(earlier))
  const parts = archive && groupBy([archive].flat(), ({ registrationId }) => registrationId)
  const digests = new Map<string, Promise<string[]>>()
  for (let after = ''; signal?.aborted !== true; ) {
    const page = (await database.run(selectPage, [after, pageSize])) as CheckedRow[]
    for (const row of page) {
      const { id } = row
      const own = { registrations, archive: parts && (parts.get(id) ?? []), earlier: earlier[id] }
      const checked = await checkTwice(database, row, own, digests)
      missed.delete(id)
      add(found, id, checked, earlier[id])
    }
    const last = page.at(-1)
    if (last === undefined) {
      for (const id of missed) found.problems.push({ registrationId: id, problem: problems.removed })
      found.problems.push(...(await checkTables(database, signal)))
      return found
    }
    notify(onProgress, found.registrations)
    after = last.id
  }
  return found
}
