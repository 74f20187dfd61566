import type { ObjectContext, ObjectSharedContext } from '@restatedev/restate-sdk'
import type { deadlines } from '../engine/deadlines'
import type { Decision } from '../engine/decide'
import type { Explanation } from '../engine/explain'
import type { Snapshot } from '../engine/snapshot'
import type { Fact } from '../facts'
import type { OpenInput } from '../model/context'
import type { EventInput } from '../persistence/eventInput'
import type { CandidateHistory } from '../schema/vocabulary'
import type { LogRow } from './record'

/** What can be asked of both objects. */

/** What becomes of a call; where there is no such registration, the snapshot is `null`. */
export type StoredDecision = Decision<Snapshot | null>

/** An opening that may leave its `at` to the engine; the registration's id is the object's key. */
export type ObjectOpenInput = Omit<OpenInput, 'at' | 'registrationId'> & {
  at?: string
  registrationId?: string
}

/** An event that may leave its `at` to the engine. Under the same `key` it is decided once, for good. */
export type SendCall = EventInput & { key?: string }

/** A registration as it stands. */
export type Entry = {
  registrationId: string
  candidateId: string
  snapshot: Snapshot
  /** A dotted path for each region, with a space between. */
  state: string
  /** The instant of the next deadline that moves it. */
  nextDue?: string
  /** How many entries its log has. */
  revision: number
  /** The library that decided last. */
  library: string
}

/** What to explain: an instant, now unless told otherwise, and an event to judge with its fields. */
export type ExplainQuery = { at?: string; event?: EventInput }

/** Which page of a log: what follows a revision, and how many entries, 100 unless told otherwise. */
export type LogQuery = { after?: number; limit?: number }

/** What is expected of a registration, and when. */
export type Deadlines = ReturnType<typeof deadlines>

/** A fact for whoever acts on it. The same `id` may come again: act on each id once. */
export type Delivery = { id: string; registrationId: string; fact: Fact }

/** A registration as a virtual object: its key is the registration's id. */
export type RegistrationHandlers = {
  /**
   * Opens the registration with the history that the candidate's others leave behind. The same opening again returns
   * the first answer; a second live one for the same exam, year and sitting is refused with `registration.exists`.
   */
  open(ctx: ObjectContext, input: ObjectOpenInput): Promise<StoredDecision>
  /** Decides an event. Without an `at` it happens now, never before the last. */
  send(ctx: ObjectContext, call: SendCall): Promise<StoredDecision>
  /** The registration as it stands; `null` where there is none. */
  get(ctx: ObjectSharedContext): Promise<Entry | null>
  /** What can be done, by whom, until when, and what stands against the rest. */
  explain(ctx: ObjectSharedContext, question?: ExplainQuery): Promise<Explanation[]>
  /** What it waits for, soonest first. */
  deadlines(ctx: ObjectSharedContext): Promise<Deadlines>
  /** A page of what happened, refusals too. */
  log(ctx: ObjectSharedContext, query?: LogQuery): Promise<LogRow[]>
  /** Erases what is personal in the log; what happened stays. @returns how many entries held something */
  erase(ctx: ObjectContext): Promise<number>
  /** Fires a deadline; only the object calls itself. */
  due(ctx: ObjectContext, call: { generation: number }): Promise<void>
  /** Takes in what the candidate's other registrations have changed; only the candidate's object calls it. */
  applyHistory(ctx: ObjectContext, change: { history: CandidateHistory; at: string }): Promise<void>
  /** Hands out facts, in order, under a key beside the registration's; only the object calls it. */
  deliver(ctx: ObjectContext, deliveries: Delivery[]): Promise<void>
}

/** What a registration tells of itself. */
export type RegistrationChange = { registrationId: string; at: string; facts: Fact[]; ended: boolean }

/** A candidate as a virtual object: its key is the candidate's id. */
export type CandidateHandlers = {
  /** Opens a registration with the history that the others leave behind; only registrations call it. */
  register(ctx: ObjectContext, input: OpenInput): Promise<StoredDecision>
  /** Hears what happened to a registration; only registrations call it. @returns whether it may stand */
  registrationChanged(ctx: ObjectContext, news: RegistrationChange): Promise<boolean>
  /** The ids of the candidate's registrations. */
  registrations(ctx: ObjectSharedContext): Promise<string[]>
  /** Erases what is personal in all of them; what happened stays. @returns how many log entries held something */
  erase(ctx: ObjectSharedContext): Promise<number>
}

/** How the objects are called. */
export const registrationObject = { name: 'registration' } as const
export const candidateObject = { name: 'candidate' } as const
