import type { ObjectContext } from '@restatedev/restate-sdk'
import { isSnapshot } from '../engine/snapshot'
import { clockAdvance, nextDue, unreadableRules } from '../persistence/standing'
import { type Stored, stored, writeStored } from './record'
import { callAfter, decideAndRecord, type EngineClock, schedule } from './sendHandler'

/** When to look again at a registration that this version of the library cannot read. */
const hour = 3_600_000

/**
 * Fires the next deadline, at its own instant. A call of an old generation does nothing, and one that comes early comes
 * again: the deadline was moved back, or the clock was.
 */
export async function due(
  ctx: ObjectContext,
  clock: EngineClock,
  { generation }: { generation: number },
): Promise<void> {
  const kept = await stored(ctx)
  if (kept?.timer.generation !== generation) return
  if (!isSnapshot(kept.snapshot)) return callAfter(ctx, generation, hour)
  const at = nextDue(kept.snapshot)
  const came: Stored = { ...kept, timer: { generation } }
  if (at === undefined) return writeStored(ctx, came)
  if ((await clock.journaled(ctx)) < at) {
    const again: Stored = { ...kept, timer: { generation, at } }
    writeStored(ctx, again)
    return schedule(ctx, clock, again.timer)
  }
  const decision = await decideAndRecord(ctx, clock, came, clockAdvance(at))
  if (decision.accepted || !unreadableRules.has(decision.refusal.rule)) return
  ctx.console.error(`${ctx.key} cannot be advanced: ${decision.refusal.rule}`)
  callAfter(ctx, generation, hour)
}
