import { postEvents, postNoticeEvent } from './bulkCalls'
import type { Operation } from './call'
import * as catalogue from './catalogueCalls'
import { postClock } from './clockCall'
import { postEvent } from './eventCalls'
import { listDeadLetters, postAck, postLease, postRetry } from './leaseCalls'
import { getCounts, listRegistrations } from './listCalls'
import { postRegistration } from './openCalls'
import { deletePersonal, getExport, getPersonal } from './personalCalls'
import { getActions, getGuide, getLog, getRegistrationNow } from './readCalls'

const readers = ['candidate', 'office', 'portal'] as const
const senders = ['candidate', 'office', 'verifier', 'gateway'] as const
const portal = ['portal'] as const

type Row = readonly [
  id: string,
  method: Operation['method'],
  path: string,
  who: Operation['who'],
  handle: Operation['handle'],
]

const rows: readonly Row[] = [
  ['openRegistration', 'POST', '/registrations', ['portal', 'candidate'], postRegistration],
  ['listRegistrations', 'GET', '/registrations', readers, listRegistrations],
  ['getRegistration', 'GET', '/registrations/{id}', readers, getRegistrationNow],
  ['getGuide', 'GET', '/registrations/{id}/guide', readers, getGuide],
  ['sendEvent', 'POST', '/registrations/{id}/events', senders, postEvent],
  ['getLog', 'GET', '/registrations/{id}/events', readers, getLog],
  ['getActions', 'GET', '/registrations/{id}/actions', readers, getActions],
  ['getPersonal', 'GET', '/registrations/{id}/personal', portal, getPersonal],
  ['countRegistrations', 'GET', '/counts', ['office', 'portal'], getCounts],
  ['sendEvents', 'POST', '/events', ['office', 'gateway'], postEvents],
  ['sendToNotice', 'POST', '/notices/{id}/events', ['office'], postNoticeEvent],
  ['leaseFacts', 'POST', '/facts/lease', portal, postLease],
  ['settleFacts', 'POST', '/facts/ack', portal, postAck],
  ['listDeadLetters', 'GET', '/dead-letters', portal, listDeadLetters],
  ['retryDeadLetters', 'POST', '/dead-letters/retry', portal, postRetry],
  ['exportCandidate', 'GET', '/candidates/{id}/export', portal, getExport],
  ['erasePersonal', 'DELETE', '/candidates/{id}/personal', portal, deletePersonal],
  ['listRules', 'GET', '/rules', 'anyone', catalogue.listRules],
  ['getRule', 'GET', '/rules/{id}', 'anyone', catalogue.getRule],
  ['listStates', 'GET', '/states', 'anyone', catalogue.listStates],
  ['getState', 'GET', '/states/{id}', 'anyone', catalogue.getState],
  ['listEvents', 'GET', '/events', 'anyone', catalogue.listEvents],
  ['getEvent', 'GET', '/events/{id}', 'anyone', catalogue.getEvent],
  ['listExams', 'GET', '/exams', 'anyone', catalogue.listExams],
  ['getExam', 'GET', '/exams/{id}', 'anyone', catalogue.getExam],
  ['listNotices', 'GET', '/notices', 'anyone', catalogue.listNotices],
  ['getNotice', 'GET', '/notices/{id}', 'anyone', catalogue.getNotice],
  ['getDocument', 'GET', '/openapi.json', 'anyone', catalogue.getDocument],
]

/** The call that only a demonstration has. */
export const clockOperation: Operation = {
  id: 'moveClock',
  method: 'POST',
  path: '/clock',
  who: portal,
  handle: postClock,
}

/** All calls of the service, in the order of the document. */
export const operations: readonly Operation[] = rows.map(([id, method, path, who, handle]) => ({
  id,
  method,
  path,
  who,
  handle,
}))
