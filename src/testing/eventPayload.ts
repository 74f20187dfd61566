import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'

/** The fields of an event except its type, instant and sender. */
export type EventFields<T extends EventType = EventType> = Omit<RegistrationEvent<T>, 'type' | 'at' | 'by'>

/** The choices of a scenario's candidate, and the origin and verification of the degree. */
export type ScenarioOptions = {
  /** By default the commitment, or proof if the notice or the candidate's history excludes the commitment. */
  route?: 'commitment' | 'proof'
  /** The code of a level; by default the first level whose passes count for more than one year, else the first. */
  level?: string
  /** The code of a specialty; by default the first specialty if the level requires one. */
  specialty?: string
  /** Codes of subjects; by default all subjects of the level. */
  subjects?: string[]
  /** The origin of the degree; by default `domestic`. */
  origin?: 'domestic' | 'overseas'
  /** The result of the online check of the degree; by default `passed`, or `onSite` for an overseas degree. */
  degree?: 'passed' | 'failed' | 'onSite'
}

/** The input of a usual payload: the snapshot, the instant (ISO 8601 with an offset) and the options. */
export type PayloadContext = { snapshot: Snapshot; at: string; options?: ScenarioOptions }

/** The payloads and flags of one event type, for tests and exploration. */
export type PayloadSpec<T extends EventType> = {
  /** Returns the usual payload, which completes a draft. */
  usual: (context: PayloadContext) => EventFields<T>
  /** Returns every payload that guards distinguish, the best-fitting first; by default only the usual payload. */
  variants?: (snapshot: Snapshot, usual: EventFields<T>) => EventFields<T>[]
  /** The event can occur at any time and repeatedly: exploration limits the number of such events on a path. */
  interrupts?: true
  /** The event does not advance the registration: random scenarios rarely choose it. */
  detour?: true
  /** The event usually ends the registration: random scenarios rarely choose it. */
  ends?: true
}
