export type { Builder, Builders } from './builders'
export {
  admitCard,
  agreement,
  application,
  certificate,
  clock,
  commitment,
  complaint,
  correction,
  decision,
  education,
  evidence,
  exam,
  finding,
  history,
  identity,
  marks,
  misconduct,
  notice,
  payment,
  photo,
  postCheck,
  profile,
  proof,
  publicNotice,
  refund,
  registration,
  route,
  scoreReview,
  spotCheck,
  verification,
} from './builders'
export type { Life } from './candidates'
export { anyCandidate, anyJourney, anyLife } from './candidates'
export type { Wishes } from './defaults'
export type { Draft, EventFields, SomeFields } from './drafts'
export type { Exploration, Limits, Node, Start } from './explore'
export { explore, pathsTo } from './explore'
export type { FactFields } from './facts'
export type { Given, Outcome } from './given'
export { given } from './given'
export type { Ledger } from './ledger'
export type { When } from './life'
export { openings } from './openings'
export type { GivenOptions } from './options'
export type { Step } from './promises'
export { promises, standings } from './promises'
export type { StatePath } from './states'
export type { Violation } from './violation'
export { live } from './violation'
