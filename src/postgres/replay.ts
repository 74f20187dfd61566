import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { Fact } from '../facts'
import { storedRegistration } from '../persistence/derived'
import { digestOf } from '../persistence/digest'
import { type ReplayableRow, replayEntry } from '../persistence/replayEntry'
import { storable } from '../persistence/storable'
import type { StoredRegistration } from '../persistence/types'
import type { Registrations } from '../registrations/registrations'
import { type Archive, archivedEntries } from './archiveEntry'
import type { Session, Statement } from './database'
import { StoreError } from './errors'
import type { LoggedOpenInput } from './openRegistration'
import { readSealedLog } from './queries'

/** The options of a replay. */
export type ReplayOptions = {
  /** What an archive holds of the registration; parts of other registrations are skipped. */
  archive?: Archive
}

const selectDocuments: Statement = {
  name: 'baokao_documents',
  text: 'select hash, body from baokao.document where hash = any($1::text[])',
}

const selectCandidateId: Statement = {
  name: 'baokao_candidate_of',
  text: 'select candidate_id, archived from baokao.registration where id = $1',
}

/** The body of a document, whose name is its digest. */
function checkedDocument(body: string | undefined, hash: string): unknown {
  try {
    const document: unknown = JSON.parse(body ?? '')
    if (digestOf(document) === hash) return document
  } catch {
    // It is damaged, too.
  }
  const what = body === undefined ? 'is missing' : 'has been changed: its digest is another'
  throw new StoreError('unreadable', `the document ${hash} ${what}`)
}

async function reopened(
  session: Session,
  { open }: Registrations,
  { by: _by, adopted: _adopted, ...event }: LoggedOpenInput,
): Promise<Decision & { accepted: true }> {
  const rows = await session.run(selectDocuments, [[event.exam, event.notice]])
  const bodies = new Map(rows.map(({ hash, body }) => [hash, body as string]))
  const document = (hash: string) => checkedDocument(bodies.get(hash), hash) as never
  const opening = open({ ...event, exam: document(event.exam), notice: document(event.notice) })
  if (!opening.accepted)
    throw new StoreError('unreadable', `${event.registrationId}: ${opening.refusal.rule} at the opening`)
  return opening
}

const pageSize = 500

/** The entries of a log, first those of the archive. */
async function* entriesOf(
  session: Session,
  id: string,
  archived: number,
  archive: Archive | undefined,
): AsyncGenerator<ReplayableRow> {
  yield* archivedEntries(id, archived, archive)
  for (let after = archived; ; ) {
    const rows = await readSealedLog(session, id, { after, limit: pageSize })
    yield* rows
    if (rows.length < pageSize) return
    after += rows.length
  }
}

/**
 * A registration rebuilt from its log, the entries that this version decides otherwise, and the facts of each entry. Those of a
 * refused one are of the deadlines that fired.
 */
export type Replayed = { registration: StoredRegistration; differing: number[]; facts: Map<number, Fact[]> }

/** Rebuilds a registration as `replay` does. */
export async function replayWith(
  session: Session,
  registrations: Registrations,
  id: string,
  { archive }: ReplayOptions = {},
): Promise<Replayed | undefined> {
  const [stored] = storable(id) ? await session.run(selectCandidateId, [id]) : []
  if (stored === undefined) return undefined
  let snapshot: Snapshot | null = null
  let revision = 0
  const differing: number[] = []
  const facts = new Map<number, Fact[]>()
  for await (const row of entriesOf(session, id, Number(stored.archived), archive)) {
    revision += 1
    if (row.revision !== revision)
      throw new StoreError('unreadable', `${id}: its log has no entry ${revision}`)
    if (snapshot === null) {
      const opening = await reopened(session, registrations, row.event as LoggedOpenInput)
      snapshot = opening.snapshot
      facts.set(revision, opening.facts)
      continue
    }
    const decision = replayEntry(registrations, snapshot, row)
    const firesOtherwise = JSON.stringify(decision?.fired ?? []) !== JSON.stringify(row.fired)
    if (decision?.accepted === false || firesOtherwise) differing.push(revision)
    snapshot = decision?.snapshot ?? snapshot
    facts.set(revision, decision?.facts ?? [])
  }
  if (snapshot === null) return undefined
  const candidateId = stored.candidate_id as string
  return { registration: storedRegistration(id, candidateId, snapshot, revision), differing, facts }
}

/**
 * Rebuilds a registration from its log, with this version of the library. The stored snapshot is not read, and may be
 * damaged. Within one version the result equals it byte for byte, even after personal data was erased.
 * @returns `undefined` if the registration does not exist
 * @throws `StoreError` with the code `unreadable` if this version refuses the opening of the log, an entry is missing or a
 *   document has been changed; `archived` if a part of the log is in an archive that was not given
 */
export const replay = async (
  session: Session,
  registrations: Registrations,
  id: string,
  options?: ReplayOptions,
): Promise<StoredRegistration | undefined> =>
  (await replayWith(session, registrations, id, options))?.registration
