export { isIn, paths as statePaths } from './chart'
export type { Context, OpenInput } from './context'
export type { Fired } from './course'
export type { DeadlineName, ExpectationName } from './deadlines'
export type { Decision, Refusal } from './decide'
export { deadlines, decide, explain, open } from './decide'
export type { Advice, AdviceId, EligibilityInput, Verdict } from './eligibility'
export { eligibility } from './eligibility'
export type { EventType, RegistrationEvent } from './events'
export { events, eventTypes, senderOf } from './events'
export type { ExamSpec } from './exam'
export { exams } from './exam'
export type { Explanation } from './explain'
export type { Fact, FactType } from './facts'
export { factTypes } from './facts'
export { guide } from './guide'
export type { Legacy } from './history'
export { historyFor, legacyAfter, noLegacy } from './history'
export type { Issue } from './issues'
export type { Failure, Journey, JourneyIds, JourneyRun, JourneyStep, JourneyTitle, StepRun } from './journey'
export { runJourney, titleIn } from './journey'
export { registrationMachine } from './machine'
export type { RefusedEvent, StateMeta, Tag } from './machine/setup'
export type { Notice } from './notice'
export { notices } from './notice'
export type { Applicability, GuideItem, GuideKind, Region } from './region'
export { regions } from './region'
export type { Rule, RuleId } from './rules'
export { ruleIds, rules } from './rules'
export type { JSONSchema, SchemaName } from './schemas'
export {
  contextSchema,
  eventSchema,
  examSpecSchema,
  factSchema,
  inputSchema,
  journeySchema,
  noticeSchema,
  regionSchema,
  schemaNames,
  snapshotSchema,
  toJSONSchema,
} from './schemas'
export type { Persisted, Snapshot, StateValue } from './snapshot'
export { toPersisted } from './snapshot'
export type { Cite, Section, SectionEntry, Text } from './source'
export { allSections, section } from './source'
export type { Calendar, Clock, Span, Window } from './time'
export { longClock } from './time'
export { titles } from './titles'
export type { Credit, DocumentKind, History, IntegrityRecord, Role } from './words'
