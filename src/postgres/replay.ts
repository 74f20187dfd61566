import { decide, open } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import { assertPresent } from '../schema/primitives'
import { storable } from './arguments'
import type { Session, Statement } from './database'
import type { LoggedOpenInput } from './openRegistration'
import { type Entry, entryOf, type LogRow, readLog } from './queries'

const documents: Statement = {
  name: 'baokao_documents',
  text: 'select hash, body from baokao.document where hash = any($1::text[])',
}

const candidate: Statement = {
  name: 'baokao_candidate_of',
  text: 'select candidate_id from baokao.registration where id = $1',
}

async function reopened(session: Session, event: LoggedOpenInput): Promise<Snapshot | null> {
  const rows = await session.run(documents, [[event.exam, event.notice]])
  const body = (hash: string) =>
    JSON.parse(assertPresent(rows.find((row) => row.hash === hash)).body as string)
  return open({ ...event, exam: body(event.exam), notice: body(event.notice) }).snapshot
}

/** Of a refused event only the deadlines that it fired left anything behind. */
function replayed(snapshot: Snapshot, { accepted, fired, event }: LogRow): Snapshot {
  if (accepted) return decide(snapshot, event as RegistrationEvent).snapshot
  const last = fired.at(-1)
  if (last === undefined) return snapshot
  const by = { role: 'clock', id: 'baokao' } as const
  return decide(snapshot, { type: 'clock.advance', at: last.at, by }).snapshot
}

const page = 500

/**
 * A registration rebuilt from its log, with today's library. Within one version it equals what is stored, byte for byte;
 * also after what is personal was erased. What is stored of it is not looked at, and may be damaged.
 */
export async function replay(session: Session, id: string): Promise<Entry | undefined> {
  const [stored] = storable(id) ? await session.run(candidate, [id]) : []
  if (stored === undefined) return undefined
  let snapshot: Snapshot | null = null
  let revision = 0
  for (;;) {
    const rows = await readLog(session, id, { after: revision, limit: page })
    for (const row of rows) {
      snapshot =
        snapshot === null
          ? await reopened(session, row.event as unknown as LoggedOpenInput)
          : replayed(snapshot, row)
      revision = row.revision
    }
    if (rows.length < page || snapshot === null) break
  }
  return snapshot === null ? undefined : entryOf(id, stored.candidate_id as string, snapshot, revision)
}
