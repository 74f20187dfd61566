import type { Language, LocalizedText } from '../language'
import { stateLine } from '../persistence/derived'
import type { StoredDecision } from '../persistence/types'
import type { Registrations } from '../registrations/registrations'
import type { Answer } from './call'
import { failure, notFound, statusTitle } from './problem'

/** What is answered to an event or an opening. */

/** The rules whose refusals have a status of their own; that of all others is 409. */
const statuses: Readonly<Record<string, number>> = {
  'registration.unknown': 404,
  'registration.changed': 412,
  'event.malformed': 422,
  'event.unknown': 422,
  'event.key-reused': 422,
  'input.malformed': 422,
  'actor.role': 403,
  'actor.personal-act': 404,
  'snapshot.malformed': 500,
  'snapshot.law': 500,
  'internal.defect': 500,
}

/** The entity tag of a log: its revision. */
export const entityTag = (revision: number): string => `"${revision}"`

/** What an accepted event and a refused one answer alike. */
const outcomeOf = ({ snapshot, revision, facts, fired, repeated, expired }: StoredDecision) => ({
  ...(snapshot !== null && { state: stateLine(snapshot) }),
  ...(revision !== undefined && { revision }),
  facts,
  fired,
  repeated,
  ...(expired && { expired }),
})

/** The body of a refusal: the problem of its rule. */
function refusalBody(
  decision: StoredDecision & { accepted: false },
  status: number,
  registrations: Pick<Registrations, 'rules'>,
  lang: Language,
): Record<string, unknown> {
  const { rule, message, cites, possible, issues, params } = decision.refusal
  const title: LocalizedText = registrations.rules[rule]?.title ?? statusTitle(status)
  return {
    type: `/rules/${rule}`,
    title: title[lang],
    status,
    detail: message[lang],
    rule,
    cites,
    message,
    ...(params && { params }),
    possible,
    ...(issues && { issues }),
    ...outcomeOf(decision),
  }
}

/** @param accepted the status of an accepted event or opening, and further fields of its body */
export function decisionAnswer(
  decision: StoredDecision,
  registrations: Pick<Registrations, 'rules'>,
  lang: Language,
  accepted: { status: number; fields?: object; headers?: Record<string, string> } = { status: 200 },
): Answer {
  const { revision } = decision
  const tag = revision === undefined ? {} : { etag: entityTag(revision) }
  if (decision.accepted)
    return {
      status: accepted.status,
      body: { ...accepted.fields, ...outcomeOf(decision) },
      headers: { ...tag, ...accepted.headers },
    }
  const { rule } = decision.refusal
  const status = statuses[rule] ?? 409
  // A registration that the caller cannot reach looks like one that does not exist.
  if (status === 404) throw notFound()
  if (status === 500) throw failure()
  return { status, body: refusalBody(decision, status, registrations, lang), headers: tag, rule }
}
