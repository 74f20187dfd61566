import type { ObjectContext } from '@restatedev/restate-sdk'
import { type Decision, decide } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import { digestOf } from '../persistence/digest'
import type { EventInput } from '../persistence/eventInput'
import { affectsOthers, isEnded, refuseWith, unreadableRules } from '../persistence/standing'
import { keyIssues } from '../persistence/storable'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import type { CandidateHistory } from '../schema/vocabulary'
import { formatInstant, type Millis, parseInstant } from '../time'
import {
  type CandidateHandlers,
  candidateObject,
  type Delivery,
  type RegistrationHandlers,
  registrationObject,
  type SendCall,
  type StoredDecision,
} from './objects'
import { deliveriesOf, loggedEvent, type Stored, stored, storedAfter, type Timer, writeEntry } from './record'
import { delayed } from './serde'

/** What time it is, and whether anybody acts on facts. */
export type EngineClock = {
  now: () => Millis
  /** The same again where the engine runs a call again: for whatever decides what the call does. */
  journaled: (ctx: ObjectContext) => Promise<Millis>
  delivers: boolean
}

/** What was answered under a key; a malformed event's answer may quote it, and is given anew. */
type Answered = { digest: string; answer: StoredDecision | null }

const refused = <S extends Snapshot | null>(
  rule: RuleId,
  event: unknown,
  snapshot: S,
  issues?: Issue[],
): Decision<S> => ({
  accepted: false,
  refusal: refuseWith(rule, event, snapshot ?? undefined, issues),
  snapshot,
  facts: [],
  fired: [],
})

/** Calls the object itself when a deadline is due. */
export function schedule(ctx: ObjectContext, { now }: EngineClock, { generation, at }: Timer): void {
  if (at !== undefined) callAfter(ctx, generation, at - now())
}

/** Calls the object itself after a while. */
export function callAfter(ctx: ObjectContext, generation: number, milliseconds: number): void {
  ctx
    .objectSendClient<RegistrationHandlers>(registrationObject, ctx.key)
    .due({ generation }, delayed(milliseconds))
}

/** Keeps what was decided: the entry, the snapshot, the next deadline's call, the facts on their way out. */
export function recordDecision(
  ctx: ObjectContext,
  clock: EngineClock,
  before: Stored | null,
  decision: Decision,
  happened: Parameters<typeof writeEntry>[3],
): void {
  const now = storedAfter(before, decision.snapshot)
  writeEntry(ctx, now, decision, happened)
  if (now.timer !== before?.timer) schedule(ctx, clock, now.timer)
  if (!clock.delivers || decision.facts.length === 0) return
  const deliveries: Delivery[] = deliveriesOf(now, decision.facts)
  // Under a key of their own they come in order, and hold up no event of the registration.
  ctx.objectSendClient<RegistrationHandlers>(registrationObject, `${ctx.key}/facts`).deliver(deliveries)
}

/** Decides an event, lets the candidate's other registrations hear what concerns them, and keeps the decision. */
export async function decideAndRecord(
  ctx: ObjectContext,
  clock: EngineClock,
  before: Stored,
  event: RegistrationEvent,
  key?: string,
): Promise<Decision> {
  let decision = decide(before.snapshot, event)
  if (!decision.accepted && unreadableRules.has(decision.refusal.rule)) return decision
  const { facts, snapshot } = decision
  const ended = isEnded(snapshot)
  if (affectsOthers(facts) || ended !== isEnded(before.snapshot)) {
    const news = { registrationId: ctx.key, at: event.at, facts, ended }
    const stands = await ctx
      .objectClient<CandidateHandlers>(candidateObject, snapshot.context.candidateId)
      .registrationChanged(news)
    if (!stands) decision = refused('registration.exists', event, before.snapshot)
  }
  recordDecision(ctx, clock, before, decision, loggedEvent(event, key))
  return decision
}

/** An event at its instant; without one, now, but never before the last. */
async function withInstant(ctx: ObjectContext, clock: EngineClock, event: EventInput, snapshot: Snapshot) {
  if (typeof event !== 'object' || event === null || 'at' in event) return event as RegistrationEvent
  const last = snapshot.context?.at ?? 0
  return { ...event, at: formatInstant(Math.max(await clock.journaled(ctx), last)) } as RegistrationEvent
}

/** What a call holds: an event, and perhaps a key. */
function splitCall(call: SendCall): { event: EventInput; key?: string } {
  if (typeof call !== 'object' || call === null || Array.isArray(call)) return { event: call }
  const { key, ...event } = call
  return { event: event as EventInput, ...(key !== undefined && { key }) }
}

/** Decides an event that somebody sent. */
export async function sendToObject(
  ctx: ObjectContext,
  clock: EngineClock,
  call: SendCall,
): Promise<StoredDecision> {
  const { event, key } = splitCall(call)
  const before = await stored(ctx)
  if (before === null) return refused('registration.unknown', event, null)
  const { snapshot } = before
  if (key === undefined)
    return decideAndRecord(ctx, clock, before, await withInstant(ctx, clock, event, snapshot))
  const issues = keyIssues(key)
  if (issues !== undefined) return refused('event.malformed', event, snapshot, issues)
  const [name, digest] = [`key ${key}`, digestOf(event)]
  const answered = await ctx.get<Answered>(name)
  if (answered !== null) {
    if (answered.digest !== digest) return refused('event.key-reused', event, snapshot)
    return answered.answer ?? decide(snapshot, await withInstant(ctx, clock, event, snapshot))
  }
  const answer = await decideAndRecord(
    ctx,
    clock,
    before,
    await withInstant(ctx, clock, event, snapshot),
    key,
  )
  const rule = answer.accepted ? '' : answer.refusal.rule
  if (unreadableRules.has(rule)) return answer
  ctx.set<Answered>(name, { digest, answer: rule === 'event.malformed' ? null : answer })
  return answer
}

/** What brings in what happened in the candidate's other registrations. */
export const historyEvent = (
  snapshot: Snapshot,
  { history, at }: { history: CandidateHistory; at: string },
): RegistrationEvent<'history.amend'> => ({
  type: 'history.amend',
  at: formatInstant(Math.max(parseInstant(at), snapshot.context.at)),
  by: { role: 'office', id: 'baokao' },
  // Given even where empty, so that it replaces what was there.
  history: { integrity: [], credits: [], ...history },
})
