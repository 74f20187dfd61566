import * as z from 'zod'
import { events, eventTypes, senderOf } from '../../src/events'
import { clockShape } from '../../src/http/clockCall'
import { ackShape, leaseShape, retryShape } from '../../src/http/leaseCalls'
import { candidateOpeningShape, portalOpeningShape } from '../../src/http/openCalls'
import {
  countQueryShape,
  deadLetterQueryShape,
  exportQueryShape,
  listQueryShape,
  logQueryShape,
} from '../../src/http/queryShapes'
import { metaShape } from '../../src/schema/meta'

/** The schemas of requests. */

/** The schema of each event as it is sent: without `by` and `at`, which the service knows. */
export const eventBodies = Object.fromEntries(
  eventTypes.map((type) => [
    type,
    z.strictObject({
      type: z.literal(type),
      ...(events[type].fields as z.ZodRawShape),
      meta: metaShape().optional(),
    }),
  ]),
) as unknown as Record<string, z.ZodObject<{ type: z.ZodLiteral }>>

/** The events that somebody may send over HTTP: all but those of the clock. */
const sendable = eventTypes.filter((type) => senderOf(type) !== 'clock')

export const EventBody = z.discriminatedUnion(
  'type',
  sendable.map((type) => eventBodies[type]) as unknown as [z.ZodObject<{ type: z.ZodLiteral }>],
)

const NoticeEventBody = z.discriminatedUnion('type', [
  eventBodies['notice.amend'],
  eventBodies['exam.cancel'],
] as unknown as [z.ZodObject<{ type: z.ZodLiteral }>])

const ListedEvent = z.strictObject({
  registrationId: z.string(),
  event: EventBody,
  key: z.string().min(1).max(200).optional(),
})

/** The named schemas of requests. */
export const requestComponents = {
  ...Object.fromEntries(sendable.map((type) => [type, eventBodies[type]])),
  Event: EventBody,
  NoticeEvent: NoticeEventBody,
  ListedEvent,
  CandidateOpening: candidateOpeningShape(),
  PortalOpening: portalOpeningShape(),
  Lease: leaseShape(),
  Settlement: ackShape(),
} as Record<string, z.ZodType>

/** The body of each operation that has one. */
export const bodies: Readonly<Record<string, z.ZodType>> = {
  openRegistration: z.union([candidateOpeningShape(), portalOpeningShape()]),
  sendEvent: EventBody,
  sendEvents: z.array(ListedEvent).min(1).max(1000),
  sendToNotice: NoticeEventBody,
  leaseFacts: leaseShape(),
  settleFacts: ackShape(),
  retryDeadLetters: retryShape(),
  moveClock: clockShape(),
}

/** The query of each operation that has one. */
export const queries: Readonly<Record<string, z.ZodObject>> = {
  listRegistrations: listQueryShape() as z.ZodObject,
  countRegistrations: countQueryShape() as z.ZodObject,
  getLog: logQueryShape() as z.ZodObject,
  exportCandidate: exportQueryShape() as z.ZodObject,
  listDeadLetters: deadLetterQueryShape() as z.ZodObject,
}
