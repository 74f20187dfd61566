import * as z from 'zod'
import {
  explanationShape,
  firedDeadlineShape,
  issueShape,
  refusalParamsShape,
  ruleIdShape,
} from '../../src/engine/decisionShapes'
import { type EventType, events, eventTypes } from '../../src/events'
import { factShape, factTypes } from '../../src/facts'
import { applicationShape, routeShape } from '../../src/model/application'
import { endings } from '../../src/model/ending'
import { examSpecShape } from '../../src/model/exam'
import { instantNames } from '../../src/model/instants'
import { noticeShape } from '../../src/model/notice'
import { countKeys } from '../../src/postgres/count'
import { idShape, instantShape } from '../../src/schema/primitives'
import { creditShape, integrityRecordShape, paperShape, placeShape, roles } from '../../src/schema/vocabulary'
import { taskIds } from '../../src/tasks'

/** The schemas of the answers. They say what there is at least: answers may grow. */

const revision = z.int().min(0)
const localized = z.object({ zh: z.string(), en: z.string() })
const tasks = z.enum(taskIds)
const state = z
  .string()
  .describe('每个最内层活动状态的路径，以空格分隔 · The dotted path of each innermost active state')

/** Names that many schemas use. */
const vocabulary = {
  LocalizedText: localized,
  RuleId: ruleIdShape(),
  EventType: z.enum(eventTypes as [EventType]),
  Role: z.enum(roles),
  TaskId: tasks,
  InstantName: z.enum(instantNames),
  FiredDeadline: firedDeadlineShape(),
  Issue: issueShape(),
  Fact: factShape(),
}

const outcome = {
  state: state.optional(),
  revision: revision.optional(),
  facts: z.array(vocabulary.Fact),
  fired: z.array(vocabulary.FiredDeadline),
  repeated: z.boolean(),
  expired: z.literal(true).optional(),
}

const Outcome = z.object({ registrationId: idShape().optional(), ...outcome })

const problem = {
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  issues: z.array(vocabulary.Issue).optional(),
}

const Problem = z.object(problem)

const Refusal = z.object({
  ...problem,
  rule: vocabulary.RuleId,
  cites: z.array(z.string()),
  message: localized,
  params: refusalParamsShape().optional(),
  possible: z.array(vocabulary.EventType),
  ...outcome,
})

const Deadline = z.object({
  name: vocabulary.InstantName,
  at: instantShape(),
  expected: z.literal(true).optional(),
})

const Order = z.object({
  orderNo: z.string(),
  amountFen: z.int(),
  state: z.enum(['open', 'superseded', 'paid']),
  transactionId: z.string().optional(),
})

const Refund = z.object({
  refundId: z.string(),
  orderNo: z.string(),
  transactionId: z.string(),
  amountFen: z.int(),
  reason: z.string(),
  dueAt: instantShape(),
  settled: z.boolean(),
})

const summary = {
  registrationId: idShape(),
  candidateId: z.string(),
  state,
  revision,
}

const Registration = z.object({
  ...summary,
  exam: z.string(),
  examYear: z.int(),
  notice: z.string(),
  places: z.array(placeShape()),
  titles: z.array(localized),
  tags: z.array(z.string()),
  tasks: z.array(z.object({ task: tasks, by: vocabulary.Role, events: z.array(vocabulary.EventType) })),
  at: instantShape(),
  now: instantShape(),
  nextDue: instantShape().optional(),
  deadlines: z.array(Deadline),
  law: z.array(z.string()).optional(),
  application: applicationShape().optional(),
  route: routeShape().optional(),
  signedAt: instantShape().optional(),
  orders: z.array(Order),
  refunds: z.array(Refund),
  claimedAt: instantShape().optional(),
  marks: z.record(z.string(), z.number()).optional(),
  misconduct: z.array(z.string()).optional(),
  identical: z.array(z.string()).optional(),
  credits: z.array(creditShape()),
  corrections: z.array(z.object({ id: z.string(), fields: z.array(z.string()) })).optional(),
  records: z.array(integrityRecordShape()).optional(),
  certificateNo: z.string().optional(),
  paper: paperShape().optional(),
  endedBy: z.enum(endings).optional(),
})

const RegistrationItem = z.object({
  ...summary,
  tasks: z.array(z.object({ task: tasks, by: vocabulary.Role, since: instantShape() })),
  exam: z.string().optional(),
  examYear: z.int().optional(),
  notice: z.string().optional(),
  place: z.string().optional(),
  level: z.string().optional(),
  nextDue: instantShape().optional(),
  damaged: z.literal(true).optional(),
})

const LogEntry = z.object({
  revision,
  type: z.string(),
  at: instantShape(),
  accepted: z.boolean(),
  rule: vocabulary.RuleId.optional(),
  fired: z.array(vocabulary.FiredDeadline).optional(),
  library: z.string().optional(),
  storedAt: instantShape().optional(),
  event: z.unknown().optional(),
})

const explanation = explanationShape() as unknown as z.ZodObject
const Action = z.object({
  ...explanation.shape,
  type: vocabulary.EventType,
  by: vocabulary.Role,
  title: localized,
  rules: z.array(
    z.object({
      id: vocabulary.RuleId,
      title: localized.optional(),
      message: localized.optional(),
      href: z.string(),
    }),
  ),
  href: z.string(),
})

const GuideItem = z.looseObject({
  id: z.string(),
  kind: z.enum(['link', 'hotline', 'document', 'note']),
  title: localized,
  cites: z.array(z.string()),
})

const countedBy = Object.fromEntries(
  countKeys.map((key) => [key, (key === 'examYear' ? z.int() : z.string()).optional()]),
)

const delivery = { id: z.string(), registrationId: idShape(), fact: vocabulary.Fact }
const stored = { position: z.int(), attempt: z.int(), storedAt: instantShape() }
const LeasedFact = z.object({ ...delivery, ...stored, lease: z.string() })
const DeadLetter = z.object({
  ...delivery,
  ...stored,
  tries: z.int(),
  error: z.string(),
  deadAt: instantShape(),
})

const ExportedRegistration = z.object({
  registrationId: idShape(),
  exam: z.string(),
  examYear: z.int(),
  notice: z.string(),
  state,
  revision,
  archived: z.int(),
  snapshot: z.unknown(),
  log: z.array(z.looseObject({ revision, type: z.string(), at: instantShape() })),
  facts: z.array(
    z.object({ revision, n: z.int(), position: z.int(), storedAt: instantShape(), fact: vocabulary.Fact }),
  ),
  deliveries: z.array(
    z.object({
      consumer: z.string(),
      revision,
      n: z.int(),
      type: z.string(),
      tries: z.int(),
      error: z.string().optional(),
      dead: z.boolean(),
    }),
  ),
})

const Rule = z.object({
  id: vocabulary.RuleId,
  kind: z.enum(['refusal', 'branch', 'intake', 'advice']),
  title: localized,
  message: localized,
  cites: z.array(z.unknown()),
})
const State = z.object({ id: z.string(), title: localized })
const eventEntry = { id: vocabulary.EventType, title: localized, by: vocabulary.Role }
const NoticeItem = z.object({
  id: z.string(),
  exam: z.string(),
  examYear: z.int(),
  places: z.array(placeShape()),
})

const page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().optional() })
const list = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item) })

const profile = events['profile.submit'].fields as unknown as { profile: z.ZodObject }

const factOptions = (factShape() as unknown as z.ZodDiscriminatedUnion).options as z.ZodObject[]

/** All named schemas of answers. */
export const components = {
  ...vocabulary,
  // The same names as those of events would be taken.
  ...(Object.fromEntries(factOptions.map((option, i) => [`fact.${factTypes[i]}`, option])) as Record<
    never,
    z.ZodType
  >),
  Outcome,
  Problem,
  Refusal,
  Deadline,
  Order,
  Refund,
  Registration,
  RegistrationItem,
  LogEntry,
  Action,
  GuideItem,
  LeasedFact,
  DeadLetter,
  ExportedRegistration,
  Rule,
  State,
  Exam: examSpecShape(),
  Notice: noticeShape(),
}

/** The answer of each operation that succeeds, by its id. */
export const answers: Readonly<Record<string, z.ZodType>> = {
  openRegistration: Outcome,
  listRegistrations: page(RegistrationItem),
  getRegistration: Registration,
  getGuide: z.object({ now: instantShape(), items: z.array(GuideItem) }),
  sendEvent: Outcome,
  getLog: z.object({ items: z.array(LogEntry), next: revision.optional() }),
  getActions: z.object({ now: instantShape(), state, revision, actions: z.array(Action) }),
  getPersonal: z
    .looseObject({})
    .describe(`profile.submit: ${Object.keys(profile.profile.shape).join(', ')}; mailingAddress`),
  countRegistrations: list(z.object({ ...countedBy, count: z.int() })),
  sendEvents: list(z.looseObject({ status: z.int() })),
  sendToNotice: z.object({ sent: z.int(), left: z.int() }),
  leaseFacts: list(LeasedFact),
  settleFacts: z.object({ settled: z.int() }),
  listDeadLetters: z.object({ items: z.array(DeadLetter), total: z.int(), next: z.string().optional() }),
  retryDeadLetters: z.object({ retried: z.int() }),
  exportCandidate: z.object({
    candidateId: z.string(),
    exportedAt: instantShape(),
    carryOver: z.record(z.string(), z.unknown()),
    registrations: z.array(ExportedRegistration),
    next: z.string().optional(),
  }),
  erasePersonal: z.object({ erased: z.int() }),
  listRules: list(Rule),
  getRule: Rule,
  listStates: list(State),
  getState: State,
  listEvents: list(z.object(eventEntry)),
  getEvent: z.object({ ...eventEntry, schema: z.record(z.string(), z.unknown()) }),
  listExams: list(z.object({ id: z.string(), name: localized })),
  getExam: components.Exam,
  listNotices: list(NoticeItem),
  getNotice: components.Notice,
  getDocument: z.looseObject({ openapi: z.string() }),
  moveClock: z.object({ now: instantShape(), fired: z.int() }),
}
