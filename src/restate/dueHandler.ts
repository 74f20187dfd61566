import type { ObjectContext } from '@restatedev/restate-sdk'
import { isSnapshot } from '../engine/snapshot'
import { nextDue } from '../persistence/derived'
import { unreadableRules } from '../persistence/refusals'
import { clockAdvance } from '../persistence/storeEvents'
import { readStored, writeStored } from './record'
import { callAfter, decideAndRecord, type EngineClock, schedule } from './sendHandler'
import type { StoredState } from './storedState'

/** The pause before a registration is retried that this version of the library cannot read. */
const hour = 3_600_000

/**
 * Fires the next deadline, at its own instant. A call of an old generation does nothing. A call that comes too early,
 * because the deadline was moved back or the clock was set back, is scheduled again.
 */
export async function due(
  ctx: ObjectContext,
  clock: EngineClock,
  { generation }: { generation: number },
): Promise<void> {
  const before = await readStored(ctx)
  if (before?.timer.generation !== generation) return
  if (!isSnapshot(before.snapshot)) return callAfter(ctx, generation, hour)
  const at = nextDue(before.snapshot)
  const withoutTimer: StoredState = { ...before, timer: { generation } }
  if (at === undefined) return writeStored(ctx, withoutTimer)
  if ((await clock.journaled(ctx)) < at) {
    const timer = { generation, at }
    writeStored(ctx, { ...before, timer })
    return schedule(ctx, clock, timer)
  }
  const decision = await decideAndRecord(ctx, clock, withoutTimer, clockAdvance(at))
  if (decision.accepted || !unreadableRules.has(decision.refusal.rule)) return
  ctx.console.error(`${ctx.key} cannot be advanced: ${decision.refusal.rule}`)
  callAfter(ctx, generation, hour)
}
