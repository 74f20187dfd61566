import { isSnapshot, type Snapshot } from './engine/snapshot'
import type { EventType } from './events'
import { allStateLines, pathsAround, type StatePath, statePaths } from './machine/states'
import type { Context } from './model/context'
import { evidenceDue, reportOutstanding } from './model/degree'
import { identityMissing } from './model/identity'
import { lazy } from './schema/primitives'
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

/**
 * Every task, in the order of the lifecycle. Optional events are not tasks. Not derived from the tags of states: a tag names
 * one actor, but a pending correction, review or complaint is in the context, and two regions can wait for two people.
 */
export const taskSpecs = {
  agreement: { by: 'candidate', events: ['agreement.accept'], waits: inState('account.agreement') },
  identity: {
    by: 'verifier',
    events: ['identity.assert'],
    waits: (context, isIn) =>
      identityMissing(context) && (isIn('account.profile') || isIn('filling.application')),
  },
  profile: {
    by: 'candidate',
    events: ['profile.submit'],
    waits: (context, isIn) => isIn('account.profile') && !identityMissing(context),
  },
  photo: { by: 'candidate', events: ['photo.upload'], waits: inState('account.photo') },
  verification: {
    by: 'verifier',
    events: ['verification.report'],
    waits: ({ verifying }) => verifying !== undefined,
  },
  application: {
    by: 'candidate',
    events: ['application.save'],
    waits: (context, isIn) => isIn('filling.application') && !identityMissing(context),
  },
  route: { by: 'candidate', events: ['route.choose'], waits: inState('filling.route') },
  confirmation: { by: 'candidate', events: ['application.confirm'], waits: inState('filling.confirmation') },
  commitment: {
    by: 'candidate',
    events: ['commitment.sign', 'route.choose'],
    waits: inState('declaring.commitment'),
  },
  evidence: {
    by: 'candidate',
    events: ['evidence.upload'],
    waits: (context, isIn) =>
      isIn('declaring.evidence') ||
      ((isIn('paying') || isIn('registered')) && evidenceDue(context, context.at).length > 0) ||
      ((isIn('qualifying.check.unreviewed') || isIn('qualifying.check.rejected')) &&
        reportOutstanding(context)),
  },
  proofUpload: { by: 'candidate', events: ['proof.upload'], waits: inState('declaring.proof.uploading') },
  proofReview: {
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
  marks: { by: 'office', events: ['marks.publish'], waits: inState('marking.awaited') },
  passMarks: { by: 'office', events: ['notice.amend'], waits: inState('marking.published') },
  scoreReview: {
    by: 'office',
    events: ['scoreReview.decide'],
    waits: ({ review }) => hasEntries(review),
  },
  postCheck: {
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
  certificate: {
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

/** What a registration waits for, for whom, and the events that end it, some of which another role may have to send. */
export type Task = { readonly task: TaskId; readonly by: Role; readonly events: readonly EventType[] }

/** Every task. */
export const taskIds = Object.keys(taskSpecs) as readonly TaskId[]

/**
 * Lists what a registration waits for, and for whom: the next step of the candidate, a check or a decision of the office,
 * a report of the verifier, money. Several can wait at once. Empty while only a deadline is ahead, such as between payment
 * and the admit card, and once everything is done.
 * @param snapshot the snapshot of the last decision
 * @returns the tasks in the order of the lifecycle, whatever provisions decided the snapshot; empty also for what is not a
 * snapshot
 * @example
 * ```ts
 * import { tasks } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * tasks(given('declaring.proof.reviewing').snapshot) // [{ task: 'proofReview', by: 'office', events: ['proof.approve', 'proof.reject'] }]
 * ```
 */
export function tasks(snapshot: Snapshot): readonly Task[] {
  if (!isSnapshot(snapshot)) return []
  return taskIdsOf(snapshot).map((task) => ({ task, by: taskSpecs[task].by, events: taskSpecs[task].events }))
}

/** The active states of each line of innermost ones: those, and all around them. */
const activeByLine = lazy(
  () => new Map(allStateLines().map((line) => [line, new Set(line.split(' ').flatMap(pathsAround))])),
)

/** The ids of the tasks of a snapshot that is known to be valid. */
export function taskIdsOf({ value, context }: Snapshot): TaskId[] {
  const active = activeByLine().get(statePaths(value).join(' '))
  const isIn = (path: StatePath) => active?.has(path) === true
  // Once it has ended, only money is still to be paid back.
  const open: readonly TaskId[] = isIn('ended') ? ['refund'] : taskIds
  return open.filter((task) => taskSpecs[task].waits(context, isIn))
}
