import { explain } from '../engine/explain'
import type { Snapshot } from '../engine/snapshot'
import { isIn } from '../engine/stateTree'
import type { EventType, RegistrationEvent } from '../events'
import type { DeadlineName } from '../model/instants'
import type { ScenarioOptions } from './defaults'
import type { Draft } from './drafts'

/** What leads on: an event, or the deadline until which nothing happens. */
type Move = Draft | { until: DeadlineName }

/** A way that leads on from a state. */
type MoveRule = {
  from: string
  /** Taken only by whoever wants to get there. */
  to?: string
  if?: (snapshot: Snapshot, wishes: ScenarioOptions) => boolean
  take: EventType | Move
}

const identityMissing = ({ context: { terms, identityProvider } }: Snapshot): boolean =>
  terms.provider === 'provincial' && identityProvider !== 'provincial'

/** Whether nobody could choose the commitment here, and nobody has said what to choose. */
function onlyProof({ context }: Snapshot, wishes: ScenarioOptions): boolean {
  if (wishes.route !== undefined) return false
  const at = new Date(context.at).toISOString()
  const by = { role: 'candidate', id: context.candidateId } as const
  const event: RegistrationEvent<'route.choose'> = { type: 'route.choose', at, by, route: 'commitment' }
  const snapshot: Snapshot = { version: 1, value: { filling: 'route' }, context }
  return explain(snapshot, at, event).some(({ type, possible }) => type === event.type && !possible)
}

const numberless = ({ context }: Snapshot): boolean => context.certificateNo === undefined
const unasked = ({ context }: Snapshot): boolean => context.mail !== true

/** One subject not passed. */
const failing: Draft<'marks.publish'> = {
  type: 'marks.publish',
  marks: (passed) => ({
    ...passed,
    ...Object.fromEntries(
      Object.keys(passed)
        .slice(0, 1)
        .map((one) => [one, 0]),
    ),
  }),
}

/** What leads on from each state; the first that fits is taken. */
const moves: MoveRule[] = [
  // Where the way to some state leaves the plain path.
  { to: 'ended.abandoned', from: 'filling', take: { until: 'registration.closes' } },
  { to: 'paying.reconciling', from: 'paying.awaiting', take: 'payment.claim' },
  { to: 'ended.voided', from: 'registered.waiting', take: 'finding.record' },
  { to: 'ended.cancelled', from: 'registered.waiting', take: 'exam.cancel' },
  { to: 'ended.scoresVoided', from: 'marking', take: 'finding.record' },
  { to: 'notPassed', from: 'marking', take: failing },
  { to: 'ended.notPassed', from: 'marking', take: failing },
  { to: 'notPassed.underReview', from: 'notPassed.open', take: 'scoreReview.request' },
  { to: 'qualifying.check.approved', from: 'qualifying.check.unreviewed', take: 'postCheck.approve' },
  { to: 'qualifying.check.rejected', from: 'qualifying.check.unreviewed', take: 'postCheck.reject' },
  {
    to: 'qualifying.publicNotice.closed',
    from: 'qualifying.publicNotice.open',
    take: { until: 'publicNotice.closes' },
  },
  {
    to: 'certified.paper.mailing',
    from: 'certified.paper.collectable',
    if: unasked,
    take: 'certificate.requestMail',
  },
  { to: 'certified.paper.mailing', from: 'certified.paper.collectable', take: 'certificate.dispatch' },

  // The plain path.
  { from: 'account.agreement', take: 'agreement.accept' },
  { from: 'account.profile', if: identityMissing, take: 'identity.assert' },
  { from: 'account.profile', take: 'profile.submit' },
  { from: 'account.photo', take: 'photo.upload' },
  { from: 'verifying', take: 'verification.report' },
  { from: 'filling.application', if: identityMissing, take: 'identity.assert' },
  { from: 'filling.application', take: 'application.save' },
  { from: 'filling.route', if: onlyProof, take: { type: 'route.choose', route: 'proof' } },
  { from: 'filling.route', take: 'route.choose' },
  { from: 'filling.confirmation', take: 'application.confirm' },
  { from: 'declaring.commitment', take: 'commitment.sign' },
  { from: 'declaring.evidence', take: 'evidence.upload' },
  { from: 'declaring.proof.uploading', take: 'proof.upload' },
  { from: 'declaring.proof.reviewing', take: 'proof.approve' },
  { from: 'paying.awaiting', take: 'payment.settle' },
  { from: 'registered.waiting', take: { until: 'admitCard.opens' } },
  { from: 'registered.admitCard', take: { until: 'admitCard.closes' } },
  { from: 'registered.seated', take: { until: 'exam.ends' } },
  { from: 'marking', take: 'marks.publish' },
  { from: 'notPassed.open', take: { until: 'scoreReview.closes' } },
  { from: 'qualifying.publicNotice.pending', take: 'publicNotice.open' },
  { from: 'qualifying.check.unreviewed', take: 'postCheck.approve' },
  { from: 'qualifying.publicNotice.open', take: { until: 'publicNotice.closes' } },
  { from: 'certified', if: numberless, take: 'certificate.issue' },
  { to: 'ended.revoked', from: 'certified', take: 'finding.record' },
  { from: 'certified.paper.printing', take: 'certificate.dispatch' },
  { from: 'certified.paper.mailing', take: 'certificate.deliver' },
  { from: 'certified.paper.collectable', take: 'certificate.deliver' },
  { from: 'certified.paper.delivered', take: 'certificate.reportLost' },
  { from: 'certified.paper.lost', take: 'certificate.requestReissue' },
  { from: 'certified.paper.reissuing', take: 'certificate.reissue' },
]

const lies = (goal: string, within: string): boolean => goal === within || goal.startsWith(`${within}.`)

/** @returns what leads on from there towards the goal, a dotted path; `undefined` where nothing does */
export function nextMove(snapshot: Snapshot, goal: string, wishes: ScenarioOptions): Move | undefined {
  const way = moves.find(
    ({ from, to, if: holds }) =>
      (to === undefined || lies(goal, to)) &&
      isIn(snapshot.value, from) &&
      (holds === undefined || holds(snapshot, wishes)),
  )
  if (way === undefined) return undefined
  return typeof way.take === 'string' ? ({ type: way.take } as Draft) : way.take
}

/** What a candidate must be like to get to some state, where nothing is said about it. */
type Need = { unknown?: true; degree?: 'failed'; route?: 'proof' }

const needs: [goal: string, need: Need][] = [
  ['account', { unknown: true }],
  ['verifying', { unknown: true }],
  ['declaring.evidence', { degree: 'failed' }],
  ['declaring.proof', { route: 'proof' }],
  // Where nothing is left to check, a public notice that closes ends the matter.
  ['qualifying.check.unreviewed', { degree: 'failed' }],
  ['qualifying.check.rejected', { degree: 'failed' }],
  ['qualifying.check.approved', { degree: 'failed' }],
  ['qualifying.publicNotice.notRequired', { route: 'proof' }],
  ['qualifying.publicNotice.closed', { degree: 'failed' }],
]

/** @returns what leads to that state, beyond the plain path */
export const needOf = (goal: string): Need => needs.find(([state]) => lies(goal, state))?.[1] ?? {}
