import {
  handlers,
  type ObjectContext,
  type ObjectOptions,
  type ObjectSharedContext,
  object,
  TerminalError,
  type VirtualObjectDefinition,
} from '@restatedev/restate-sdk'
import { deadlines, explain } from '../decide'
import type { RegistrationEvent } from '../events'
import { nextDue, stateLine } from '../keeping/standing'
import { isSnapshot } from '../snapshot'
import { formatInstant, type Millis, machineTime } from '../time'
import type { History } from '../words'
import { due } from './due'
import { lasting } from './lasting'
import {
  type Call,
  type Delivery,
  type Entry,
  type LogQuery,
  type Opening,
  type Question,
  type RegistrationHandlers,
  theRegistration,
} from './objects'
import { open } from './opening'
import { erase, page, stored } from './record'
import { amending, type Clock, send, take } from './sending'
import { whatever } from './wire'

/**
 * Acts on a fact. What it throws lets the engine try again, later and later; until it succeeds, later facts of the same
 * registration wait, and nothing else does. `signal` is aborted when the engine gives up waiting.
 */
export type Handler = (delivery: Delivery, signal: AbortSignal) => Promise<void> | void

/** What is settled once for all registrations. */
export type RegistrationOptions = {
  /** Acts on each fact; without it nobody does. */
  onFact?: Handler
  /** What time it is, in milliseconds; the machine's clock unless told otherwise. */
  now?: () => Millis
  /** What else the engine is told: how long it keeps answers, how it tries again. */
  options?: ObjectOptions
}

async function get(ctx: ObjectSharedContext): Promise<Entry | null> {
  const kept = await stored(ctx)
  if (kept === null) return null
  const { snapshot, revision, library } = kept
  if (!isSnapshot(snapshot)) throw new TerminalError('snapshot.malformed', { errorCode: 500 })
  const due = nextDue(snapshot)
  return {
    registrationId: ctx.key,
    candidateId: snapshot.context.candidateId,
    snapshot,
    state: stateLine(snapshot),
    ...(due !== undefined && { nextDue: formatInstant(due) }),
    revision,
    library,
  }
}

async function bring(ctx: ObjectContext, clock: Clock, change: { history: History; at: string }) {
  const kept = await stored(ctx)
  if (kept !== null && isSnapshot(kept.snapshot))
    await take(ctx, clock, kept, amending(kept.snapshot, change))
}

/** Once its result is noted, the engine runs a fact's handler never again. */
async function deliver(ctx: ObjectContext, onFact: Handler, deliveries: readonly Delivery[]) {
  const { attemptCompletedSignal: signal } = ctx.request()
  for (const delivery of deliveries) await ctx.run(delivery.id, () => onFact(delivery, signal))
}

/** A number that somebody gave, or else another. */
const counting = (given: unknown, otherwise: number): number =>
  typeof given === 'number' && given >= 0 ? Math.floor(given) : otherwise

const { exclusive, shared } = handlers.object

/**
 * A registration as a virtual object: `restate.endpoint().bind(registration({ onFact })).bind(candidate())`.
 *
 * Whatever a caller sends is answered by a decision; an error is the engine's own.
 */
export function registration({
  onFact,
  now = machineTime,
  options,
}: RegistrationOptions = {}): VirtualObjectDefinition<'registration', RegistrationHandlers> {
  const clock: Clock = { now, journaled: (ctx) => ctx.run('now', now), delivers: onFact !== undefined }
  return object({
    ...theRegistration,
    handlers: {
      open: exclusive({ input: whatever<Opening>() }, (ctx, input) => open(ctx, clock, input)),
      send: exclusive({ input: whatever<Call>() }, (ctx, call) => send(ctx, clock, call)),
      get: shared(get),
      explain: shared({ input: whatever<Question | undefined>() }, async (ctx, question) => {
        const kept = await stored(ctx)
        const { at, event } = { ...question }
        return kept ? explain(kept.snapshot, at ?? formatInstant(now()), event as RegistrationEvent) : []
      }),
      deadlines: shared(async (ctx: ObjectSharedContext) => {
        const kept = await stored(ctx)
        return kept ? deadlines(kept.snapshot) : []
      }),
      // Many entries at once are better brought along.
      log: shared(
        { input: whatever<LogQuery | undefined>(), enableLazyState: false },
        async (ctx: ObjectSharedContext, query) => {
          const kept = await stored(ctx)
          const { after, limit } = { ...query }
          const [from, most] = [counting(after, 0), counting(limit, 100)]
          return page(ctx, from + 1, Math.min(from + most, kept?.revision ?? 0))
        },
      ),
      erase: exclusive(erase),
      due: exclusive({ ingressPrivate: true }, (ctx: ObjectContext, call: { generation: number }) =>
        due(ctx, clock, call),
      ),
      bring: exclusive(
        { ingressPrivate: true },
        (ctx: ObjectContext, change: { history: History; at: string }) => bring(ctx, clock, change),
      ),
      deliver: exclusive({ ingressPrivate: true }, (ctx: ObjectContext, deliveries: Delivery[]) =>
        deliver(ctx, onFact ?? (() => {}), deliveries),
      ),
    },
    options: { ...lasting, ...options },
  })
}
