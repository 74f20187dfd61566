import type { ObjectContext } from '@restatedev/restate-sdk'
import { isSnapshot } from '../engine/snapshot'
import { nextDue } from '../persistence/derived'
import { unreadableRules } from '../persistence/refusals'
import { clockAdvance } from '../persistence/storeEvents'
import { hour } from '../time'
import { readStored, writeStored } from './record'
import { callAfter, decideAndRecord, type ObjectSettings, schedule } from './sendHandler'
import type { StoredState } from './storedState'

/**
 * Fires the next deadline, at its own instant. Ignores a call of an old generation. Schedules a call again that comes
 * too early, because the deadline was postponed or the clock was set back.
 */
export async function due(
  ctx: ObjectContext,
  settings: ObjectSettings,
  { generation }: { generation: number },
): Promise<void> {
  const before = await readStored(ctx)
  if (before?.timer.generation !== generation) return
  // This version of the library cannot read the registration; a later one may.
  if (!isSnapshot(before.snapshot)) return callAfter(ctx, generation, hour)
  const at = nextDue(before.snapshot)
  const withoutTimer: StoredState = { ...before, timer: { generation } }
  if (at === undefined) return writeStored(ctx, withoutTimer)
  if ((await settings.journaled(ctx)) < at) {
    const timer = { generation, at }
    writeStored(ctx, { ...before, timer })
    return schedule(ctx, settings, timer)
  }
  const decision = await decideAndRecord(
    ctx,
    settings,
    withoutTimer,
    clockAdvance(Math.max(at, before.snapshot.context.at)),
  )
  if (decision.accepted || !unreadableRules.has(decision.refusal.rule)) return
  ctx.console.error(`${ctx.key} cannot be advanced: ${decision.refusal.rule}`)
  callAfter(ctx, generation, hour)
}
