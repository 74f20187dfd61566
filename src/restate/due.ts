import type { ObjectContext } from '@restatedev/restate-sdk'
import { nextDue, passing, unreadable } from '../keeping/standing'
import { isSnapshot } from '../snapshot'
import { rewrite, type Stored, stored } from './record'
import { type Clock, later, schedule, take } from './sending'

/** When to look again at a registration that this version of the library cannot read. */
const hour = 3_600_000

/**
 * Fires the next deadline, at its own instant. A call of an old generation does nothing, and one that comes early comes
 * again: the deadline was moved back, or the clock was.
 */
export async function due(
  ctx: ObjectContext,
  clock: Clock,
  { generation }: { generation: number },
): Promise<void> {
  const kept = await stored(ctx)
  if (kept?.timer.generation !== generation) return
  if (!isSnapshot(kept.snapshot)) return later(ctx, generation, hour)
  const at = nextDue(kept.snapshot)
  const came: Stored = { ...kept, timer: { generation } }
  if (at === undefined) return rewrite(ctx, came)
  if ((await clock.journaled(ctx)) < at) {
    const again: Stored = { ...kept, timer: { generation, at } }
    rewrite(ctx, again)
    return schedule(ctx, clock, again.timer)
  }
  const decision = await take(ctx, clock, came, passing(at))
  if (decision.accepted || !unreadable.has(decision.refusal.rule)) return
  ctx.console.error(`${ctx.key} cannot be advanced: ${decision.refusal.rule}`)
  later(ctx, generation, hour)
}
