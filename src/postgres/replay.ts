import type { FiredDeadline } from '../engine/run'
import type { Snapshot } from '../engine/snapshot'
import type { Fact } from '../facts'
import type { OpenInput } from '../model/opening'
import { storedRegistration } from '../persistence/derived'
import { digestOf } from '../persistence/digest'
import { type ReplayableRow, replayEntry } from '../persistence/replayEntry'
import { storable } from '../persistence/storable'
import type { StoredRegistration } from '../persistence/types'
import type { Registrations } from '../registrations/registrations'
import type { TaskId } from '../tasks'
import { type Archive, archivedEntries } from './archiveEntry'
import type { Session, Statement } from './database'
import { StoreError } from './errors'
import type { LoggedOpenInput } from './openRegistration'
import { readSealedLog } from './queries'
import { tasksAfter } from './waitingTasks'

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
  { by: _by, known: _known, amendments: _amendments, adopted: _adopted, ...event }: LoggedOpenInput,
) {
  const rows = await session.run(selectDocuments, [[event.exam, event.notice]])
  const bodies = new Map(rows.map(({ hash, body }) => [hash, body as string]))
  const document = (hash: string) => checkedDocument(bodies.get(hash), hash) as never
  const input: OpenInput = { ...event, exam: document(event.exam), notice: document(event.notice) }
  const decision = open(input)
  if (!decision.accepted)
    throw new StoreError('unreadable', `${event.registrationId}: ${decision.refusal.rule} at the opening`)
  return { input, decision }
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

/** What the replay of an entry gives. */
export type ReplayStep = {
  revision: number
  /** The snapshot on which it was decided; `null` for the opening. */
  before: Snapshot | null
  event: unknown
  /** Those of a refused entry are of the deadlines that fired. */
  facts: Fact[]
  fired: FiredDeadline[]
}

/** A registration rebuilt from its log. */
export type Replayed = {
  registration: StoredRegistration
  /** The input of its opening, with the documents, and the entry that holds it. */
  opening: { input: OpenInput; logged: LoggedOpenInput }
  /** The entries that this version decides otherwise. */
  differing: number[]
  steps: ReplayStep[]
  /** The instants since which it waits for its tasks. */
  tasks: ReadonlyMap<TaskId, string>
}

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
  let opening: Replayed['opening'] | undefined
  let tasks: ReadonlyMap<TaskId, string> = new Map()
  const differing: number[] = []
  const steps: ReplayStep[] = []
  for await (const row of entriesOf(session, id, Number(stored.archived), archive)) {
    const revision: number = steps.length + 1
    const { event } = row
    if (row.revision !== revision)
      throw new StoreError('unreadable', `${id}: its log has no entry ${revision}`)
    const before: Snapshot | null = snapshot
    if (before === null) {
      const logged = event as LoggedOpenInput
      const { input, decision } = await reopened(session, registrations, logged)
      opening = { input, logged }
      snapshot = decision.snapshot
      steps.push({ revision, before, event, facts: decision.facts, fired: decision.fired })
    } else {
      const decision = replayEntry(registrations, before, row)
      const { facts = [], fired = [] } = decision ?? {}
      if (decision?.accepted === false || JSON.stringify(fired) !== JSON.stringify(row.fired))
        differing.push(revision)
      snapshot = decision?.snapshot ?? before
      steps.push({ revision, before, event, facts, fired })
    }
    tasks = tasksAfter(tasks, snapshot)
  }
  if (snapshot === null || opening === undefined) return undefined
  const registration = storedRegistration(id, stored.candidate_id as string, snapshot, steps.length)
  return { registration, opening, differing, steps, tasks }
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
