import type { EventType, RegistrationEvent } from '../events'
import type { Cite } from '../model/citations'
import type { Context } from '../model/context'
import { type InstantName, now } from '../model/instants'
import type { DocumentKind, PhotoBackground } from '../schema/vocabulary'
import type { Millis } from '../time'
import type { MessageKey, RuleTexts } from '../titles'

/** A query for an event type without an event: it has no sender and no fields. */
export type EventQuery = { type: EventType; at: string; by?: undefined }

/** The arguments of a guard. */
export type GuardArgs = { context: Context; event: RegistrationEvent | EventQuery }

export type Guard = {
  (args: GuardArgs): boolean
  /** Whether a guard that needs the fields of the event can hold for some fields. Used for an `EventQuery`. */
  readonly mayHold?: (args: GuardArgs) => boolean
}

/** The values of a message that its rule computes, for those who write their own texts. Codes, not names. */
export type RuleParams = {
  /** The missing documents. */
  documents?: readonly DocumentKind[]
  /** The subjects that are missing, or too many. */
  subjects?: readonly string[]
  /** The media types of a photo or a document, as people write them: `PDF`. */
  formats?: readonly string[]
  /** The size of the photo in pixels. */
  widthPx?: number
  heightPx?: number
  background?: PhotoBackground
  hours?: number
  /** The number and the amount of the order to be paid. */
  orderNo?: string
  amountFen?: number
  /** The instant in the event. */
  dueAt?: string
}

/** A passage of local law, which a provision cites: its document and article. */
export type LocalCite = string & {}

/** The sections of the official text, or `policy` if the text is silent; of a provision, passages of local law. */
type Cited = { readonly cites: readonly (Cite | LocalCite)[] }

/** A rule that can refuse an event. It refuses if its guard holds. */
export type RefusalRule = Cited & {
  readonly kind: 'refusal'
  readonly standsAgainst: Guard
  /** The values of its message that depend on the event; a message can also name instants of the notice. */
  readonly params?: (args: GuardArgs) => RuleParams
  /** The key of the message for this case, if the rule has several. */
  readonly messageFor?: (args: GuardArgs) => MessageKey | undefined
  /** The instants at which it starts to refuse the event; the next one applies. */
  readonly until?: readonly InstantName[]
  /** The instants at which it stops refusing the event; the next one applies. */
  readonly from?: readonly InstantName[]
}
/** A rule that selects a transition. Its transition applies if its guard holds. */
export type BranchRule = Cited & { readonly kind: 'branch'; readonly holds: Guard }
/** A rule that `decide`, `open` or a store checks outside the machine. It has no guard. */
export type IntakeRule = Cited & { readonly kind: 'intake' }
/** A rule that only advises on eligibility. It has no guard. */
export type AdviceRule = Cited & { readonly kind: 'advice' }

/** A rule without its texts, which are in `data/titles.json`, by id. */
type RuleSpec = RefusalRule | BranchRule | IntakeRule | AdviceRule

/** A rule: its § (`cites`), title and message, and a guard if the machine evaluates it. */
export type Rule = RuleSpec & RuleTexts

/** A catalogue of the rules of some areas: `Rules<'commitment' | 'proof'>` rejects ids of other areas. */
export type Rules<Area extends string> = Readonly<Record<`${Area}.${string}`, RuleSpec>>

export const refusal = (spec: Omit<RefusalRule, 'kind'>): RefusalRule => ({ kind: 'refusal', ...spec })
export const branch = (spec: Omit<BranchRule, 'kind'>): BranchRule => ({ kind: 'branch', ...spec })
export const advice = (spec: Omit<AdviceRule, 'kind'>): AdviceRule => ({ kind: 'advice', ...spec })
export const intake = (spec: Omit<IntakeRule, 'kind'>): IntakeRule => ({ kind: 'intake', ...spec })

/** The guard of a rule that refuses in every state where the machine uses it. */
export const everywhere: Guard = () => true

/**
 * Creates a guard on the fields of some event types. It never holds for other types, nor for an `EventQuery`, which has
 * no fields.
 * @param condition a condition on the context alone; the guard cannot hold without it
 */
export function about<Type extends EventType>(
  types: Type | readonly Type[],
  test: (args: { context: Context; event: RegistrationEvent<Type>; at: Millis }) => boolean,
  condition: (context: Context) => boolean = () => true,
): Guard {
  const listed: readonly string[] = typeof types === 'string' ? [types] : types
  const mayHold = ({ context, event }: GuardArgs): boolean =>
    listed.includes(event.type) && condition(context)
  const guard = (args: GuardArgs): boolean => {
    const { context, event } = args
    return (
      event.by !== undefined &&
      mayHold(args) &&
      test({ context, event: event as RegistrationEvent<Type>, at: now({ context, event }) })
    )
  }
  return Object.assign(guard, { mayHold })
}

/** Creates the values of a message about some event types; none for other types, nor for an `EventQuery`. */
export function paramsOf<Type extends EventType>(
  type: Type,
  compute: (args: { context: Context; event: RegistrationEvent<Type> }) => RuleParams,
): (args: GuardArgs) => RuleParams {
  return ({ context, event }) =>
    event.by !== undefined && event.type === type
      ? compute({ context, event: event as RegistrationEvent<Type> })
      : {}
}

/** Creates a guard on the context and the instant, without the fields of the event. */
export function atInstant(test: (context: Context, at: Millis) => boolean): Guard {
  return (args) => test(args.context, now(args))
}

/** Creates a guard that holds if any of the guards holds. At least one of them needs the fields of the event. */
export function anyOf(...guards: readonly Guard[]): Guard {
  const guard = (args: GuardArgs): boolean => guards.some((each) => each(args))
  const mayHold = (args: GuardArgs): boolean => guards.some((each) => (each.mayHold ?? each)(args))
  return Object.assign(guard, { mayHold })
}

/**
 * Adds the texts to the rules of a catalogue. A rule without texts in `data/titles.json` does not compile.
 * @returns the same catalogue
 */
export function withTexts<Catalogue extends Readonly<Record<string, RuleSpec>>>(
  catalogue: Catalogue,
  texts: Readonly<Record<keyof Catalogue, RuleTexts>>,
): { readonly [Id in keyof Catalogue]: Catalogue[Id] & RuleTexts } {
  for (const id of Object.keys(catalogue)) Object.assign(catalogue[id] as RuleSpec, texts[id])
  return catalogue as { readonly [Id in keyof Catalogue]: Catalogue[Id] & RuleTexts }
}
