export { isIn, statePaths as statePaths } from './engine/stateTree'
export type { Context, OpenInput } from './model/context'
export type { FiredDeadline } from './engine/run'
export type { DeadlineName, ExpectationName } from './model/instants'
export type { Decision, Refusal } from './engine/decide'
export { deadlines, decide, explain, open } from './engine/decide'
export type { Advice, AdviceId, EligibilityInput, Verdict } from './model/eligibility'
export { eligibility } from './model/eligibility'
export type { EventType, RegistrationEvent } from './events'
export { events, eventTypes, senderOf } from './events'
export type { ExamSpec } from './model/exam'
export { exams } from './model/exam'
export type { Explanation } from './engine/explain'
export type { Fact, FactType } from './facts'
export { factTypes } from './facts'
export { guide } from './guide'
export type { CarryOver } from './model/carryOver'
export { historyFor, carryOverAfter, noCarryOver } from './model/carryOver'
export type { Issue } from './schema/issues'
export type { FailedExpectation, Journey, JourneyIds, JourneyRun, JourneyStep, JourneyTitle, StepRun } from './journey'
export { runJourney, titleIn } from './journey'
export { registrationMachine } from './machine'
export type { RefusedEvent, StateMeta, Tag } from './machine/setup'
export type { Notice } from './model/notice'
export { notices } from './model/notice'
export type { Applicability, GuideItem, GuideKind, Region } from './model/region'
export { regions } from './model/region'
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
export type { XStateSnapshot, Snapshot, StateValue } from './engine/snapshot'
export { toXStateSnapshot } from './engine/snapshot'
export type { Cite, Section, SectionEntry, LocalizedText } from './model/citations'
export { allSections, section } from './model/citations'
export type { Calendar, Clock, Span, TimeWindow } from './time'
export { longClock } from './time'
export { titles } from './titles'
export type { Credit, DocumentKind, CandidateHistory, IntegrityRecord, Role } from './schema/primitives'
