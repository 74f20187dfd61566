export type { EventInput } from '../persistence/eventInput'
export { candidate } from './candidateObject'
export type {
  CandidateHandlers,
  Deadlines,
  Delivery,
  Entry,
  ExplainQuery,
  LogQuery,
  ObjectOpenInput,
  RegistrationChange,
  RegistrationHandlers,
  SendCall,
  StoredDecision,
} from './objects'
export type { LogRow } from './record'
export type { FactHandler, RegistrationOptions } from './registrationObject'
export { registration } from './registrationObject'
