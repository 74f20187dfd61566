import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import type { StatePath } from '../machine/states'
import { isIn } from '../machine/states'
import type { DeadlineName } from '../model/instants'
import { explain } from '../registrations/national'
import { formatInstant } from '../time'
import type { EventDraft } from './drafts'
import type { ScenarioOptions } from './eventPayload'

/** A move on a path: an event, or the wait for a deadline. */
type Move = EventDraft | { until: DeadlineName }

/** The next move from a state, and the conditions for it. */
type MoveRule = {
  from: StatePath
  /** Limits the rule to this goal and the states inside it. */
  to?: StatePath
  if?: (snapshot: Snapshot, options: ScenarioOptions) => boolean
  move: EventType | Move
}

const identityMissing = ({ context: { terms, identityProvider } }: Snapshot): boolean =>
  terms.provider === 'provincial' && identityProvider !== 'provincial'

/** Whether a rule refuses the commitment and the options name no route. */
function onlyProof({ context }: Snapshot, options: ScenarioOptions): boolean {
  if (options.route !== undefined) return false
  const at = formatInstant(context.at)
  const by = { role: 'candidate', id: context.candidateId } as const
  const event: RegistrationEvent<'route.choose'> = { type: 'route.choose', at, by, route: 'commitment' }
  const snapshot: Snapshot = { version: 1, value: { filling: 'route' }, context }
  return explain(snapshot, at, event).some(({ type, possible }) => type === event.type && !possible)
}

const notIssued = ({ context }: Snapshot): boolean => context.certificateNo === undefined
const mailNotRequested = ({ context }: Snapshot): boolean => context.mail !== true

/** Marks with the first subject failed. */
const failingMarks: EventDraft<'marks.publish'> = {
  type: 'marks.publish',
  marks: (passing) => {
    const [first] = Object.keys(passing)
    return first === undefined ? passing : { ...passing, [first]: 0 }
  },
}

/** The moves from each state, in order of preference. */
const moveRules: MoveRule[] = [
  // Moves that leave the plain path for certain goals.
  { to: 'ended.abandoned', from: 'filling', move: { until: 'registration.closes' } },
  { to: 'paying.reconciling', from: 'paying.awaiting', move: 'payment.claim' },
  { to: 'ended.voided', from: 'registered.waiting', move: 'finding.record' },
  { to: 'ended.cancelled', from: 'registered.waiting', move: 'exam.cancel' },
  { to: 'ended.scoresVoided', from: 'marking', move: 'finding.record' },
  { to: 'notPassed', from: 'marking.awaited', move: failingMarks },
  { to: 'ended.notPassed', from: 'marking.awaited', move: failingMarks },
  { to: 'notPassed.underReview', from: 'notPassed.open', move: 'scoreReview.request' },
  { to: 'qualifying.check.approved', from: 'qualifying.check.unreviewed', move: 'postCheck.approve' },
  { to: 'qualifying.check.rejected', from: 'qualifying.check.unreviewed', move: 'postCheck.reject' },
  {
    to: 'qualifying.publicNotice.closed',
    from: 'qualifying.publicNotice.open',
    move: { until: 'publicNotice.closes' },
  },
  {
    to: 'certified.paper.mailing',
    from: 'certified.paper.collectable',
    if: mailNotRequested,
    move: 'certificate.requestMail',
  },
  { to: 'certified.paper.mailing', from: 'certified.paper.collectable', move: 'certificate.dispatch' },

  // The plain path.
  { from: 'account.agreement', move: 'agreement.accept' },
  { from: 'account.profile', if: identityMissing, move: 'identity.assert' },
  { from: 'account.profile', move: 'profile.submit' },
  { from: 'account.photo', move: 'photo.upload' },
  { from: 'verifying', move: 'verification.report' },
  { from: 'filling.application', if: identityMissing, move: 'identity.assert' },
  { from: 'filling.application', move: 'application.save' },
  { from: 'filling.route', if: onlyProof, move: { type: 'route.choose', route: 'proof' } },
  { from: 'filling.route', move: 'route.choose' },
  { from: 'filling.confirmation', move: 'application.confirm' },
  { from: 'declaring.commitment', move: 'commitment.sign' },
  { from: 'declaring.evidence', move: 'evidence.upload' },
  { from: 'declaring.proof.uploading', move: 'proof.upload' },
  { from: 'declaring.proof.reviewing', move: 'proof.approve' },
  { from: 'paying.awaiting', move: 'payment.settle' },
  { from: 'registered.waiting', move: { until: 'admitCard.opens' } },
  { from: 'registered.admitCard', move: { until: 'admitCard.closes' } },
  { from: 'registered.seated', move: { until: 'exam.ends' } },
  { from: 'marking.awaited', move: 'marks.publish' },
  { from: 'marking.published', move: 'notice.amend' },
  { from: 'notPassed.open', move: { until: 'scoreReview.closes' } },
  { from: 'qualifying.publicNotice.pending', move: 'publicNotice.open' },
  { from: 'qualifying.check.unreviewed', move: 'postCheck.approve' },
  { from: 'qualifying.publicNotice.open', move: { until: 'publicNotice.closes' } },
  { from: 'certified', if: notIssued, move: 'certificate.issue' },
  { to: 'ended.revoked', from: 'certified', move: 'finding.record' },
  { from: 'certified.paper.printing', move: 'certificate.dispatch' },
  { from: 'certified.paper.mailing', move: 'certificate.deliver' },
  { from: 'certified.paper.collectable', move: 'certificate.deliver' },
  { from: 'certified.paper.delivered', move: 'certificate.reportLost' },
  { from: 'certified.paper.lost', move: 'certificate.requestReissue' },
  { from: 'certified.paper.reissuing', move: 'certificate.reissue' },
]

const isInside = (path: string, state: string): boolean => path === state || path.startsWith(`${state}.`)

/**
 * @param goal a dotted state path
 * @returns the move from this state towards the goal; `undefined` if there is none
 */
export function nextMove(snapshot: Snapshot, goal: string, options: ScenarioOptions): Move | undefined {
  const found = moveRules.find(
    ({ from, to, if: condition }) =>
      (to === undefined || isInside(goal, to)) &&
      isIn(snapshot.value, from) &&
      (condition === undefined || condition(snapshot, options)),
  )
  if (found === undefined) return undefined
  return typeof found.move === 'string' ? ({ type: found.move } as EventDraft) : found.move
}

/** The requirements on the candidate and the notice, beyond the usual values, for a plain path to a goal. */
type Precondition = { unknown?: true; degree?: 'failed'; route?: 'proof'; passMarks?: 'later' }

const preconditions: [goal: string, precondition: Precondition][] = [
  ['account', { unknown: true }],
  ['verifying', { unknown: true }],
  ['declaring.evidence', { degree: 'failed' }],
  ['declaring.proof', { route: 'proof' }],
  ['marking.published', { passMarks: 'later' }],
  // If nothing needs a check, qualifying ends when the public notice closes.
  ['qualifying.check.unreviewed', { degree: 'failed' }],
  ['qualifying.check.rejected', { degree: 'failed' }],
  ['qualifying.check.approved', { degree: 'failed' }],
  ['qualifying.publicNotice.notRequired', { route: 'proof' }],
  ['qualifying.publicNotice.closed', { degree: 'failed' }],
]

/** @returns the requirements for a plain path to that state */
export const preconditionOf = (goal: string): Precondition =>
  preconditions.find(([state]) => isInside(goal, state))?.[1] ?? {}
