import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'

/** What an event of that type carries besides its type, its instant and its sender. */
export type EventFields<T extends EventType = EventType> = Omit<RegistrationEvent<T>, 'type' | 'at' | 'by'>

/** What the candidate of a scenario chooses and how the degree is verified. */
export type ScenarioOptions = {
  /** By default the commitment, or proof if the notice or the candidate's history leaves nothing else. */
  route?: 'commitment' | 'proof'
  /** The code of a level; by default the first whose passes count for more than one year, else the first. */
  level?: string
  /** The code of a specialty; by default the first, if the level requires one. */
  specialty?: string
  /** Codes of subjects; by default all of the level. */
  subjects?: string[]
  /** Where the degree is from; by default `domestic`. */
  origin?: 'domestic' | 'overseas'
  /** The result of the online check of the degree; by default `passed`. */
  degree?: 'passed' | 'failed' | 'onSite'
}

/** What a usual payload depends on: the registration, the instant (ISO 8601 with an offset) and the options. */
export type PayloadContext = { snapshot: Snapshot; at: string; options?: ScenarioOptions }

/** What tests and exploration know of one event type. */
export type PayloadSpec<T extends EventType> = {
  /** Fills in what a draft leaves out. */
  usual: (context: PayloadContext) => EventFields<T>
  /** Every payload that guards distinguish, the one that fits first; by default only the usual one. */
  variants?: (snapshot: Snapshot, usual: EventFields<T>) => EventFields<T>[]
  /** Can come at any moment and repeatedly: exploration limits how many are on one path. */
  interrupts?: true
  /** Does not lead on: random scenarios seldom choose it. */
  detour?: true
  /** Mostly ends the registration: random scenarios seldom choose it. */
  ends?: true
}
