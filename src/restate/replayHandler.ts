import type { ObjectSharedContext } from '@restatedev/restate-sdk'
import type { Snapshot } from '../engine/snapshot'
import { storedRegistration } from '../persistence/derived'
import { replayEntry } from '../persistence/replayEntry'
import type { LogRow, StoredRegistration } from '../persistence/types'
import type { Registrations } from '../registrations/registrations'
import { reopen } from '../registrations/reopen'
import type { LoggedOpening } from './openHandler'
import { readLogPage, readStored } from './record'

function snapshotAfter(registrations: Registrations, log: readonly LogRow[]): Snapshot | null {
  const [first, ...rest] = log
  if (first === undefined) return null
  const { by: _, exam: __, notice: ___, ...opening } = first.event as LoggedOpening
  return rest.reduce(
    (snapshot, row) => replayEntry(registrations, snapshot, row),
    reopen(registrations, opening),
  )
}

/** Rebuilds a registration from its log. Of the stored state, only the number of entries is read. */
export async function replayLog(
  ctx: ObjectSharedContext,
  registrations: Registrations,
): Promise<StoredRegistration | null> {
  const { revision } = (await readStored(ctx)) ?? { revision: 0 }
  const snapshot = snapshotAfter(registrations, await readLogPage(ctx, 1, revision))
  return snapshot && storedRegistration(ctx.key, snapshot.context.candidateId, snapshot, revision)
}
