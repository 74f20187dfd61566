import {
  handlers,
  type ObjectContext,
  type ObjectOptions,
  type ObjectSharedContext,
  object,
  TerminalError,
  type VirtualObjectDefinition,
} from '@restatedev/restate-sdk'
import { deadlines } from '../engine/deadlines'
import { explain } from '../engine/explain'
import { isSnapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import { nextDue, stateLine } from '../persistence/standing'
import type { CandidateHistory } from '../schema/vocabulary'
import { formatInstant, type Millis, machineTime } from '../time'
import { due } from './dueHandler'
import { engineOptions } from './engineOptions'
import {
  type Delivery,
  type Entry,
  type ExplainQuery,
  type LogQuery,
  type ObjectOpenInput,
  type RegistrationHandlers,
  registrationObject,
  type SendCall,
} from './objects'
import { openObject } from './openHandler'
import { erasePersonalData, page, stored } from './record'
import { decideAndRecord, type EngineClock, historyEvent, sendToObject } from './sendHandler'
import { anyJson } from './serde'

/**
 * Acts on a fact. What it throws lets the engine try again, later and later; until it succeeds, later facts of the same
 * registration wait, and nothing else does. `signal` is aborted when the engine gives up waiting.
 */
export type FactHandler = (delivery: Delivery, signal: AbortSignal) => Promise<void> | void

/** What is settled once for all registrations. */
export type RegistrationOptions = {
  /** Acts on each fact; without it nobody does. */
  onFact?: FactHandler
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

async function applyHistory(
  ctx: ObjectContext,
  clock: EngineClock,
  change: { history: CandidateHistory; at: string },
) {
  const kept = await stored(ctx)
  if (kept !== null && isSnapshot(kept.snapshot))
    await decideAndRecord(ctx, clock, kept, historyEvent(kept.snapshot, change))
}

/** Once its result is noted, the engine runs a fact's handler never again. */
async function deliver(ctx: ObjectContext, onFact: FactHandler, deliveries: readonly Delivery[]) {
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
  const clock: EngineClock = { now, journaled: (ctx) => ctx.run('now', now), delivers: onFact !== undefined }
  return object({
    ...registrationObject,
    handlers: {
      open: exclusive({ input: anyJson<ObjectOpenInput>() }, (ctx, input) => openObject(ctx, clock, input)),
      send: exclusive({ input: anyJson<SendCall>() }, (ctx, call) => sendToObject(ctx, clock, call)),
      get: shared(get),
      explain: shared({ input: anyJson<ExplainQuery | undefined>() }, async (ctx, question) => {
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
        { input: anyJson<LogQuery | undefined>(), enableLazyState: false },
        async (ctx: ObjectSharedContext, query) => {
          const kept = await stored(ctx)
          const { after, limit } = { ...query }
          const [from, most] = [counting(after, 0), counting(limit, 100)]
          return page(ctx, from + 1, Math.min(from + most, kept?.revision ?? 0))
        },
      ),
      erase: exclusive(erasePersonalData),
      due: exclusive({ ingressPrivate: true }, (ctx: ObjectContext, call: { generation: number }) =>
        due(ctx, clock, call),
      ),
      bring: exclusive(
        { ingressPrivate: true },
        (ctx: ObjectContext, change: { history: CandidateHistory; at: string }) =>
          applyHistory(ctx, clock, change),
      ),
      deliver: exclusive({ ingressPrivate: true }, (ctx: ObjectContext, deliveries: Delivery[]) =>
        deliver(ctx, onFact ?? (() => {}), deliveries),
      ),
    },
    options: { ...engineOptions, ...options },
  })
}
