import {
  handlers,
  type ObjectContext,
  type ObjectOptions,
  type ObjectSharedContext,
  object,
  TerminalError,
  type VirtualObjectDefinition,
} from '@restatedev/restate-sdk'
import { isSnapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import { storedRegistration } from '../persistence/derived'
import { digestOfBytes } from '../persistence/digest'
import { decideHistory, historyEvent } from '../persistence/storeEvents'
import { defaultMaxAhead } from '../persistence/timedEvent'
import type { Delivery, FactHandler, LogQuery, StoredDecision } from '../persistence/types'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import { type CandidateHistory, roles } from '../schema/vocabulary'
import { formatInstant, type Millis, systemTime } from '../time'
import {
  deliverFacts,
  deliveryClient,
  redeliver,
  requeueDeadLetters,
  storedDeadLetters,
} from './deliverHandler'
import { due } from './dueHandler'
import { engineOptions } from './engineOptions'
import { deliverySettings, type FactRetries } from './factRetries'
import {
  type DurableDecision,
  type DurableRegistration,
  type ExplainQuery,
  type ObjectOpenInput,
  type RegistrationHandlers,
  type RetryQuery,
  registrationObject,
  type SendCall,
} from './objects'
import { openObject } from './openHandler'
import { erasePersonalData, readLogPage, readStored } from './record'
import { replayLog } from './replayHandler'
import { type ObjectSettings, recordDecided, sendToObject } from './sendHandler'
import { anyJson } from './serde'

/** The options of `registration`. */
export type RegistrationOptions = {
  /** What decides, from `createRegistrations`; by default the national text. `candidate` must get the same. */
  registrations?: Registrations<string>
  /**
   * Acts on each fact; without it facts are not delivered. If it throws, the fact is delivered again after a pause. Until
   * it succeeds, later facts of the same registration wait, and nothing else does.
   */
  onFact?: FactHandler
  /** How facts are delivered again. */
  delivery?: FactRetries
  /**
   * The current time, in milliseconds; the machine's clock by default. It gets the id of the registration, so that a test
   * can give each its own time: `TestClock` in `baokao/testing`.
   */
  now?: (registrationId: string) => Millis
  /**
   * How far the instant of an office, the verifier or the bank may be after the current time, in milliseconds; one minute
   * by default.
   */
  maxAhead?: Millis
  /** Options of the engine, such as how long it keeps results and how it retries. */
  options?: ObjectOptions
}

async function get(ctx: ObjectSharedContext): Promise<DurableRegistration | null> {
  const stored = await readStored(ctx)
  if (stored === null) return null
  const { snapshot, revision, library } = stored
  if (!isSnapshot(snapshot)) throw new TerminalError('snapshot.malformed', { errorCode: 500 })
  return { ...storedRegistration(ctx.key, snapshot.context.candidateId, snapshot, revision), library }
}

async function applyHistory(
  ctx: ObjectContext,
  settings: ObjectSettings,
  { history, at }: { history: CandidateHistory; at: string },
) {
  const stored = await readStored(ctx)
  if (stored === null || !isSnapshot(stored.snapshot)) return
  const event = historyEvent(stored.snapshot, history, at)
  await recordDecided(ctx, settings, stored, event, decideHistory(stored.snapshot, event))
}

/** Adds the digest of the body, by which a caller notices the answer to another call. */
const answered = (ctx: ObjectContext, decision: StoredDecision): DurableDecision => ({
  ...decision,
  requestDigest: digestOfBytes(ctx.request().body),
})

function retryDeadLetters(ctx: ObjectSharedContext, query: RetryQuery | undefined): Promise<number> {
  const { ids } = { ...query }
  if (ids !== undefined && !(Array.isArray(ids) && ids.every((id) => typeof id === 'string')))
    throw new TerminalError('ids must be a list of texts.', { errorCode: 400 })
  return deliveryClient(ctx).requeueDeadLetters({ ...(ids && { ids }) })
}

/** Returns a given number rounded down to a whole number, or the default if it is negative or not a number. */
const wholeNumber = (given: unknown, byDefault: number): number =>
  typeof given === 'number' && given >= 0 ? Math.floor(given) : byDefault

const { exclusive, shared } = handlers.object

/** The object that delivers has little state, so that it is loaded with the call. */
const withState = { ingressPrivate: true, enableLazyState: false }

/**
 * Creates the virtual object of a registration: `restate.endpoint().bind(registration({ onFact })).bind(candidate())`.
 * An invalid event or opening is refused with a decision. `get` throws a `TerminalError` if the snapshot is not valid;
 * all other errors come from the engine.
 */
export function registration({
  onFact,
  delivery = {},
  now = systemTime,
  maxAhead = defaultMaxAhead,
  options,
  registrations: given = nationalRegistrations(),
}: RegistrationOptions = {}): VirtualObjectDefinition<'registration', RegistrationHandlers> {
  if (!(maxAhead >= 0)) throw new RangeError(`maxAhead must be a number from 0, not ${maxAhead}`)
  const registrations = given as Registrations
  const delivering = deliverySettings(delivery, onFact, now)
  const settings: ObjectSettings = {
    now,
    journaled: (ctx) => ctx.run('now', () => now(ctx.key)),
    maxAhead,
    delivers: onFact !== undefined,
    registrations,
  }
  return object({
    ...registrationObject,
    handlers: {
      open: exclusive({ input: anyJson<ObjectOpenInput>() }, async (ctx, input) =>
        answered(ctx, await openObject(ctx, settings, input)),
      ),
      send: exclusive({ input: anyJson<SendCall>() }, async (ctx, call) =>
        answered(ctx, await sendToObject(ctx, settings, call)),
      ),
      get: shared(get),
      explain: shared({ input: anyJson<ExplainQuery | undefined>() }, async (ctx, query) => {
        const stored = await readStored(ctx)
        const { at, event, role } = { ...query }
        if (role !== undefined && !roles.includes(role))
          throw new TerminalError(`There is no role ${role}.`, { errorCode: 400 })
        const about = (event as RegistrationEvent | undefined) ?? (role && { role })
        return stored ? registrations.explain(stored.snapshot, at ?? formatInstant(now(ctx.key)), about) : []
      }),
      deadlines: shared(async (ctx: ObjectSharedContext) => {
        const stored = await readStored(ctx)
        return stored ? registrations.deadlines(stored.snapshot) : []
      }),
      // Without lazy state, all entries are loaded with the call instead of one by one.
      log: shared(
        { input: anyJson<LogQuery | undefined>(), enableLazyState: false },
        async (ctx: ObjectSharedContext, query) => {
          const stored = await readStored(ctx)
          const { after, limit } = { ...query }
          const [from, most] = [wholeNumber(after, 0), wholeNumber(limit, 100)]
          return readLogPage(ctx, from + 1, Math.min(from + most, stored?.revision ?? 0))
        },
      ),
      replay: shared({ enableLazyState: false }, (ctx: ObjectSharedContext) => replayLog(ctx, registrations)),
      erase: exclusive(erasePersonalData),
      due: exclusive({ ingressPrivate: true }, (ctx: ObjectContext, call: { generation: number }) =>
        due(ctx, settings, call),
      ),
      applyHistory: exclusive(
        { ingressPrivate: true },
        (ctx: ObjectContext, change: { history: CandidateHistory; at: string }) =>
          applyHistory(ctx, settings, change),
      ),
      deadLetters: shared((ctx: ObjectSharedContext) => deliveryClient(ctx).storedDeadLetters()),
      retryDeadLetters: shared({ input: anyJson<RetryQuery | undefined>() }, retryDeadLetters),
      deliver: exclusive(withState, (ctx: ObjectContext, deliveries: Delivery[]) =>
        deliverFacts(ctx, delivering, deliveries),
      ),
      redeliver: exclusive(withState, (ctx: ObjectContext, call: { attempt: string }) =>
        redeliver(ctx, delivering, call),
      ),
      storedDeadLetters: shared({ ingressPrivate: true }, storedDeadLetters),
      requeueDeadLetters: exclusive({ ingressPrivate: true }, (ctx: ObjectContext, query: RetryQuery) =>
        requeueDeadLetters(ctx, delivering, query),
      ),
    },
    options: { ...engineOptions, ...options },
  })
}
