import type { ObjectContext, ObjectSharedContext } from '@restatedev/restate-sdk'
import type { Decision } from '../engine/decide'
import type { Explanation } from '../engine/explain'
import type { Snapshot } from '../engine/snapshot'
import type { Fact } from '../facts'
import type { OpenInput } from '../model/opening'
import type {
  DeadLetter,
  Delivery,
  EventInput,
  LogQuery,
  LogRow,
  OpenedBy,
  StoredDecision,
  StoredRegistration,
} from '../persistence/types'
import type { deadlines } from '../registrations/national'
import type { CandidateHistory, Role } from '../schema/vocabulary'

/** The interfaces of the virtual objects. */

/**
 * An opening. It happens at the current time; only with `by` it may have an `at`, at most a minute later.
 * `registrationId` is the object's key by default, and must equal it.
 */
export type ObjectOpenInput = Omit<OpenInput, 'at' | 'registrationId'> & {
  registrationId?: string
} & ({ at?: undefined; by?: undefined } | { at?: string; by: OpenedBy })

/** An event without `at` happens at the current time. Under the same `key` it is decided once. */
export type SendCall = EventInput & { key?: string }

/** The current state of a registration, and the name and version of the library that decided last. */
export type DurableRegistration = StoredRegistration & { library: string }

/**
 * A query for `explain`: an instant, by default now, and an event that is evaluated with its fields, or a role, to explain
 * only the events that it may send.
 */
export type ExplainQuery = { at?: string; event?: EventInput; role?: Role }

/** The deadlines and expected instants that a registration waits for. */
export type Deadlines = ReturnType<typeof deadlines>

/** The decision of an opening; the snapshot is `null` if it was refused. */
export type OpeningDecision = Decision<Snapshot | null>

/**
 * The answer to a call of `open` or `send`. `requestDigest` is the SHA-256 of the body that was decided, in hexadecimal.
 * If it is not that of the body that was sent, the call had the `Idempotency-Key` of another one: the server has returned
 * the answer to that one, and nothing was decided.
 */
export type DurableDecision = StoredDecision & { requestDigest: string }

/** A dead letter of a registration. `since` is the instant of its first failure; `error` the class and the code. */
export type DurableDeadLetter = DeadLetter & { since: string }

/** The dead letters to retry; all of them by default. */
export type RetryQuery = { ids?: string[] }

/** A registration as a virtual object; its key is the registration's id. */
export type RegistrationHandlers = {
  /**
   * Opens the registration with the carry-over of the candidate's other registrations. Repeating the same opening
   * returns the first decision; another opening under the same id is refused with `registration.id-in-use`, a second
   * live registration for the same exam, year, sitting and kind with `registration.exists`.
   */
  open(ctx: ObjectContext, input: ObjectOpenInput): Promise<DurableDecision>
  /** Decides an event. Without an `at` it gets the current time, or the time of the last event if that is later. */
  send(ctx: ObjectContext, call: SendCall): Promise<DurableDecision>
  /** Returns the current state; `null` if the registration does not exist. */
  get(ctx: ObjectSharedContext): Promise<DurableRegistration | null>
  /**
   * Explains which events are possible, who may send them, until when or from when, and which rules refuse the others.
   * Throws a `TerminalError` for an unknown role.
   */
  explain(ctx: ObjectSharedContext, query?: ExplainQuery): Promise<Explanation[]>
  /** Returns the deadlines and expected instants, earliest first. */
  deadlines(ctx: ObjectSharedContext): Promise<Deadlines>
  /** Returns a page of the log, including refused events. */
  log(ctx: ObjectSharedContext, query?: LogQuery): Promise<LogRow[]>
  /**
   * Rebuilds the registration from its log, with this version of the library; `null` if it does not exist. The stored
   * snapshot is not read, and may be damaged. Within one version the result equals it byte for byte.
   */
  replay(ctx: ObjectSharedContext): Promise<StoredRegistration | null>
  /** Erases the personal data in the log; the log stays. @returns the number of entries that held personal data */
  erase(ctx: ObjectContext): Promise<number>
  /** Fires a deadline. Called by the object itself. */
  due(ctx: ObjectContext, call: { generation: number }): Promise<void>
  /**
   * Replaces the history after another registration of the candidate has changed it. Called by the candidate's object.
   */
  applyHistory(ctx: ObjectContext, change: { history: CandidateHistory; at: string }): Promise<void>
  /** Returns the dead letters of the registration, the oldest first. */
  deadLetters(ctx: ObjectSharedContext): Promise<DurableDeadLetter[]>
  /**
   * Delivers dead letters again, before the later facts of the registration; these are retried at once, too. Throws a
   * `TerminalError` for invalid ids.
   * @returns the number of ids that were dead letters
   */
  retryDeadLetters(ctx: ObjectSharedContext, query?: RetryQuery): Promise<number>
  /** Delivers facts in order, under a separate key, `<registration id>/facts`. Called by the registration's object. */
  deliver(ctx: ObjectContext, deliveries: Delivery[]): Promise<void>
  /** Delivers the facts that wait since a failure. Called by the object itself, under that key. */
  redeliver(ctx: ObjectContext, call: { attempt: string }): Promise<void>
  /** Returns the dead letters that are stored under that key. Called by the registration's object. */
  storedDeadLetters(ctx: ObjectSharedContext): Promise<DurableDeadLetter[]>
  /** Returns dead letters to the facts that wait under that key. Called by the registration's object. */
  requeueDeadLetters(ctx: ObjectContext, query: RetryQuery): Promise<number>
}

/** A change of a registration that may affect the candidate's other registrations. */
export type RegistrationChange = { registrationId: string; at: string; facts: Fact[]; ended: boolean }

/** A candidate as a virtual object that only registrations and `candidatePortal` call; its key is the candidate's id. */
export type CandidateHandlers = {
  /**
   * Decides an opening with the carry-over of the other registrations. Called by registrations.
   * @returns the decision, and the history that it rests on
   */
  register(
    ctx: ObjectContext,
    input: OpenInput,
  ): Promise<{ decision: OpeningDecision; history: CandidateHistory }>
  /**
   * Applies a change of a registration. Called by registrations.
   * @returns `false` if the registration must not become live again, because a rival is live
   */
  registrationChanged(ctx: ObjectContext, change: RegistrationChange): Promise<boolean>
  /** Returns the ids of the candidate's registrations. Called by `candidatePortal`. */
  registrations(ctx: ObjectSharedContext): Promise<string[]>
}

/** What a portal may do with all registrations of a candidate; the key is the candidate's id. */
export type CandidatePortalHandlers = {
  /** Returns the ids of the candidate's registrations. */
  registrations(ctx: ObjectSharedContext): Promise<string[]>
  /** Erases the personal data in the logs of all these. @returns the number of entries that held personal data */
  erase(ctx: ObjectSharedContext): Promise<number>
}

/** The service names for clients. `candidate` takes no calls from outside. */
export const registrationObject = { name: 'registration' } as const
export const candidateObject = { name: 'candidate' } as const
export const candidatePortalObject = { name: 'candidates' } as const
