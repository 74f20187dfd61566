import type { Registrations } from '../registrations/registrations'
import type { Archive } from './archiveEntry'
import type { Database, Statement } from './database'
import { notify } from './notify'
import {
  type ChainHead,
  type CheckedRow,
  checkedColumns,
  checkRegistration,
  problems,
  type Tampering,
} from './verifyRegistration'

/** Finds what was changed, removed or added by hand. */

/** The options of a verification. */
export type VerifyOptions = {
  /** What was archived. Without it, only what the store still has of an archived registration is checked. */
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
  problems: Tampering[]
  /** The heads of all chains. Kept elsewhere, they show later that a chain was made again by hand. */
  heads: Record<string, ChainHead>
}

const selectPage: Statement = {
  name: 'baokao_verify',
  text: `select ${checkedColumns} from baokao.registration r where r.id > $1 order by r.id limit $2`,
}

const lockOne: Statement = {
  name: 'baokao_verify_again',
  text: `select ${checkedColumns} from baokao.registration r where r.id = $1 for update`,
}

const selectStray: Statement = {
  name: 'baokao_verify_stray',
  text: `
select distinct s.registration_id as id
from (select registration_id from baokao.log union all select registration_id from baokao.outbox) s
where not exists (select from baokao.registration r where r.id = s.registration_id)
order by 1 limit 1000`,
}

const pageSize = 100

/**
 * Checks all registrations: their chain, and what is stored against what their log gives. A registration with which something
 * seems wrong is checked again under its lock, because its rows are not read in the same instant.
 */
export async function verify(
  database: Database,
  registrations: Registrations,
  { archive, heads: earlier = {}, onProgress, signal }: VerifyOptions,
): Promise<Verification> {
  const found: Verification = { registrations: 0, unchained: 0, withoutArchive: 0, problems: [], heads: {} }
  const missed = new Set(Object.keys(earlier))
  for (let after = ''; signal?.aborted !== true; ) {
    const page = (await database.run(selectPage, [after, pageSize])) as CheckedRow[]
    for (const row of page) {
      const { id } = row
      const options = { registrations, archive, earlier: earlier[id] }
      let checked = await checkRegistration(database, row, options)
      if (checked.problems.length > 0)
        checked = await database.transaction(async (tx) => {
          const [locked] = (await tx.run(lockOne, [id])) as CheckedRow[]
          return locked === undefined ? checked : checkRegistration(tx, locked, options)
        })
      missed.delete(id)
      found.registrations += 1
      if (checked.withoutArchive) found.withoutArchive += 1
      if (checked.head === undefined) found.unchained += 1
      else found.heads[id] = checked.head
      found.problems.push(...checked.problems)
    }
    const last = page.at(-1)
    if (last === undefined) {
      for (const id of missed) found.problems.push({ registrationId: id, problem: problems.removed })
      for (const { id } of await database.run(selectStray))
        found.problems.push({ registrationId: id as string, problem: problems.stray })
      return found
    }
    notify(onProgress, found.registrations)
    after = last.id
  }
  return found
}
