import { randomUUID } from 'node:crypto'
import type { Language } from '../language'
import { StoreError, type StoreErrorCode } from '../postgres'
import type { Answer } from './call'
import { Unauthenticated } from './caller'
import { failure, Problem, statusTitle } from './problem'

/** Turns what was thrown into an answer, which shows nothing of the inside. */

/** The body of a problem, in one language. */
export function problemBody({ status, detail, parts }: Problem, lang: Language): Record<string, unknown> {
  const { issues, members } = parts
  return {
    type: 'about:blank',
    title: statusTitle(status)[lang],
    status,
    detail: detail[lang],
    ...(issues && { issues }),
    ...members,
  }
}

/** The failures after which the same request may succeed. */
const passing: readonly StoreErrorCode[] = ['unavailable', 'closed', 'conflict', 'full']

const challenge = { 'www-authenticate': 'Bearer realm="baokao"' }

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof Unauthenticated)
    return new Problem(
      401,
      { zh: '请求未带有效的密钥或令牌。', en: 'The request has no valid key or token.' },
      { headers: challenge },
    )
  if (error instanceof StoreError && passing.includes(error.code))
    return new Problem(503, error.text, { headers: { 'retry-after': '1' } })
  return failure()
}

/** The answer to what was thrown. */
export function answerTo(error: unknown, lang: Language): Answer {
  const problem = problemOf(error)
  return {
    status: problem.status,
    body: problemBody(problem, lang),
    ...(problem.parts.headers && { headers: problem.parts.headers }),
  }
}

/** Names a request, for its answer and the log. */
export const newRequestId = (): string => randomUUID()
