export type {
  DeadLetter,
  Delivery,
  EventInput,
  FactHandler,
  LogQuery,
  LogRow,
  OpenedBy,
  StoredDecision,
  StoredRegistration,
} from '../persistence/types'
export { Undeliverable } from '../persistence/undeliverable'
export type { CandidateOptions } from './candidateObject'
export { candidate } from './candidateObject'
export { candidatePortal } from './candidatePortalObject'
export type { FactRetries } from './factRetries'
export type {
  CandidateHandlers,
  CandidatePortalHandlers,
  Deadlines,
  DurableDeadLetter,
  DurableDecision,
  DurableRegistration,
  ExplainQuery,
  ObjectOpenInput,
  OpeningDecision,
  RegistrationChange,
  RegistrationHandlers,
  RetryQuery,
  SendCall,
} from './objects'
export type { RegistrationOptions } from './registrationObject'
export { registration } from './registrationObject'
