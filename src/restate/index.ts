export type {
  Delivery,
  EventInput,
  FactHandler,
  LogQuery,
  LogRow,
  StoredDecision,
  StoredRegistration,
} from '../persistence/types'
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
