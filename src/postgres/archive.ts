import { type ArchivedRegistration, readForArchive } from './archiveEntry'
import type { Database, Session, Statement } from './database'
import { conflict } from './errors'
import { instantText } from './millis'

/** Moves the logs of ended registrations to an archive. */

/** The options of an archiving. */
export type ArchiveOptions = {
  /** An instant in ISO 8601 with an offset: only logs whose last entry was stored before it, by the database's clock. */
  before: string
  /** The largest number of registrations; no limit by default. */
  limit?: number
  /** Once aborted, no further registration is archived. */
  signal?: AbortSignal
}

/**
 * Stores a part of a log. It must be durable when the Promise resolves: its rows are then removed. The same part may come
 * again if the process ended before they were.
 */
export type ArchiveWriter = (archived: ArchivedRegistration) => Promise<void> | void

/** Ended registrations whose log is old and here, and of which no consumer has an open fact or a dead letter. */
const archivable = `
  r.ended and r.archived < r.revision and exists (
    select from baokao.log l
    where l.registration_id = r.id and l.revision = r.revision and l.stored_at < $2::timestamptz)
  and not exists (
    select from baokao.consumer c join baokao.delivery d on d.consumer = c.name and d.registration_id = r.id)`

const selectPage: Statement = {
  name: 'baokao_archive_page',
  text: `select r.id from baokao.registration r where r.id > $1 and ${archivable} order by r.id limit $3`,
}

/** A new consumer takes the facts that are there: it must not come between the check and the removal. */
const holdConsumers: Statement = {
  name: 'baokao_hold_consumers',
  text: 'lock table baokao.outbox in row exclusive mode',
}

const lockOne: Statement = {
  name: 'baokao_archive_lock',
  text: `
select r.id, r.candidate_id, r.revision, r.archived
from baokao.registration r where r.id = $1 and ${archivable} for update of r`,
}

const removeWhole: Statement = {
  name: 'baokao_archive',
  text: 'select removed_entries, removed_facts from baokao.remove($1::text[], $2::timestamptz, true)',
}

const pageSize = 100

/** @returns whether it was archived */
async function archiveOne(
  session: Session,
  id: string,
  before: string,
  write: ArchiveWriter,
): Promise<boolean> {
  await session.run(holdConsumers)
  const [row] = await session.run(lockOne, [id, before])
  if (row === undefined) return false
  const archived = await readForArchive(session, row)
  await write(archived)
  const [removed] = await session.run(removeWhole, [[id], before])
  const isSame =
    Number(removed?.removed_entries) === archived.log.length &&
    Number(removed?.removed_facts) === archived.facts.length
  if (!isSame) throw conflict(id)
  return true
}

/**
 * Hands the logs of ended registrations to `write`, one after the other, and removes each in the same transaction, which
 * locks the registration meanwhile.
 * @returns the number of registrations
 * @throws what `write` throws; its registration then stays as it was
 */
export async function archive(
  database: Database,
  { before, limit = Number.POSITIVE_INFINITY, signal }: ArchiveOptions,
  write: ArchiveWriter,
): Promise<number> {
  const instant = instantText(before)
  // A role that may not remove anything must not write either.
  await database.run(removeWhole, [[], instant])
  let failure: { error: unknown } | undefined
  const writing: ArchiveWriter = async (archived) => {
    try {
      await write(archived)
    } catch (error) {
      failure = { error }
      throw error
    }
  }
  let count = 0
  for (let after = ''; ; ) {
    const page = (await database.run(selectPage, [after, instant, pageSize])).map(({ id }) => id as string)
    for (const id of page) {
      if (signal?.aborted === true || count >= limit) return count
      try {
        const isDone = await database.transaction((tx) => archiveOne(tx, id, instant, writing))
        if (isDone) count += 1
      } catch (error) {
        throw failure === undefined ? error : (failure as { error: unknown }).error
      }
    }
    const last = page.at(-1)
    if (last === undefined) return count
    after = last
  }
}
