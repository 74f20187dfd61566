import { shapeOf } from '../events'
import { holdsPlace } from '../persistence/areas'
import { anyInstant } from '../persistence/refusals'
import type { EventInput, StoredDecision } from '../persistence/types'
import type { NoticeWideEvent, SendItem } from '../postgres'
import { read } from '../schema/issues'
import { assertPresent } from '../schema/primitives'
import { reaches } from './access'
import { type Answer, type Call, ok } from './call'
import { decisionAnswer } from './decisionAnswer'
import { eventBy, keyFor } from './eventCalls'
import { requiredKey, storeKey } from './idempotency'
import { invalid, issueAt, notAllowed, notFound, Problem } from './problem'
import { problemBody } from './problemAnswer'
import { maxBulkBytes, readBodyJson } from './requestBody'

/** Events for many registrations: a list, or the amendment of a notice. */

/** The largest number of events in a list. */
const mostItems = 1000
/** How long an amendment is sent in one call, in milliseconds. */
const rolloutMs = 20_000

type ListedEvent = { registrationId?: unknown; event?: unknown; key?: unknown }

function listIn(body: unknown): ListedEvent[] {
  if (Array.isArray(body) && body.length >= 1 && body.length <= mostItems) {
    const strange = body.findIndex((item) => typeof item !== 'object' || item === null || Array.isArray(item))
    if (strange < 0) return body
    throw invalid([issueAt(String(strange), '须为对象', 'must be an object')])
  }
  throw invalid([issueAt('', `须为 1 到 ${mostItems} 项的列表`, `must be a list of 1 to ${mostItems} items`)])
}

/** An item to send, with its line in the list. */
type LinedItem = SendItem & { line: number }

function itemFor(call: Call, { registrationId, event, key }: ListedEvent, line: number): LinedItem {
  if (typeof registrationId !== 'string')
    throw invalid([issueAt('registrationId', '须为文本', 'must be a text')])
  if (key !== undefined && typeof key !== 'string')
    throw invalid([issueAt('key', '须为文本', 'must be a text')])
  const own = eventBy(call.actor, event)
  return {
    id: registrationId,
    event: own,
    key: keyFor(call, own, key ?? null),
    may: reaches(call.actor),
    line,
  }
}

/** What a list answers to one event: its status, and the body that it would have alone. */
type LineAnswer = { status: number } & Record<string, unknown>

function answerWith(call: Call, make: () => Answer): LineAnswer {
  try {
    const { status, body } = make()
    return { ...(body as object), status }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { ...problemBody(error, call.lang), status: error.status }
  }
}

/** `POST /events` */
export async function postEvents(call: Call): Promise<Answer> {
  const { store, registrations, lang, request } = call
  const list = listIn(await readBodyJson(request, maxBulkBytes))
  const answers: LineAnswer[] = []
  const items: LinedItem[] = []
  for (const [line, listed] of list.entries()) {
    const failed = answerWith(call, () => {
      items.push(itemFor(call, listed, line))
      return { status: 0 }
    })
    if (failed.status !== 0) answers[line] = failed
  }
  await store.sendAll(items, {
    onDecision: (item, decision: StoredDecision) => {
      answers[(item as LinedItem).line] = answerWith(call, () =>
        decisionAnswer(decision, registrations, lang),
      )
    },
  })
  return ok({ items: list.map((_, line) => assertPresent(answers[line])) })
}

/** Reads an event for all registrations of a notice. */
function noticeWide(event: EventInput): EventInput<NoticeWideEvent> {
  if (event.type !== 'notice.amend' && event.type !== 'exam.cancel')
    throw invalid([
      issueAt('type', '须为 notice.amend 或 exam.cancel', 'must be notice.amend or exam.cancel'),
    ])
  const { issues } = read(shapeOf(event.type), { ...event, at: anyInstant })
  if (issues !== undefined) throw invalid(issues)
  return event as EventInput<NoticeWideEvent>
}

/** `POST /notices/{id}/events` */
export async function postNoticeEvent(call: Call): Promise<Answer> {
  const { store, notices, actor, caller, params, request, closing } = call
  const id = params.id ?? ''
  const notice = Object.hasOwn(notices, id) ? notices[id] : undefined
  const key = storeKey(caller, actor, requiredKey(request.headers.get('idempotency-key')))
  const event = noticeWide(eventBy(actor, await readBodyJson(request)))
  if (notice === undefined) throw notFound()
  // The amendment reaches every registration of the notice.
  if (!notice.places.every((place) => holdsPlace(actor.places ?? [], place))) throw notAllowed()
  const signals = [AbortSignal.timeout(rolloutMs), ...(closing ? [closing] : [])]
  try {
    const {
      sent,
      total = sent,
      stopped,
    } = await store.sendToNotice(id, event, {
      key,
      signal: AbortSignal.any(signals),
    })
    return ok({ sent, left: stopped ? Math.max(1, total - sent) : 0 })
  } catch (error) {
    // The event was checked above: what is left is a key that names another one.
    if (!(error instanceof RangeError)) throw error
    throw invalid([
      issueAt('', '同一 Idempotency-Key 曾用于另一内容', 'the Idempotency-Key was used for another body'),
    ])
  }
}
