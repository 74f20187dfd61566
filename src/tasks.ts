import { isSnapshot, type Snapshot } from './engine/snapshot'
import type { EventType } from './events'
import { isInside, type StatePath, statePaths } from './machine/states'
import type { Context } from './model/context'
import { reportOutstanding } from './model/degree'
import type { Role } from './schema/vocabulary'

/** A task: who has it, the events that end it, and whether a registration waits for it. */
type TaskSpec = {
  readonly by: Role
  readonly events: readonly EventType[]
  readonly waits: (context: Context, isIn: (path: StatePath) => boolean) => boolean
}

const inState =
  (path: StatePath): TaskSpec['waits'] =>
  (_, isIn) =>
    isIn(path)

const hasEntries = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0

// A state names one actor. A pending correction, review or complaint is no state, and two regions can wait for two people.
/** Every task, in the order of the lifecycle. What a candidate may do but need not is none. */
export const taskSpecs = {
  agreement: { by: 'candidate', events: ['agreement.accept'], waits: inState('account.agreement') },
  profile: { by: 'candidate', events: ['profile.submit'], waits: inState('account.profile') },
  photo: { by: 'candidate', events: ['photo.upload'], waits: inState('account.photo') },
  verification: {
    by: 'verifier',
    events: ['verification.report'],
    waits: ({ verifying }) => verifying !== undefined,
  },
  application: { by: 'candidate', events: ['application.save'], waits: inState('filling.application') },
  route: { by: 'candidate', events: ['route.choose'], waits: inState('filling.route') },
  confirmation: { by: 'candidate', events: ['application.confirm'], waits: inState('filling.confirmation') },
  commitment: { by: 'candidate', events: ['commitment.sign'], waits: inState('declaring.commitment') },
  evidence: { by: 'candidate', events: ['evidence.upload'], waits: inState('declaring.evidence') },
  /** The report that a scan replaces for the time being (§6.4.1(3)). */
  report: {
    by: 'candidate',
    events: ['evidence.upload'],
    waits: (context, isIn) =>
      context.evidence !== undefined &&
      reportOutstanding(context) &&
      (isIn('paying.awaiting') || isIn('registered.waiting') || isIn('qualifying')),
  },
  proofUpload: { by: 'candidate', events: ['proof.upload'], waits: inState('declaring.proof.uploading') },
  proof: {
    by: 'office',
    events: ['proof.approve', 'proof.reject'],
    waits: inState('declaring.proof.reviewing'),
  },
  payment: {
    by: 'candidate',
    events: ['payment.settle', 'payment.claim'],
    waits: inState('paying.awaiting'),
  },
  reconciliation: {
    by: 'gateway',
    events: ['payment.settle', 'payment.notFound'],
    waits: inState('paying.reconciling'),
  },
  refund: {
    by: 'gateway',
    events: ['refund.settle', 'refund.fail'],
    waits: ({ refunds }) => refunds.some(({ settled }) => settled !== true),
  },
  correction: {
    by: 'office',
    events: ['correction.approve', 'correction.reject'],
    waits: ({ corrections }) => hasEntries(corrections),
  },
  spotCheck: {
    by: 'candidate',
    events: ['spotCheck.answer'],
    waits: ({ spotCheck }) => spotCheck !== undefined,
  },
  admitCard: { by: 'candidate', events: ['admitCard.print'], waits: inState('registered.admitCard') },
  marks: { by: 'office', events: ['marks.publish'], waits: inState('marking.awaited') },
  passMarks: { by: 'office', events: ['notice.amend'], waits: inState('marking.published') },
  scoreReview: {
    by: 'office',
    events: ['scoreReview.decide'],
    waits: ({ review }) => hasEntries(review),
  },
  check: {
    by: 'office',
    events: ['postCheck.approve', 'postCheck.reject'],
    waits: inState('qualifying.check.unreviewed'),
  },
  resubmission: {
    by: 'candidate',
    events: ['postCheck.resubmit'],
    waits: inState('qualifying.check.rejected'),
  },
  publicNotice: {
    by: 'office',
    events: ['publicNotice.open'],
    waits: inState('qualifying.publicNotice.pending'),
  },
  complaint: {
    by: 'office',
    events: ['complaint.dismiss', 'finding.record'],
    waits: ({ complaints }) => hasEntries(complaints),
  },
  certificateNumber: {
    by: 'office',
    events: ['certificate.issue'],
    waits: ({ certificateNo }, isIn) => isIn('certified') && certificateNo === undefined,
  },
  dispatch: {
    by: 'office',
    events: ['certificate.dispatch'],
    waits: ({ certificateNo, mail }, isIn) =>
      certificateNo !== undefined &&
      (isIn('certified.paper.printing') || (isIn('certified.paper.collectable') && mail === true)),
  },
  delivery: {
    by: 'office',
    events: ['certificate.deliver', 'certificate.return'],
    waits: inState('certified.paper.mailing'),
  },
  collection: {
    by: 'candidate',
    events: ['certificate.deliver', 'certificate.requestMail'],
    waits: ({ mail }, isIn) => isIn('certified.paper.collectable') && mail !== true,
  },
  reissue: {
    by: 'office',
    events: ['certificate.reissue', 'certificate.refuseReissue'],
    waits: inState('certified.paper.reissuing'),
  },
} as const satisfies Record<string, TaskSpec>

/** The name of a task. */
export type TaskId = keyof typeof taskSpecs

/** What a registration waits for, and for whom. */
export type Task = { readonly task: TaskId; readonly by: Role }

/** Every task. */
export const taskIds = Object.keys(taskSpecs) as readonly TaskId[]

/**
 * Lists what a registration waits for, and for whom: the next step of the candidate, a check or a decision of the office,
 * a report of the verifier, money. Several can wait at once. It waits for nobody before the admit card and after the
 * certificate, and while only a deadline is ahead.
 * @param snapshot the snapshot of the last decision
 * @returns the tasks in the order of the lifecycle; empty also for what is not a snapshot
 * @example
 * ```ts
 * import { tasks } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * tasks(given('declaring.proof.reviewing').snapshot) // [{ task: 'proof', by: 'office' }]
 * ```
 */
export function tasks(snapshot: Snapshot): readonly Task[] {
  if (!isSnapshot(snapshot)) return []
  const { value, context } = snapshot
  const paths = statePaths(value)
  const isIn = (outer: StatePath) => paths.some((path) => isInside(path, outer))
  // Once it has ended, only money is still to be paid back.
  const open: readonly TaskId[] = isIn('ended') ? ['refund'] : taskIds
  return open
    .filter((task) => taskSpecs[task].waits(context, isIn))
    .map((task) => ({ task, by: taskSpecs[task].by }))
}
