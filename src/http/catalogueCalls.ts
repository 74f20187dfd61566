import document from '../../data/openapi.json'
import { eventTypes, isEventType, senderOf } from '../events'
import { assertPresent } from '../schema/primitives'
import { stateTitles } from '../titles'
import { type Answer, type Call, ok } from './call'
import { notFound } from './problem'

/** What everybody may read: rules, states, events, exams, notices, and the document. */

const cached = { 'cache-control': 'public, max-age=300' }

const found = (body: unknown): Answer => {
  if (body === undefined) throw notFound()
  return ok(body, cached)
}

const own = <T>(entries: Readonly<Record<string, T>>, name = ''): T | undefined =>
  Object.hasOwn(entries, name) ? entries[name] : undefined

const ruleView = ({ registrations: { rules } }: Call, id: string): Record<string, unknown> | undefined => {
  const rule = own<(typeof rules)[keyof typeof rules]>(rules, id)
  return rule && { id, kind: rule.kind, title: rule.title, message: rule.message, cites: rule.cites }
}

/** `GET /rules` */
export const listRules = (call: Call): Answer =>
  found({ items: Object.keys(call.registrations.rules).map((id) => ruleView(call, id)) })
/** `GET /rules/{id}` */
export const getRule = (call: Call): Answer => found(ruleView(call, call.params.id ?? ''))

const stateView = ({ registrations: { titles } }: Call, path: string) => {
  const title = own<unknown>(titles.states, path)
  return title && { id: path, title }
}

/** `GET /states` */
export const listStates = (call: Call): Answer =>
  found({ items: Object.keys(stateTitles).map((path) => stateView(call, path)) })
/** `GET /states/{id}` */
export const getState = (call: Call): Answer => found(stateView(call, call.params.id ?? ''))

const eventView = (type: string, titles: Call['registrations']['titles']) =>
  isEventType(type)
    ? { id: type, title: titles.events[type], by: senderOf(type), schema: schemaOf(type) }
    : undefined

/** The schema of an event in the document, without what the service adds. */
const schemaOf = (type: string): unknown => own<unknown>(document.components.schemas, type)

/** `GET /events` */
export const listEvents = ({ registrations: { titles } }: Call): Answer =>
  found({
    items: eventTypes.map((type) => ({ id: type, title: titles.events[type], by: senderOf(type) })),
  })
/** `GET /events/{id}` */
export const getEvent = ({ registrations: { titles }, params }: Call): Answer =>
  found(eventView(params.id ?? '', titles))

/** `GET /exams` */
export const listExams = ({ exams }: Call): Answer =>
  found({ items: Object.entries(exams).map(([id, exam]) => ({ id, name: exam?.name })) })
/** `GET /exams/{id}` */
export const getExam = ({ exams, params }: Call): Answer => found(own(exams, params.id))

/** `GET /notices` */
export const listNotices = ({ notices }: Call): Answer =>
  found({
    items: Object.entries(notices).map(([id, notice]) => {
      const { exam, examYear, places } = assertPresent(notice)
      return { id, exam, examYear, places }
    }),
  })
/** `GET /notices/{id}` */
export const getNotice = ({ notices, params }: Call): Answer => found(own(notices, params.id))

/** `GET /openapi.json` */
export const getDocument = (): Answer => found(document)
