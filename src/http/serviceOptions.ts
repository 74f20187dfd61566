import type { ExamSpec } from '../model/exam'
import type { Notice } from '../model/notice'
import type { Store } from '../postgres'
import type { Millis } from '../time'
import type { Authenticate, Caller } from './caller'

/** How many requests callers may send, each number in a second. */
export type ServiceLimits = {
  /** Of a caller, and of somebody whom a portal acts for; 20 by default. */
  perSecond?: number
  /** Of a portal; 1,000 by default. */
  portalPerSecond?: number
}

/** How facts are leased. */
export type ServiceFacts = {
  /** The longest time that a lease waits for facts, in milliseconds; 30,000 by default. */
  maxWaitMs?: Millis
}

/** A request that was answered, for logs and metrics. It has no personal data: ids are those of callers and registrations. */
export type AnsweredRequest = {
  /** As the answer's header `X-Request-Id` says. */
  requestId: string
  method: string
  /** The pattern of the path, such as `/registrations/{id}`; `-` if there is no such path. */
  path: string
  status: number
  /** The operation of the document; absent if there is no such path or method. */
  operation?: string
  /** Who called; absent if nobody was authenticated. */
  caller?: Pick<Caller, 'role' | 'id'>
  /** Whom a portal acted for. */
  actor?: Pick<Caller, 'role' | 'id'>
  /** The id in the path, if it is a valid one. */
  id?: string
  /** The rule of a refusal. */
  rule?: string
  milliseconds: Millis
}

/** The options of a service. */
export type ServiceOptions = {
  /** Also one with provisions. */
  store: Store<string>
  /** Finds out who sends a request: `keyAuthentication`, `tokenAuthentication`, or your own. */
  authenticate: Authenticate
  /** The exams that openings can name; the bundled ones by default. */
  exams?: Readonly<Record<string, ExamSpec | undefined>>
  /** The notices that openings can name; the bundled ones by default. */
  notices?: Readonly<Record<string, Notice | undefined>>
  limits?: ServiceLimits
  facts?: ServiceFacts
  /** Moves the clock of a demonstration, for `POST /clock`; without it, there is no such path. */
  moveClock?: (now: Millis) => void
  /** When aborted, calls that wait end soon: before a server stops. */
  closing?: AbortSignal
  /** The current time, in milliseconds, for limits and caches; the system's by default. */
  now?: () => Millis
  /** Called with what was thrown, when a request is answered with `500` or `503`. */
  onError?: (error: unknown, requestId: string) => void
  /** Called after each request. */
  onAnswer?: (answered: AnsweredRequest) => void
}
