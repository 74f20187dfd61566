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
export type { Wishes } from './defaults'
export type { Draft, EventFields, SomeFields } from './drafts'
export type { FactFields } from './facts'
export type { Given, GivenOptions, Outcome } from './given'
export { given } from './given'
export type { When } from './life'
export type { StatePath } from './states'
