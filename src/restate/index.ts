export type { Sent } from '../keeping/standing'
export { candidate } from './candidate'
export type {
  Answer,
  Call,
  CandidateHandlers,
  Deadlines,
  Delivery,
  Entry,
  LogQuery,
  News,
  Opening,
  Question,
  RegistrationHandlers,
} from './objects'
export type { LogRow } from './record'
export type { Handler, RegistrationOptions } from './registration'
export { registration } from './registration'
