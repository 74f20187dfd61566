import type { Snapshot } from '../engine/snapshot'
import { storedRegistration } from '../persistence/derived'
import { replayEntry } from '../persistence/replayEntry'
import { storable } from '../persistence/storable'
import type { StoredRegistration } from '../persistence/types'
import type { Registrations } from '../registrations/registrations'
import { assertPresent } from '../schema/primitives'
import type { Session, Statement } from './database'
import { StoreError } from './errors'
import type { LoggedOpenInput } from './openRegistration'
import { readLog } from './queries'

const selectDocuments: Statement = {
  name: 'baokao_documents',
  text: 'select hash, body from baokao.document where hash = any($1::text[])',
}

const selectCandidateId: Statement = {
  name: 'baokao_candidate_of',
  text: 'select candidate_id from baokao.registration where id = $1',
}

async function reopened(
  session: Session,
  { open }: Registrations,
  { by: _, ...event }: LoggedOpenInput,
): Promise<Snapshot> {
  const rows = await session.run(selectDocuments, [[event.exam, event.notice]])
  const body = (hash: string) =>
    JSON.parse(assertPresent(rows.find((row) => row.hash === hash)).body as string)
  const opening = open({ ...event, exam: body(event.exam), notice: body(event.notice) })
  if (!opening.accepted)
    throw new StoreError('unreadable', `${event.registrationId}: ${opening.refusal.rule} at the opening`)
  return opening.snapshot
}

const pageSize = 500

/**
 * Rebuilds a registration from its log, with this version of the library. The stored snapshot is not read, and may be
 * damaged. Within one version the result equals it byte for byte, even after personal data was erased.
 * @returns `undefined` if the registration does not exist
 * @throws `StoreError` with the code `unreadable` if this version refuses the opening of the log
 */
export async function replay(
  session: Session,
  registrations: Registrations,
  id: string,
): Promise<StoredRegistration | undefined> {
  const [stored] = storable(id) ? await session.run(selectCandidateId, [id]) : []
  if (stored === undefined) return undefined
  let snapshot: Snapshot | null = null
  let revision = 0
  for (;;) {
    const rows = await readLog(session, id, { after: revision, limit: pageSize })
    for (const row of rows) {
      snapshot =
        snapshot === null
          ? await reopened(session, registrations, row.event as unknown as LoggedOpenInput)
          : replayEntry(registrations, snapshot, row)
      revision = row.revision
    }
    if (rows.length < pageSize || snapshot === null) break
  }
  return snapshot === null
    ? undefined
    : storedRegistration(id, stored.candidate_id as string, snapshot, revision)
}
