import type { ObjectContext } from '@restatedev/restate-sdk'
import { type Decision, decide } from '../decide'
import type { RegistrationEvent } from '../events'
import type { Issue } from '../issues'
import { digestOf } from '../keeping/digest'
import { against, isEnded, matters, type Sent, unreadable } from '../keeping/standing'
import { keyIssues } from '../keeping/texts'
import type { RuleId } from '../rules'
import type { Snapshot } from '../snapshot'
import { formatInstant, type Millis, parseInstant } from '../time'
import type { History } from '../words'
import {
  type Answer,
  type Call,
  type CandidateHandlers,
  type Delivery,
  type RegistrationHandlers,
  theCandidate,
  theRegistration,
} from './objects'
import { happening, moved, numbered, type Stored, stored, type Timer, write } from './record'
import { after } from './wire'

/** What time it is, and whether anybody acts on facts. */
export type Clock = {
  now: () => Millis
  /** The same again where the engine runs a call again: for whatever decides what the call does. */
  journaled: (ctx: ObjectContext) => Promise<Millis>
  delivers: boolean
}

/** What was answered under a key; a malformed event's answer may quote it, and is given anew. */
type Answered = { digest: string; answer: Answer | null }

const refused = <S extends Snapshot | null>(
  rule: RuleId,
  event: unknown,
  snapshot: S,
  issues?: Issue[],
): Decision<S> => ({
  accepted: false,
  refusal: against(rule, event, snapshot ?? undefined, issues),
  snapshot,
  facts: [],
  fired: [],
})

/** Calls the object itself when a deadline is due. */
export function schedule(ctx: ObjectContext, { now }: Clock, { generation, at }: Timer): void {
  if (at !== undefined) later(ctx, generation, at - now())
}

/** Calls the object itself after a while. */
export function later(ctx: ObjectContext, generation: number, milliseconds: number): void {
  ctx
    .objectSendClient<RegistrationHandlers>(theRegistration, ctx.key)
    .due({ generation }, after(milliseconds))
}

/** Keeps what was decided: the entry, the snapshot, the next deadline's call, the facts on their way out. */
export function keep(
  ctx: ObjectContext,
  clock: Clock,
  before: Stored | null,
  decision: Decision,
  happened: Parameters<typeof write>[3],
): void {
  const now = moved(before, decision.snapshot)
  write(ctx, now, decision, happened)
  if (now.timer !== before?.timer) schedule(ctx, clock, now.timer)
  if (!clock.delivers || decision.facts.length === 0) return
  const deliveries: Delivery[] = numbered(now, decision.facts)
  // Under a key of their own they come in order, and hold up no event of the registration.
  ctx.objectSendClient<RegistrationHandlers>(theRegistration, `${ctx.key}/facts`).deliver(deliveries)
}

/** Decides an event, lets the candidate's other registrations hear what concerns them, and keeps the decision. */
export async function take(
  ctx: ObjectContext,
  clock: Clock,
  before: Stored,
  event: RegistrationEvent,
  key?: string,
): Promise<Decision> {
  let decision = decide(before.snapshot, event)
  if (!decision.accepted && unreadable.has(decision.refusal.rule)) return decision
  const { facts, snapshot } = decision
  const ended = isEnded(snapshot)
  if (matters(facts) || ended !== isEnded(before.snapshot)) {
    const news = { registrationId: ctx.key, at: event.at, facts, ended }
    const stands = await ctx
      .objectClient<CandidateHandlers>(theCandidate, snapshot.context.candidateId)
      .hear(news)
    if (!stands) decision = refused('registration.exists', event, before.snapshot)
  }
  keep(ctx, clock, before, decision, happening(event, key))
  return decision
}

/** An event at its instant; without one, now, but never before the last. */
async function stamped(ctx: ObjectContext, clock: Clock, event: Sent, snapshot: Snapshot) {
  if (typeof event !== 'object' || event === null || 'at' in event) return event as RegistrationEvent
  const last = snapshot.context?.at ?? 0
  return { ...event, at: formatInstant(Math.max(await clock.journaled(ctx), last)) } as RegistrationEvent
}

/** What a call holds: an event, and perhaps a key. */
function parted(call: Call): { event: Sent; key?: string } {
  if (typeof call !== 'object' || call === null || Array.isArray(call)) return { event: call }
  const { key, ...event } = call
  return { event: event as Sent, ...(key !== undefined && { key }) }
}

/** Decides an event that somebody sent. */
export async function send(ctx: ObjectContext, clock: Clock, call: Call): Promise<Answer> {
  const { event, key } = parted(call)
  const before = await stored(ctx)
  if (before === null) return refused('registration.unknown', event, null)
  const { snapshot } = before
  if (key === undefined) return take(ctx, clock, before, await stamped(ctx, clock, event, snapshot))
  const issues = keyIssues(key)
  if (issues !== undefined) return refused('event.malformed', event, snapshot, issues)
  const [name, digest] = [`key ${key}`, digestOf(event)]
  const answered = await ctx.get<Answered>(name)
  if (answered !== null) {
    if (answered.digest !== digest) return refused('event.key-reused', event, snapshot)
    return answered.answer ?? decide(snapshot, await stamped(ctx, clock, event, snapshot))
  }
  const answer = await take(ctx, clock, before, await stamped(ctx, clock, event, snapshot), key)
  const rule = answer.accepted ? '' : answer.refusal.rule
  if (unreadable.has(rule)) return answer
  ctx.set<Answered>(name, { digest, answer: rule === 'event.malformed' ? null : answer })
  return answer
}

/** What brings in what happened in the candidate's other registrations. */
export const amending = (
  snapshot: Snapshot,
  { history, at }: { history: History; at: string },
): RegistrationEvent<'history.amend'> => ({
  type: 'history.amend',
  at: formatInstant(Math.max(parseInstant(at), snapshot.context.at)),
  by: { role: 'office', id: 'baokao' },
  // Given even where empty, so that it replaces what was there.
  history: { integrity: [], credits: [], ...history },
})
