import type { Language } from '../language'
import type { ExamSpec } from '../model/exam'
import type { Notice } from '../model/notice'
import type { Store } from '../postgres'
import type { Registrations } from '../registrations/registrations'
import type { Millis } from '../time'
import type { Caller, CallerRole } from './caller'
import type { CountCache } from './countCache'

/** One call of the service: what it has to work with, and what it answers. */

/** What all calls share. */
export type ServiceParts = {
  store: Store
  registrations: Registrations
  exams: Readonly<Record<string, ExamSpec | undefined>>
  notices: Readonly<Record<string, Notice | undefined>>
  counts: CountCache
  maxWaitMs: Millis
  moveClock: ((now: Millis) => void) | undefined
  closing: AbortSignal | undefined
}

/** A request whose sender is known. */
export type Call = ServiceParts & {
  request: Request
  /** Who sent the request. */
  caller: Caller
  /** In whose name it is decided: the caller, or whom a portal acts for. */
  actor: Caller
  lang: Language
  /** The parameters of the path. */
  params: Readonly<Record<string, string>>
  query: URLSearchParams
}

/** An answer: a body as JSON. */
export type Answer = {
  status: number
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** The rule of a refusal, for the log. */
  rule?: string
}

/** An entry of the list of calls. */
export type Operation = {
  /** Its `operationId` in the document. */
  id: string
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  /** Who may call it; `anyone` without authentication. */
  who: 'anyone' | readonly CallerRole[]
  handle: (call: Call) => Promise<Answer> | Answer
}

/** The answer of a call that succeeds. */
export const ok = (body: unknown, headers?: Answer['headers']): Answer => ({
  status: 200,
  body,
  ...(headers && { headers }),
})
