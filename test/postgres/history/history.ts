import type { Fact, FiredDeadline } from '../../../src'

/**
 * A history: what clients of a store called, and what they were answered. Each line is written before the call begins or
 * after it has ended, so that a process that is killed leaves calls without an answer. Times are of the machine's
 * monotonic clock, in nanoseconds, which all its processes share.
 */

/** An event as it was given to the store; `meta.call` names the call. */
export type GivenEvent = {
  type: string
  at?: string
  by?: { role: string; id: string }
  meta?: { call: string }
} & Record<string, unknown>

/** The input of an opening. The exam and the notice are named instead of spelt out. */
type GivenOpening = {
  registrationId: string
  candidateId: string
  exam: string
  notice: string
  history?: Record<string, unknown>
} & Record<string, unknown>

/** The begin of a call. */
export type Invoked = {
  line: 'invoked'
  call: string
  process: string
  time: number
  what: 'open' | 'send' | 'get' | 'sendToNotice' | 'fireDeadlines'
  /** The registration, or the notice of `sendToNotice`; empty for `fireDeadlines`. */
  id: string
  opening?: GivenOpening
  event?: GivenEvent
  key?: string
  ifRevision?: number
  retryRefused?: true
  /** The caller's transaction. */
  tx?: string
  /** The calls that are stored together or not at all, of one batch of `sendAll`. */
  batch?: string
  /** The limits of `fireDeadlines`. */
  until?: string
  limit?: number
  /** The number of the event in its scenario, which only the load reads. */
  step?: number
}

/** A decision that a call was answered; `sendToNotice` gets one for each registration. Or a state that was read. */
export type Answered = {
  line: 'answered'
  call: string
  id: string
  time: number
  accepted: boolean
  rule?: string
  /** The paths of the issues of a malformed event. */
  paths?: string[]
  facts: Fact[]
  fired: FiredDeadline[]
  /** The digest of the snapshot as JSON. */
  snapshot: string
  repeated: boolean
  revision?: number
}

/** The end of a call that has no decision of its own. */
export type Returned = { line: 'returned'; call: string; time: number; count: number }

/** A call that threw; `code` is that of a `StoreError`, or the name of another error. */
export type Failed = { line: 'failed'; call: string; time: number; code: string }

/**
 * A transaction of the caller. Before its end it writes a row of its own. `lost` is a commit without an answer;
 * `rolledBack` is also a transaction that failed before its commit was sent.
 */
type TransactionLine = {
  line: 'began' | 'committing' | 'committed' | 'rolledBack' | 'lost'
  tx: string
  process: string
  time: number
}

/** A handler begins with a fact, whose content is its JSON. */
export type Handling = {
  line: 'handling'
  handling: string
  process: string
  time: number
  fact: string
  content: string
}
export type Handled = { line: 'handled'; handling: string; time: number; failed?: true }

/** A process does not run any more. */
type Gone = { line: 'gone'; process: string; time: number; killed?: true }

export type HistoryLine = Invoked | Answered | Returned | Failed | TransactionLine | Handling | Handled | Gone

/** The time on the clock of a history. */
export const monotonic = (): number => Number(process.hrtime.bigint())
