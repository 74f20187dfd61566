export type { UpcomingInstant } from './engine/deadlines'
export type { Decision } from './engine/decide'
export type { Explanation } from './engine/explain'
export type { Refusal } from './engine/refusal'
export type { RefusalParams } from './engine/refusalMessage'
export type { FiredDeadline } from './engine/run'
export type { Snapshot } from './engine/snapshot'
export type { XStateSnapshot } from './engine/xstate'
export type { EventType, RegistrationEvent } from './events'
export { events, eventTypes, senderOf } from './events'
export type { Fact, FactType } from './facts'
export { factTypes } from './facts'
export type { FactText, TextForm, TextOptions } from './factTexts'
export { textFor } from './factTexts'
export type { FailedExpectation, JourneyIds, JourneyOptions, JourneyRun, StepRun } from './journey'
export { runJourney } from './journey'
export type { Journey, JourneyStep, JourneyTitle } from './journeyFormat'
export { titleIn } from './journeyFormat'
export type { LocalizedText } from './language'
export type { RegistrationMachine } from './machine'
export { registrationMachine } from './machine'
export type { RefusedEvent, StateMeta, Tag } from './machine/setup'
export type { StatePath, StateValue } from './machine/states'
export { isIn, statePaths } from './machine/states'
export type { Verdict } from './model/assessment'
export type { CarryOver } from './model/carryOver'
export { carryOverAfter, historyFromCarryOvers, noCarryOver } from './model/carryOver'
export type { Cite, Section, SectionEntry } from './model/citations'
export { allSections, section } from './model/citations'
export type { Attestation, Context } from './model/context'
export type { AdviceId, EligibilityAdvice, EligibilityInput } from './model/eligibility'
export { eligibility } from './model/eligibility'
export type { ExamSpec } from './model/exam'
export { exams } from './model/exam'
export type { DeadlineName, ExpectedInstantName, InstantName } from './model/instants'
export type { Notice } from './model/notice'
export type { BundledNotice } from './model/notices'
export { notices } from './model/notices'
export type { OpenInput } from './model/opening'
export type { Applicability, GuideItem, GuideKind, Region } from './model/region'
export { regions } from './model/region'
export { registrationPeriod } from './model/windows'
export type { Delivery, LogRow, StoredDecision, StoredRegistration } from './persistence/types'
export { defineProvision } from './registrations/defineProvision'
export { deadlines, decide, explain, guide, open, toXStateSnapshot } from './registrations/national'
export type { Citation, DeepReadonly, Provision, ProvisionArgs, ProvisionId } from './registrations/provision'
export type { Registrations, RegistrationsOptions } from './registrations/registrations'
export { createRegistrations } from './registrations/registrations'
export type { Rule, RuleId } from './rules'
export { ruleIds, rules } from './rules'
export type { Issue } from './schema/issues'
export type { JSONSchema } from './schema/jsonSchema'
export type { CandidateHistory, Credit, DocumentKind, IntegrityRecord, Role } from './schema/vocabulary'
export type { SchemaName } from './schemas'
export {
  contextSchema,
  decisionSchema,
  deliverySchema,
  eventSchema,
  examSpecSchema,
  explanationSchema,
  factSchema,
  inputSchema,
  issueSchema,
  journeySchema,
  logRowSchema,
  noticeSchema,
  refusalSchema,
  regionSchema,
  schemaNames,
  snapshotSchema,
  storedDecisionSchema,
  storedRegistrationSchema,
  toJSONSchema,
} from './schemas'
export type { Task, TaskId } from './tasks'
export { tasks } from './tasks'
export type { Clock, TimeLimit, TimeWindow, WorkingDayCalendar } from './time'
export { longClock } from './time'
export type { RuleTexts, Titles } from './titles'
export { titles } from './titles'
