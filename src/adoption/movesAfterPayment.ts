import { levelOf } from '../model/levels'
import { parseInstant } from '../time'
import type { AdoptionGoal } from './adoptionGoal'
import { CannotAdopt, decidedOtherwise, missingField } from './adoptionProblem'
import { acceptedType, type Move } from './movesToPayment'
import type { EventWish, Reconstruction } from './reconstruction'

/** The events from the exam to the certificate, as far as the line goes. */

/** The reason of the line; empty if it has none. */
export function reasonOf(run: Reconstruction): string {
  if (run.line.reason === undefined) run.filled.add('reason')
  return run.line.reason ?? ''
}

/** Marks that decide otherwise than the state of the line says. */
function marksDecide(run: Reconstruction, passed: boolean): CannotAdopt {
  const { registrations, context, line } = run
  const years = levelOf(context, context.application)?.years ?? 1
  const rule = years > 1 ? 'marks.rolling' : 'marks.single-sitting'
  const message = passed
    ? {
        zh: `成绩已全部合格，与状态“${line.state}”不符`,
        en: `the marks pass, which the state "${line.state}" excludes`,
      }
    : {
        zh: `成绩未全部合格，与状态“${line.state}”不符`,
        en: `the marks do not pass, as the state "${line.state}" needs`,
      }
  return new CannotAdopt(decidedOtherwise(registrations, rule, 'marks', message))
}

function markingMove(run: Reconstruction, goal: AdoptionGoal): Move {
  const { line } = run
  if (run.isIn('marking.awaited')) {
    const { marks } = line
    const publishes = goal.is('marking.published') || goal.isBeyond('marking') || marks !== undefined
    if (!publishes) return 'wait'
    if (marks === undefined) throw missingField('marks', line.state)
    return { event: { type: 'marks.publish', marks }, field: 'marks' }
  }
  if (!goal.isBeyond('marking')) return reviewMove(run) ?? 'wait'
  throw new CannotAdopt({
    field: 'marks',
    message: {
      zh: '报考通知没有合格标准，无法判定成绩',
      en: 'the notice has no pass marks, so the marks cannot be judged',
    },
  })
}

/** The request for a review that is pending. */
function reviewMove(run: Reconstruction): Move {
  const { line, context } = run
  const { review = [] } = line
  const asked = review.filter((subject) => !context.review?.includes(subject))
  return asked.length > 0
    ? { event: { type: 'scoreReview.request', subjects: asked }, field: 'review' }
    : undefined
}

function notPassedMove(run: Reconstruction, goal: AdoptionGoal): Move {
  if (goal.is('qualifying') || goal.is('certified') || goal.is('ended.revoked')) throw marksDecide(run, false)
  const asked = reviewMove(run)
  if (asked !== undefined) return asked
  if (!goal.is('notPassed.underReview') || !run.isIn('notPassed.open')) return 'wait'
  run.filled.add('review')
  return {
    event: { type: 'scoreReview.request', subjects: run.context.application?.subjects ?? [] },
    field: 'review',
  }
}

function qualifyingMove(run: Reconstruction, goal: AdoptionGoal): Move {
  if (goal.is('notPassed') || goal.is('ended.notPassed')) throw marksDecide(run, true)
  const asked = reviewMove(run)
  if (asked !== undefined) return asked
  return (
    first(run, [
      goal.mailsEarly ? mailMove(run) : undefined,
      checkMove(run, goal),
      publicNoticeMove(run, goal),
    ]) ?? 'wait'
  )
}

function checkMove(run: Reconstruction, goal: AdoptionGoal): Move {
  if (!run.isIn('qualifying.check.unreviewed')) return undefined
  if (goal.is('qualifying.check.rejected'))
    return { event: { type: 'postCheck.reject', reason: reasonOf(run) }, field: 'state' }
  const approves = goal.isBeyond('qualifying') || goal.is('qualifying.check.approved')
  return approves ? { event: { type: 'postCheck.approve' }, field: 'state' } : undefined
}

function publicNoticeMove(run: Reconstruction, goal: AdoptionGoal): Move {
  const opens =
    goal.isBeyond('qualifying') ||
    goal.is('qualifying.publicNotice.open') ||
    goal.is('qualifying.publicNotice.closed')
  return opens && run.isIn('qualifying.publicNotice.pending')
    ? { event: { type: 'publicNotice.open' } }
    : undefined
}

/** Of moves that do not depend on each other the first: one without an instant, else that of the earliest. */
function first({ line }: Reconstruction, moves: readonly Move[]): Move {
  const at = (move: Move): number =>
    parseInstant(
      (typeof move === 'object' && line.instants?.[move.event.type]) || '1949-01-01T00:00:00+08:00',
    )
  return moves.filter((move) => move !== undefined).sort((one, other) => at(one) - at(other))[0]
}

/** The request for mail, while direct mail is possible. */
function mailMove(run: Reconstruction): Move {
  const wanted = run.line.mail === true && run.context.mail !== true && run.context.paper !== 'mailing'
  return wanted ? { event: requestMail(run), field: 'mail' } : undefined
}

function requestMail(run: Reconstruction): EventWish {
  const { profile } = run.line
  if (profile === undefined) run.filled.add('address')
  return { type: 'certificate.requestMail', address: profile?.address ?? '' }
}

const reissueKinds = ['reissueForm', 'residentId', 'photo'] as const

function issueMove(run: Reconstruction): Move {
  const { certificateNo } = run.line
  const isNew = certificateNo !== undefined && run.context.certificateNo === undefined
  return isNew ? { event: { type: 'certificate.issue', certificateNo }, field: 'certificateNo' } : undefined
}

type Sent = 'mailing' | 'collectable' | 'delivered' | 'lost' | 'reissuing' | 'reissued'

function certifiedMove(run: Reconstruction, goal: AdoptionGoal): Move {
  const issue = issueMove(run)
  if (issue !== undefined) return issue
  const wants = (...papers: Sent[]) => papers.some((paper) => goal.is(`certified.paper.${paper}`))
  const lost = wants('lost', 'reissuing', 'reissued')
  const dispatch: Move = { event: { type: 'certificate.dispatch' }, field: 'certificateNo' }
  if (run.isIn('certified.paper.printing'))
    return lost || wants('mailing', 'collectable', 'delivered') ? dispatch : 'wait'
  if (run.isIn('certified.paper.collectable') && wants('mailing'))
    return run.context.mail === true ? dispatch : { event: requestMail(run), field: 'mail' }
  if (run.isIn('certified.paper.collectable') && run.line.mail === true && run.context.mail !== true)
    return { event: requestMail(run), field: 'mail' }
  if (run.isIn('certified.paper.collectable'))
    return lost || wants('delivered') ? { event: { type: 'certificate.deliver' } } : 'wait'
  if (run.isIn('certified.paper.delivered') && lost) return { event: { type: 'certificate.reportLost' } }
  if (run.isIn('certified.paper.lost') && wants('reissuing', 'reissued')) {
    run.filled.add('documents')
    const documents = reissueKinds.map((kind) => ({ kind, mediaType: acceptedType(run) }))
    return { event: { type: 'certificate.requestReissue', documents }, field: 'state' }
  }
  if (run.isIn('certified.paper.reissuing') && wants('reissued'))
    return { event: { type: 'certificate.reissue' } }
  return 'wait'
}

/** The demand of a spot check that is open. */
function demandMove({ line, context }: Reconstruction): Move {
  const open =
    line.spotCheck !== undefined && line.finding !== 'spotCheck.due' && context.spotCheck === undefined
  return open
    ? { event: { type: 'spotCheck.demand', dueAt: line.spotCheck ?? '' }, field: 'spotCheck' }
    : undefined
}

/** What is open beside the state: a review, a request for mail, a certificate number, the demand of a spot check. */
export function pendingMove(run: Reconstruction): Move {
  const marked = run.isIn('marking.published') || run.isIn('notPassed') || run.isIn('qualifying')
  if (run.isIn('paying') || run.isIn('registered') || run.isIn('marking.awaited') || marked) {
    const demand = demandMove(run)
    if (demand !== undefined) return demand
  }
  if (marked || run.isIn('certified')) {
    const asked = reviewMove(run)
    if (asked !== undefined) return asked
  }
  const mails =
    run.isIn('qualifying') || run.isIn('certified.paper.printing') || run.isIn('certified.paper.collectable')
  const mail = mails ? mailMove(run) : undefined
  return mail ?? (run.isIn('certified') ? issueMove(run) : undefined)
}

/** The next move from the registration to the certificate. */
export function moveAfterPayment(run: Reconstruction, goal: AdoptionGoal): Move {
  if (run.isIn('marking')) return markingMove(run, goal)
  if (run.isIn('notPassed')) return notPassedMove(run, goal)
  if (run.isIn('qualifying')) return qualifyingMove(run, goal)
  return run.isIn('certified') ? certifiedMove(run, goal) : 'wait'
}
