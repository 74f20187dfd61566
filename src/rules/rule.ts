import type { EventType, RegistrationEvent } from '../events'
import type { LocalizedText } from '../language'
import type { Cite } from '../model/citations'
import type { Context } from '../model/context'
import { type DeadlineName, now } from '../model/instants'
import type { Millis } from '../time'

/** An event type that somebody asks about without sending the event: no sender, no fields. */
export type EventQuery = { type: EventType; at: string; by?: undefined }

/** What a guard judges. */
export type GuardArgs = { context: Context; event: RegistrationEvent | EventQuery }

export type Guard = {
  (moment: GuardArgs): boolean
  /** Where it turns on the fields of the event: whether it holds for some, if the event is only asked about. */
  readonly mayHold?: (moment: GuardArgs) => boolean
}

type RuleTexts = {
  /** The sections that it rests on, or `policy` where the text is silent. */
  readonly cites: readonly [Cite, ...Cite[]]
  readonly title: LocalizedText
  /** What an applicant is told. */
  readonly message: LocalizedText
}

/** A requirement: true means that it stands against the event. */
export type RefusalRule = RuleTexts & {
  readonly kind: 'refusal'
  readonly standsAgainst: Guard
  /** The deadlines at which it turns against the event, whichever comes next. */
  readonly until?: readonly DeadlineName[]
}
/** A fork: true means that this way is taken. */
export type BranchRule = RuleTexts & { readonly kind: 'branch'; readonly holds: Guard }
/** What `decide` and `open` judge before the machine. */
export type IntakeRule = RuleTexts & { readonly kind: 'intake' }
/** Advice on eligibility, never a guard. */
export type AdviceRule = RuleTexts & { readonly kind: 'advice' }

/** A rule: what it rests on, what it is called, what an applicant is told, and, for a guard, how it judges. */
export type Rule = RefusalRule | BranchRule | IntakeRule | AdviceRule

/** The rules of some areas: `Rules<'commitment' | 'proof'>` takes no rule of another area. */
export type Rules<Area extends string> = Readonly<Record<`${Area}.${string}`, Rule>>

export const refusal = (spec: Omit<RefusalRule, 'kind'>): RefusalRule => ({ kind: 'refusal', ...spec })
export const branch = (spec: Omit<BranchRule, 'kind'>): BranchRule => ({ kind: 'branch', ...spec })
export const advice = (spec: Omit<AdviceRule, 'kind'>): AdviceRule => ({ kind: 'advice', ...spec })
export const intake = (spec: Omit<IntakeRule, 'kind'>): IntakeRule => ({ kind: 'intake', ...spec })

/** For a requirement that stands wherever the machine places it. */
export const everywhere: Guard = () => true

/**
 * Narrows a rule to some event types, sent with their fields. It holds against nothing else, nor against an event that
 * is only asked about, whose fields nobody knows yet.
 * @param may what has to be so for it to hold whatever the fields
 */
export function about<Type extends EventType>(
  types: Type | readonly Type[],
  judge: (moment: { context: Context; event: RegistrationEvent<Type>; at: Millis }) => boolean,
  may: (context: Context) => boolean = () => true,
): Guard {
  const listed: readonly string[] = typeof types === 'string' ? [types] : types
  const mayHold = ({ context, event }: GuardArgs): boolean => listed.includes(event.type) && may(context)
  const judged = (moment: GuardArgs): boolean => {
    const { context, event } = moment
    return (
      event.by !== undefined &&
      mayHold(moment) &&
      judge({ context, event: event as RegistrationEvent<Type>, at: now({ context, event }) })
    )
  }
  return Object.assign(judged, { mayHold })
}

/** For a rule that needs no field of the event: it stands, or not, at an instant. */
export function atInstant(judge: (context: Context, at: Millis) => boolean): Guard {
  return (moment) => judge(moment.context, now(moment))
}

/** Either of some judgements, of which one at least turns on fields. */
export function anyOf(...judges: readonly Guard[]): Guard {
  const judged = (moment: GuardArgs): boolean => judges.some((judge) => judge(moment))
  const mayHold = (moment: GuardArgs): boolean => judges.some((judge) => (judge.mayHold ?? judge)(moment))
  return Object.assign(judged, { mayHold })
}
