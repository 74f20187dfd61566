import type { ObjectContext } from '@restatedev/restate-sdk'
import type { Decision } from '../engine/decide'
import type { RegistrationEvent } from '../events'
import { isEnded } from '../persistence/derived'
import { digestWithoutMeta } from '../persistence/digest'
import { eventSizeIssues } from '../persistence/eventSize'
import { affectsOthers } from '../persistence/propagation'
import { asStored, refuseWith, unknownRegistration, unloggedRules } from '../persistence/refusals'
import { keyIssues } from '../persistence/storable'
import { timedEvent } from '../persistence/timedEvent'
import type { EventInput, StoredDecision } from '../persistence/types'
import type { Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import type { Millis } from '../time'
import { sendDeliveries } from './deliverHandler'
import {
  type CandidateHandlers,
  candidateObject,
  type RegistrationHandlers,
  registrationObject,
  type SendCall,
} from './objects'
import { deliveriesOf, loggedEvent, readStored, storedAfter, writeEntry } from './record'
import { delayed } from './serde'
import type { StoredState, Timer } from './storedState'

/** The clock of the handlers, whether facts are delivered, and what decides. */
export type ObjectSettings = {
  now: (registrationId: string) => Millis
  /**
   * The current time, journaled: the same when the engine replays a call. Required if the steps of the call depend on
   * it.
   */
  journaled: (ctx: ObjectContext) => Promise<Millis>
  /** How far the instant of an office, the verifier or the bank may be after the current time. */
  maxAhead: Millis
  delivers: boolean
  registrations: Registrations
}

/** The decision stored under a key. */
type KeyedDecision = { digest: string; answer: Decision; revision: number }

/** Schedules the call for a deadline, if there is one. */
export function schedule(ctx: ObjectContext, { now }: ObjectSettings, { generation, at }: Timer): void {
  if (at !== undefined) callAfter(ctx, generation, at - now(ctx.key))
}

/** Schedules a call of `due`. */
export function callAfter(ctx: ObjectContext, generation: number, milliseconds: number): void {
  ctx
    .objectSendClient<RegistrationHandlers>(registrationObject, ctx.key)
    .due({ generation }, delayed(milliseconds))
}

/** Records a decision: the log entry, the snapshot, the call for the next deadline, the facts to deliver. */
export function recordDecision(
  ctx: ObjectContext,
  settings: ObjectSettings,
  before: StoredState | null,
  decision: Decision,
  logged: Parameters<typeof writeEntry>[3],
): void {
  const after = storedAfter(before, decision.snapshot)
  writeEntry(ctx, after, decision, logged)
  if (after.timer !== before?.timer) schedule(ctx, settings, after.timer)
  if (!settings.delivers || decision.facts.length === 0) return
  sendDeliveries(ctx, deliveriesOf(after, decision.facts))
}

/** Decides an event, and records the decision. */
export const decideAndRecord = (
  ctx: ObjectContext,
  settings: ObjectSettings,
  before: StoredState,
  event: RegistrationEvent,
  key?: string,
): Promise<Decision> =>
  recordDecided(ctx, settings, before, event, settings.registrations.decide(before.snapshot, event), key)

/** Reports a change that affects other registrations to the candidate, and records the decision. */
export async function recordDecided(
  ctx: ObjectContext,
  settings: ObjectSettings,
  before: StoredState,
  event: RegistrationEvent,
  decided: Decision,
  key?: string,
): Promise<Decision> {
  let decision = decided
  if (!decision.accepted && unloggedRules.has(decision.refusal.rule)) return decision
  const { facts, snapshot } = decision
  const ended = isEnded(snapshot)
  if (affectsOthers(facts) || ended !== isEnded(before.snapshot)) {
    const possible = await ctx
      .objectClient<CandidateHandlers>(candidateObject, snapshot.context.candidateId)
      .registrationChanged({ registrationId: ctx.key, at: event.at, facts, ended })
    if (!possible)
      decision = refuseWith(settings.registrations, 'registration.exists', event, before.snapshot)
  }
  recordDecision(ctx, settings, before, decision, loggedEvent(event, key))
  return decision
}

/** Splits a call into the event and the idempotency key. */
function splitCall(call: SendCall): { event: EventInput; key?: string } {
  if (typeof call !== 'object' || call === null || Array.isArray(call)) return { event: call }
  const { key, ...event } = call
  return { event: event as EventInput, ...(key !== undefined && { key }) }
}

/** Decides an event of a caller, once for each key. */
export async function sendToObject(
  ctx: ObjectContext,
  settings: ObjectSettings,
  call: SendCall,
): Promise<StoredDecision> {
  const { event, key } = splitCall(call)
  const before = await readStored(ctx)
  if (before === null) return unknownRegistration(event)
  const { snapshot, revision } = before
  const { registrations, maxAhead } = settings
  const refuse = (rule: RuleId, because?: Issue[]) =>
    asStored(refuseWith(registrations, rule, event, snapshot, because), revision)
  const malformedKey = eventSizeIssues(event) ?? (key === undefined ? undefined : keyIssues(key))
  if (malformedKey !== undefined) return refuse('event.malformed', malformedKey)
  const [name, digest] = [`key ${key}`, digestWithoutMeta(event)]
  const kept = key === undefined ? null : await ctx.get<KeyedDecision>(name)
  if (kept !== null && kept.digest !== digest) return refuse('event.key-reused')
  if (kept !== null) return asStored(kept.answer, kept.revision, true)
  const time = { now: await settings.journaled(ctx), maxAhead }
  const {
    event: timed,
    rule: untimely,
    issues: untimelyIssues,
  } = timedEvent(event, snapshot.context?.at ?? 0, time)
  if (untimely !== undefined) return refuse(untimely, untimelyIssues)
  const decision = await decideAndRecord(ctx, settings, before, timed, key)
  const rule = decision.accepted ? '' : decision.refusal.rule
  if (unloggedRules.has(rule)) return asStored(decision, revision)
  const recorded = revision + 1
  if (key !== undefined) {
    ctx.set<KeyedDecision>(name, { digest, answer: decision, revision: recorded })
  }
  return asStored(decision, recorded)
}
