export type {
  Delivery,
  EventInput,
  FactHandler,
  LogQuery,
  LogRow,
  OpenedBy,
  StoredDecision,
  StoredRegistration,
} from '../persistence/types'
export type { CandidateOptions } from './candidateObject'
export { candidate } from './candidateObject'
export type {
  CandidateHandlers,
  Deadlines,
  DurableRegistration,
  ExplainQuery,
  ObjectOpenInput,
  OpeningDecision,
  RegistrationChange,
  RegistrationHandlers,
  SendCall,
} from './objects'
export type { RegistrationOptions } from './registrationObject'
export { registration } from './registrationObject'
