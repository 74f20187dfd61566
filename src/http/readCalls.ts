import type { Explanation } from '../engine/explain'
import type { LocalizedText } from '../language'
import type { CurrentRegistration, StoredLogRow } from '../postgres'
import { read } from '../schema/issues'
import { reaches } from './access'
import { type Answer, type Call, ok } from './call'
import type { Caller } from './caller'
import { entityTag } from './decisionAnswer'
import { invalid, notFound } from './problem'
import { logQueryShape } from './queryShapes'
import { registrationView } from './registrationView'

/** What readers ask about one registration. */

/** @returns the registration as it stands now; throws 404 if the actor does not reach it */
async function reached({ store, actor, params }: Call): Promise<CurrentRegistration> {
  const found = await store.get(params.id ?? '', { now: true })
  if (found === undefined || !reaches(actor)(found)) throw notFound()
  return found
}

/** `GET /registrations/{id}` */
export async function getRegistrationNow(call: Call): Promise<Answer> {
  return ok(registrationView(call.registrations, await reached(call)))
}

/** `GET /registrations/{id}/guide` */
export async function getGuide(call: Call): Promise<Answer> {
  const { snapshot, now } = await reached(call)
  return ok({ now, items: call.registrations.guide(snapshot, undefined, now) })
}

/** An event that the actor can send or not, with its title and the rules against it. */
function actionOf({ registrations: { titles } }: Call, explanation: Explanation): Record<string, unknown> {
  const { type, rules, ...rest } = explanation
  const ruleTexts: Readonly<Record<string, { title: LocalizedText; message: LocalizedText }>> = titles.rules
  return {
    type,
    title: titles.events[type],
    ...rest,
    rules: rules.map((id) => ({ id, ...pick(ruleTexts[id]), href: `/rules/${id}` })),
    href: `/events/${type}`,
  }
}

const pick = (texts: { title: LocalizedText; message: LocalizedText } | undefined) =>
  texts && { title: texts.title, message: texts.message }

/** `GET /registrations/{id}/actions` */
export async function getActions(call: Call): Promise<Answer> {
  const { registrations, actor } = call
  const { snapshot, now, state, revision } = await reached(call)
  const { role } = actor
  const explained = registrations.explain(snapshot, now, role === 'portal' ? undefined : { role })
  const actions = explained.map((one) => actionOf(call, one))
  return ok({ now, state, revision, actions })
}

/** An entry as a reader sees it: a candidate sees the content of his own only. */
function entryFor({ role, id }: Caller, entry: StoredLogRow): Record<string, unknown> {
  const { key: _, library, storedAt, event, ...row } = entry
  const { by } = { ...(event as { by?: Partial<Caller> } | null) }
  const isOwn = by?.role === 'candidate' && by.id === id
  if (role !== 'candidate' || isOwn) return { ...row, library, storedAt, event }
  const { revision, type, at, accepted, rule } = row
  return { revision, type, at, accepted, ...(rule !== undefined && { rule }) }
}

/** `GET /registrations/{id}/events` */
export async function getLog(call: Call): Promise<Answer> {
  const { store, actor, query, params } = call
  const { data, issues } = read(logQueryShape(), Object.fromEntries(query))
  if (issues !== undefined) throw invalid(issues)
  const { revision } = await reached(call)
  const { limit = 100, after = 0 } = data
  const entries = await store.log(params.id ?? '', { after, limit })
  const last = entries.at(-1)
  return ok(
    {
      items: entries.map((entry) => entryFor(actor, entry)),
      ...(entries.length === limit && last !== undefined && { next: last.revision }),
    },
    { etag: entityTag(Math.max(revision, last?.revision ?? 0)) },
  )
}
