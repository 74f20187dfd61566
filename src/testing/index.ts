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
export type { Draft, SomeFields } from './drafts'
export type { EventFields, ScenarioOptions } from './eventPayload'
export type { ExpectedFields } from './expectedFacts'
export type { Exploration, ExplorationLimits, ExplorationNode, ExplorationStart } from './explore'
export { explore, pathsTo } from './explore'
export type { Given, Outcome } from './given'
export { given } from './given'
export type { GivenOptions } from './givenOptions'
export type { ScenarioStep, ViolatedInvariant } from './invariants'
export { invariants, stateInvariants } from './invariants'
export type { Ledger } from './ledger'
export type { When } from './liveRegistration'
export type { Scenario } from './scenarios'
export { anyCandidate, anyJourney, anyScenario } from './scenarios'
export { startInputs } from './startInputs'
export type { StatePath } from './statePath'
export type { Violation } from './violation'
export { runScenario } from './violation'
