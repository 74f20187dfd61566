import { type ObjectSharedContext, TerminalError } from '@restatedev/restate-sdk'
import { reopenWith } from '../engine/decide'
import type { Engine } from '../engine/engine'
import type { Snapshot } from '../engine/snapshot'
import { storedRegistration } from '../persistence/derived'
import { errorLabel } from '../persistence/errorLabel'
import { replayEntry } from '../persistence/replayEntry'
import type { LogRow, StoredRegistration } from '../persistence/types'
import { engineOf } from '../registrations/engineOf'
import type { Registrations } from '../registrations/registrations'
import type { LoggedOpening } from './openHandler'
import { readLogPage, readStored } from './record'

function snapshotAfter(
  registrations: Registrations,
  engine: Engine,
  log: readonly LogRow[],
): Snapshot | null {
  const [first, ...rest] = log
  if (first === undefined) return null
  const { by: _, exam: __, notice: ___, ...opening } = first.event as LoggedOpening
  return rest.reduce(
    (snapshot, row) => replayEntry(registrations, snapshot, row)?.snapshot ?? snapshot,
    reopenWith(engine, opening).snapshot,
  )
}

/**
 * Rebuilds a registration from its log. Of the stored state, only the number of entries is read.
 * @throws TerminalError if the log cannot be replayed; the engine would retry any other error for ever
 */
export async function replayLog(
  ctx: ObjectSharedContext,
  registrations: Registrations,
): Promise<StoredRegistration | null> {
  const engine = engineOf(registrations)
  if (engine === undefined)
    throw new TerminalError('Only registrations of createRegistrations can be replayed.', { errorCode: 500 })
  const { revision } = (await readStored(ctx)) ?? { revision: 0 }
  const log = await readLogPage(ctx, 1, revision)
  try {
    const snapshot = snapshotAfter(registrations, engine, log)
    return snapshot && storedRegistration(ctx.key, snapshot.context.candidateId, snapshot, revision)
  } catch (error) {
    // The message is left out, because it may quote personal data of the log.
    throw new TerminalError(`The log cannot be replayed: ${errorLabel(error)}`, { errorCode: 500 })
  }
}
