import type { Refusal } from '../engine/refusal'
import type { Fact } from '../facts'
import type { ReplayableRow } from '../persistence/replayEntry'
import { mergePersonalData, type PersonalValues } from '../persistence/splitPersonalData'
import type { LogRow } from '../persistence/types'
import { formatInstant } from '../time'
import type { Row, Session, Statement } from './database'
import { StoreError } from './errors'
import { millisColumn, millisOf } from './millis'
import { logColumns, logRowOf } from './queries'

/** What an archive holds of a registration. */

/** An entry of the log in an archive. */
export type ArchivedLogRow = Omit<LogRow, 'event'> & {
  /** An instant of the database's clock. */
  storedAt: string
  /** The digest of the event or the opening that was sent under a key. */
  digest?: string
  /** The refusal that a repeat of the key was answered. */
  answer?: Refusal
  /** The event with placeholders for personal data; in the first entry, the opening with the digests of its documents. */
  event: unknown
  /** The personal data of the event, by path, or as `sealPersonal` gave it. Without it the archive replays to the same snapshot. */
  personal?: PersonalValues | string
}

/** A fact in an archive. */
export type ArchivedFact = { revision: number; n: number; position: number; storedAt: string; fact: Fact }

/**
 * A part of the log of a registration and its facts, as plain JSON. The first part begins after revision 0. Of two parts
 * that begin after the same revision, the one that was written later is right.
 */
export type ArchivedRegistration = {
  version: 1
  registrationId: string
  candidateId: string
  /** The revision after which the part begins. */
  after: number
  /** The revision of its last entry. */
  revision: number
  log: ArchivedLogRow[]
  facts: ArchivedFact[]
}

const selectWholeLog: Statement = {
  name: 'baokao_archive_log',
  text: `
select ${logColumns}, digest, answer from baokao.log where registration_id = $1 order by revision for update`,
}

const selectFacts: Statement = {
  name: 'baokao_archive_facts',
  text: `
select revision, n, seq::float8 as position, ${millisColumn('stored_at')}, fact::text as fact
from baokao.outbox where registration_id = $1 order by seq`,
}

/** An entry as an archive has it. */
export function archivedRowOf(row: Row): ArchivedLogRow {
  const { digest, answer, personal } = row as Record<string, string | null>
  return {
    ...logRowOf({ ...row, personal: null }),
    ...(digest != null && { digest }),
    ...(answer != null && { answer: JSON.parse(answer) as Refusal }),
    ...(personal != null && { personal: JSON.parse(personal) as PersonalValues | string }),
  }
}

const archivedFactOf = ({ revision, n, position, stored_at, fact }: Row): ArchivedFact => ({
  revision: Number(revision),
  n: Number(n),
  position: Number(position),
  storedAt: formatInstant(millisOf(stored_at)),
  fact: JSON.parse(fact as string) as Fact,
})

/** The facts of a registration, as an archive has them. */
export const archivedFactsOf = async (session: Session, id: string): Promise<ArchivedFact[]> =>
  (await session.run(selectFacts, [id])).map(archivedFactOf)

/**
 * Reads what the store has of the log of a locked registration, and its facts. It locks the entries, so that an erasure waits
 * until they are written, and the archive has them when it is done.
 */
export async function readForArchive(
  session: Session,
  { id, candidate_id, archived, revision }: Row,
): Promise<ArchivedRegistration> {
  const log = (await session.run(selectWholeLog, [id])).map(archivedRowOf)
  const facts = await archivedFactsOf(session, id as string)
  return {
    version: 1,
    registrationId: id as string,
    candidateId: candidate_id as string,
    after: Number(archived),
    revision: Number(revision),
    log,
    facts,
  }
}

/** The parts of an archive, of one registration or of many, in the order in which they were written. */
export type Archive = ArchivedRegistration | readonly ArchivedRegistration[]

/**
 * The archived parts of the log of a registration, in their order.
 * @param upTo the revision up to which its log was archived
 * @throws `StoreError` with the code `archived` if some are missing
 */
export function archivedParts(
  id: string,
  upTo: number,
  archive: Archive | undefined,
): ArchivedRegistration[] {
  const parts = [archive ?? []].flat().filter(({ registrationId }) => registrationId === id)
  // A process that ended after it wrote a part has written it again, perhaps with later entries.
  const starting = new Map(parts.map((part) => [part.after, part]))
  const ordered: ArchivedRegistration[] = []
  for (let revision = 0; revision < upTo; ) {
    const part = starting.get(revision)
    if (part === undefined || part.revision <= revision || part.revision > upTo)
      throw new StoreError('archived', `${id}: the entries ${revision + 1} to ${upTo} are archived`)
    ordered.push(part)
    revision = part.revision
  }
  return ordered
}

/** The archived entries of a registration, in their order. @throws as `archivedParts` does */
export const archivedEntries = (id: string, upTo: number, archive: Archive | undefined): ReplayableRow[] =>
  archivedParts(id, upTo, archive).flatMap(({ log }) =>
    log.map(({ event, personal, ...row }) => ({ ...row, event: mergePersonalData(event, personal) })),
  )
