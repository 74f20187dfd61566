export type {
  Delivery,
  Entry,
  EventInput,
  FactHandler,
  LogQuery,
  LogRow,
  StoredDecision,
} from '../persistence/types'
export { candidate } from './candidateObject'
export type {
  CandidateHandlers,
  Deadlines,
  ExplainQuery,
  ObjectEntry,
  ObjectOpenInput,
  OpeningDecision,
  RegistrationChange,
  RegistrationHandlers,
  SendCall,
} from './objects'
export type { RegistrationOptions } from './registrationObject'
export { registration } from './registrationObject'
