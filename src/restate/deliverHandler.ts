import { CancelledError, type ObjectContext, type ObjectSharedContext } from '@restatedev/restate-sdk'
import { callHandler } from '../persistence/callHandler'
import { errorLabel } from '../persistence/errorLabel'
import { type FactPosition, parseFactId } from '../persistence/factId'
import { waitAfter } from '../persistence/retries'
import type { Delivery, FactHandler } from '../persistence/types'
import { isUndeliverable } from '../persistence/undeliverable'
import { formatInstant, type Millis } from '../time'
import {
  type DurableDeadLetter,
  type RegistrationHandlers,
  type RetryQuery,
  registrationObject,
} from './objects'
import { delayed } from './serde'

/**
 * The delivery of facts, by an object with a key of its own for each registration. It has no state until a delivery
 * fails. A failed fact and all later ones wait in its state for a delayed call, not in a call that is retried: the next
 * attempt is made by the latest version of the service, and the version that failed can be stopped.
 */

/** The handler of facts and how it is retried. */
export type DeliverySettings = {
  onFact: FactHandler
  now: (registrationId: string) => Millis
  tries: number
  backoff: (tries: number) => Millis
  timeout: Millis
}

/** A fact that is not delivered yet, the number of failures, and the instant of the first. */
type WaitingFact = Delivery & { tries?: number; since?: Millis }

/** The facts that wait for the next attempt, which a delayed call with this id makes. */
type Waiting = { attempt: string; at: Millis; facts: WaitingFact[] }

type Failure = { error: string; final: boolean; at: Millis }

const names = { waiting: 'waiting facts', dead: 'dead letters' }

/** A registration must not have an id with this end: the object that delivers its facts has it. */
export const reservedEnd = '/facts'

const deliveryKey = (registrationId: string): string => `${registrationId}${reservedEnd}`

/** Calls the object that delivers the facts of a registration, and waits for its answers. */
export const deliveryClient = (ctx: ObjectSharedContext) =>
  ctx.objectClient<RegistrationHandlers>(registrationObject, deliveryKey(ctx.key))

/** Sends facts to that object. Its own key keeps them in order without blocking events of the registration. */
export const sendDeliveries = (ctx: ObjectContext, deliveries: Delivery[]): void => {
  ctx.objectSendClient<RegistrationHandlers>(registrationObject, deliveryKey(ctx.key)).deliver(deliveries)
}

const nowOf = ({ now }: DeliverySettings, key: string): Millis => now(key.slice(0, -reservedEnd.length))

const readDead = async (ctx: ObjectContext | ObjectSharedContext): Promise<DurableDeadLetter[]> =>
  (await ctx.get<DurableDeadLetter[]>(names.dead)) ?? []

/** Calls the handler once. A kill before its result is stored repeats the call. @returns `null` if it succeeded */
async function attempt(
  ctx: ObjectContext,
  settings: DeliverySettings,
  { id, registrationId, fact }: Delivery,
): Promise<Failure | null> {
  const cancelled = new AbortController()
  const ends = AbortSignal.any([ctx.request().attemptCompletedSignal, cancelled.signal])
  const failed = (error: unknown): Failure => ({
    error: errorLabel(error),
    // Restate's own error for what must not be retried.
    final: isUndeliverable(error) || (error instanceof Error && error.name === 'TerminalError'),
    at: nowOf(settings, ctx.key),
  })
  try {
    return await ctx.run(id, () =>
      callHandler(settings.onFact, { id, registrationId, fact }, settings.timeout, ends).then(
        () => null,
        failed,
      ),
    )
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error
    // An operator has cancelled the call, which gives up this fact. Its handler may still run, but the next one begins.
    cancelled.abort()
    return { ...(await ctx.run('cancelled', () => failed(error))), final: true }
  }
}

/** Schedules the next attempt, and stores the facts that wait for it. */
function retryLater(ctx: ObjectContext, facts: WaitingFact[], wait: Millis, at: Millis): void {
  const attempt = ctx.rand.uuidv4()
  ctx.set<Waiting>(names.waiting, { attempt, at, facts })
  ctx
    .objectSendClient<RegistrationHandlers>(registrationObject, ctx.key)
    .redeliver({ attempt }, delayed(wait))
}

async function addDeadLetter(
  ctx: ObjectContext,
  { id, registrationId, fact, tries = 0, since }: WaitingFact,
  { error, at }: Failure,
): Promise<void> {
  const letter: DurableDeadLetter = {
    ...{ id, registrationId, fact, tries, error },
    since: formatInstant(since ?? at),
    deadAt: formatInstant(at),
  }
  ctx.set(names.dead, [...(await readDead(ctx)), letter])
}

/**
 * Delivers facts in order until one fails. A dead letter no longer holds up the later ones.
 * @param stored whether the facts stand in the state
 */
async function deliverAll(
  ctx: ObjectContext,
  settings: DeliverySettings,
  facts: readonly WaitingFact[],
  stored: boolean,
): Promise<void> {
  for (const [i, fact] of facts.entries()) {
    const failure = await attempt(ctx, settings, fact)
    if (failure === null) continue
    const tries = (fact.tries ?? 0) + 1
    const failed = { ...fact, tries, since: fact.since ?? failure.at }
    if (failure.final || tries >= settings.tries) {
      await addDeadLetter(ctx, failed, failure)
      continue
    }
    const wait = waitAfter(tries, settings.backoff)
    return retryLater(ctx, [failed, ...facts.slice(i + 1)], wait, failure.at + wait)
  }
  if (stored) ctx.clear(names.waiting)
}

/** Delivers new facts, after those that wait. */
export async function deliverFacts(
  ctx: ObjectContext,
  settings: DeliverySettings,
  deliveries: readonly Delivery[],
): Promise<void> {
  const waiting = await ctx.get<Waiting>(names.waiting)
  if (waiting === null) return deliverAll(ctx, settings, deliveries, false)
  const facts = [...waiting.facts, ...deliveries]
  // Stored first: an operator may cancel the call while it waits for the time.
  ctx.set<Waiting>(names.waiting, { ...waiting, facts })
  const now = await ctx.run('now', () => nowOf(settings, ctx.key))
  // An operator may have killed an overdue call, so its attempt is made here.
  if (waiting.at < now) await deliverAll(ctx, settings, facts, true)
}

/** Makes the attempt that was scheduled, unless another one has replaced it. */
export async function redeliver(
  ctx: ObjectContext,
  settings: DeliverySettings,
  call: { attempt: string },
): Promise<void> {
  const waiting = await ctx.get<Waiting>(names.waiting)
  if (waiting?.attempt === call.attempt) await deliverAll(ctx, settings, waiting.facts, true)
}

export const storedDeadLetters = (ctx: ObjectSharedContext): Promise<DurableDeadLetter[]> => readDead(ctx)

const byPosition = (a: Delivery, b: Delivery): number => {
  const [one, other] = [a, b].map(({ id }) => parseFactId(id) as FactPosition) as [FactPosition, FactPosition]
  return one.revision - other.revision || one.n - other.n
}

/**
 * Puts dead letters back among the facts that wait, in order, and schedules an attempt at once; none if there are none.
 * @returns their number
 */
export async function requeueDeadLetters(
  ctx: ObjectContext,
  settings: DeliverySettings,
  { ids }: RetryQuery,
): Promise<number> {
  const dead = await readDead(ctx)
  const requeued = dead.filter(({ id }) => ids === undefined || ids.includes(id))
  if (requeued.length === 0) return 0
  // Read first: an operator may cancel the call while it waits for the time, and the letters must stay then.
  const now = await ctx.run('now', () => nowOf(settings, ctx.key))
  const rest = dead.filter((letter) => !requeued.includes(letter))
  if (rest.length > 0) ctx.set(names.dead, rest)
  else ctx.clear(names.dead)
  const { facts } = (await ctx.get<Waiting>(names.waiting)) ?? { facts: [] }
  const open = [...requeued.map(({ id, registrationId, fact }) => ({ id, registrationId, fact })), ...facts]
  retryLater(ctx, open.sort(byPosition), 0, now)
  return requeued.length
}
