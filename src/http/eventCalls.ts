import { eventSizeIssues, maxEventBytes } from '../persistence/eventSize'
import type { EventInput } from '../persistence/types'
import type { Issue } from '../schema/issues'
import { reaches } from './access'
import type { Answer, Call } from './call'
import type { Caller } from './caller'
import { decisionAnswer } from './decisionAnswer'
import { givenKey, keyOfEvent, requiredKey, storeKey } from './idempotency'
import { invalid, issueAt, notAllowed, Problem } from './problem'
import { readBodyJson } from './requestBody'

/** Events: who sends one and when is never taken from its body. */

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The issues of a body that says who sends the event, or when. */
function claimIssues(body: Record<string, unknown>): Issue[] {
  const named = (['by', 'at'] as const).filter((name) => Object.hasOwn(body, name))
  return named.map((name) =>
    issueAt(name, '由系统记录，不得填写', 'must be left out: it is that of the token and the clock'),
  )
}

/** @returns the event in the name of the actor; a malformed one is the machine's to refuse */
export function eventBy({ role, id }: Caller, body: unknown): EventInput {
  if (!isObject(body)) throw invalid([issueAt('', '须为一个事项', 'must be an event')])
  const issues = claimIssues(body)
  if (issues.length > 0) throw invalid(issues)
  const event = { ...body, by: { role, id } } as unknown as EventInput
  if (eventSizeIssues(event) !== undefined)
    throw new Problem(413, {
      zh: `事项不得超过 ${maxEventBytes} 字节。`,
      en: `An event must be at most ${maxEventBytes} bytes.`,
    })
  return event
}

/** The key of an event in the store. That of the gateway may do without a given one. */
export function keyFor(
  { caller, actor }: Pick<Call, 'caller' | 'actor'>,
  event: EventInput,
  given: string | null,
) {
  const key = actor.role === 'gateway' ? givenKey(given) : requiredKey(given)
  return key === undefined ? keyOfEvent(caller, actor, event) : storeKey(caller, actor, key)
}

/** @returns the revision of `If-Match`; `undefined` if there is none, or it is `*` */
function wantedRevision(header: string | null): number | undefined {
  if (header === null || header.trim() === '*') return undefined
  const [, digits] = /^"(\d{1,9})"$/.exec(header.trim()) ?? []
  if (digits !== undefined) return Number(digits)
  throw new Problem(400, {
    zh: 'If-Match 须为日志的 ETag，例如 "3"。',
    en: 'If-Match must be an ETag of the log, such as "3".',
  })
}

/** `POST /registrations/{id}/events` */
export async function postEvent(call: Call): Promise<Answer> {
  const { request, actor, store, registrations, lang, params } = call
  if (actor.role === 'portal') throw notAllowed()
  const { headers } = request
  const body = await readBodyJson(request, maxEventBytes)
  const event = eventBy(actor, body)
  const key = keyFor(call, event, headers.get('idempotency-key'))
  const ifRevision = wantedRevision(headers.get('if-match'))
  const decision = await store.send(params.id ?? '', event, {
    key,
    may: reaches(actor),
    ...(ifRevision !== undefined && { ifRevision }),
  })
  return decisionAnswer(decision, registrations, lang)
}
