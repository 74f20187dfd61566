import type { Decision } from '../engine/decide'
import type { FiredDeadline } from '../engine/run'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import type { RuleId } from '../rules'
import type { Role } from '../schema/vocabulary'

/**
 * An event as a store takes it. Without `at` it happens at the store's time. A candidate's event has none; an office, the
 * verifier, the bank and the clock may give one, at most a minute after the store's time.
 */
export type EventInput<E extends RegistrationEvent = RegistrationEvent> = E extends {
  by: { role: infer Sender }
}
  ? Omit<E, 'at'> & { at?: Sender extends 'candidate' ? undefined : string }
  : never

/** Who opens a registration at an instant of the past, such as an office that takes over a list. */
export type OpenedBy = { role: Exclude<Role, 'candidate'>; id: string }

/**
 * A decision of a store. The snapshot is `null` if the registration does not exist, or may not be read. A repeat is
 * answered what was decided, with the snapshot as it stands now.
 */
export type StoredDecision<Id extends string = RuleId> = Decision<Snapshot | null, Id> & {
  /**
   * Whether the same decision was returned before: for the same key, or for the same opening. Its facts were
   * returned then: a caller that acts on the facts of an answer must not act on these again.
   */
  repeated: boolean
  /**
   * Present if the answer to a repeat is no longer kept whole: it was pruned, archived or erased. Then it has no facts
   * and no deadlines that fired, and a refusal has its rule and the text of the rule. Nothing was decided again.
   */
  expired?: true
  /**
   * The number of the log entry that recorded the decision; of a refusal that was not recorded, that of the last entry.
   * Of an opening it is that of the last amendment that was decided with it. Absent if the registration does not exist, or may not be read.
   */
  revision?: number
}

/** The argument of `may`: the registration as it was read for the decision, before it is decided. */
export type RegistrationAccess = Pick<
  StoredRegistration,
  'registrationId' | 'candidateId' | 'snapshot' | 'revision'
>

/** The current state of a registration. */
export type StoredRegistration = {
  registrationId: string
  candidateId: string
  snapshot: Snapshot
  /** The dotted path of each innermost active state, separated by spaces. */
  state: string
  /** The instant of the next deadline that fires. */
  nextDue?: string
  /** The number of entries in its log. */
  revision: number
}

/** An entry of the log: an event that was decided, accepted or refused. */
export type LogRow = {
  /** From 1, without gaps, in the order of the decisions. */
  revision: number
  /**
   * The instant of the event. It may be earlier than that of the entry before if the event was refused or the bank sent
   * it.
   */
  at: string
  /** The name and version of the library that decided. */
  library: string
  /** The event's type; `open` for the opening, `unknown` for an unknown event type. */
  type: string
  /** The idempotency key of the event. */
  key?: string
  accepted: boolean
  /** The rule that refused the event. */
  rule?: RuleId
  /** The deadlines that fired when the event was decided. */
  fired: FiredDeadline[]
  /**
   * The event, valid or not; in the first entry, the input of `open`. After an erasure, placeholders replace personal
   * data.
   */
  event: unknown
}

/** A page of a log. */
export type LogQuery = {
  /** The revision of the last entry of the previous page. */
  after?: number
  /** 100 by default. */
  limit?: number
}

/** A fact to act on. The same `id` may be delivered again: act on each id once. */
export type Delivery = { id: string; registrationId: string; fact: Fact }

/** A fact that is no longer delivered after too many failed attempts. */
export type DeadLetter = Delivery & { tries: number; error: string; deadAt: string }

/**
 * Acts on a fact. If it throws, the delivery has failed and is retried later; not after an `Undeliverable`. `signal` is
 * aborted when the store stops waiting for the handler.
 */
export type FactHandler = (delivery: Delivery, signal: AbortSignal) => Promise<void> | void
