export type { EventInput } from '../persistence/standing'
export { candidate } from './candidateObject'
export type {
  StoredDecision,
  SendCall,
  CandidateHandlers,
  Deadlines,
  Delivery,
  Entry,
  LogQuery,
  RegistrationChange,
  ObjectOpenInput,
  ExplainQuery,
  RegistrationHandlers,
} from './objects'
export type { LogRow } from './record'
export type { FactHandler, RegistrationOptions } from './registrationObject'
export { registration } from './registrationObject'
