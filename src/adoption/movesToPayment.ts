import { evidenceKinds, isUnverified, proofEvidenceKinds } from '../model/degree'
import { identityMissing } from '../model/identity'
import { levelOf } from '../model/levels'
import { creditCounts } from '../model/marks'
import { orderNumber } from '../model/orders'
import { requirementsOf } from '../model/requirements'
import { assertPresent, omitUndefined } from '../schema/primitives'
import type { DocumentKind, EvidenceKind } from '../schema/vocabulary'
import { formatInstant } from '../time'
import type { AdoptionGoal } from './adoptionGoal'
import { missingField } from './adoptionProblem'
import type { EventWish, Reconstruction } from './reconstruction'

/** The events from the account to the payment, as far as the line goes. */

/** A move: an event, with its instant if another field of the line has it; `wait` for a deadline; `undefined` for none. */
export type Move = { event: EventWish; at?: string | undefined; field?: string } | 'wait' | undefined

const send = (event: EventWish, field?: string): Move => ({ event, ...(field !== undefined && { field }) })

const usualProof: readonly DocumentKind[] = ['workProof']

/** The media type of a document that the notice accepts. */
export const acceptedType = ({ context }: Reconstruction): string =>
  assertPresent(requirementsOf(context.terms).documentTypes[0])

function evidenceOf(run: Reconstruction, kinds: readonly EvidenceKind[]): EvidenceKind {
  const { evidence } = run.line
  if (evidence === undefined) run.filled.add('evidence')
  return evidence ?? assertPresent(kinds[0])
}

/** The application of the line. At a level that needs all subjects, they may be left out. */
function applicationOf(run: Reconstruction): EventWish {
  const { line, context } = run
  const {
    level,
    specialty,
    place = context.terms.places.length === 1 ? context.terms.places[0] : undefined,
  } = line
  if (level === undefined) throw missingField('level', line.state)
  if (place === undefined) throw missingField('place', line.state)
  const offered = levelOf(context, { level })
  const application = omitUndefined({ level, specialty, subjects: line.subjects ?? [], place })
  if (line.subjects === undefined) {
    if (offered?.years !== 1) throw missingField('subjects', line.state)
    application.subjects = offered.subjects.filter(
      (subject) =>
        !context.credits.some((one) => one.subject === subject && creditCounts(context, application, one)),
    )
    run.filled.add('subjects')
  }
  return { type: 'application.save', application }
}

/** The documents of a proof: those that the level needs, and that of the degree. */
function proofOf(run: Reconstruction): EventWish {
  const { context } = run
  const kinds = new Set<DocumentKind>(levelOf(context, context.application)?.proof ?? usualProof)
  if (isUnverified(context) && context.evidence === undefined)
    kinds.add(evidenceOf(run, proofEvidenceKinds(context)))
  run.filled.add('documents')
  const mediaType = acceptedType(run)
  return { type: 'proof.upload', documents: [...kinds].map((kind) => ({ kind, mediaType })) }
}

function photoOf(run: Reconstruction): EventWish {
  const { mediaTypes, ...photo } = requirementsOf(run.context.terms).photo
  run.filled.add('photo')
  return { type: 'photo.upload', photo: { ...photo, mediaType: assertPresent(mediaTypes[0]) } }
}

function verificationOf({ line }: Reconstruction): EventWish {
  const { education = line.profile && !line.profile.education ? 'none' : undefined } = line
  if (education === undefined || education === 'pending') throw missingField('education', line.state)
  return {
    type: 'verification.report',
    identity: 'passed',
    education: education === 'none' ? 'passed' : education,
  }
}

/** The route of the line. Where the notice offers no commitment, it is proof; a withdrawn commitment was chosen first. */
function routeOf({ line, context }: Reconstruction): EventWish {
  const { route = context.terms.commitment ? undefined : ('proof' as const), instants = {} } = line
  if (route === undefined) throw missingField('route', line.state)
  return { type: 'route.choose', route: instants['commitment.withdraw'] ? 'commitment' : route }
}

const statements = { informed: true, eligible: true, truthful: true, acceptsChecks: true }

function declaringMove(run: Reconstruction, goal: AdoptionGoal): Move {
  const { line } = run
  const beyond = goal.isBeyond('declaring')
  const withdraws = line.instants?.['commitment.withdraw'] !== undefined && run.context.signedAt !== undefined
  if (run.isIn('declaring.commitment')) {
    const signs = beyond || withdraws || goal.is('declaring.evidence') || goal.is('declaring.proof')
    return signs || line.instants?.['commitment.sign']
      ? send({ type: 'commitment.sign', statements }, 'route')
      : 'wait'
  }
  if (withdraws) return send({ type: 'commitment.withdraw' }, 'route')
  if (run.isIn('declaring.evidence')) {
    if (!beyond) return 'wait'
    const kind = evidenceOf(run, evidenceKinds(run.context))
    return send({ type: 'evidence.upload', document: { kind, mediaType: acceptedType(run) } }, 'evidence')
  }
  const { endedBy } = line
  if (run.isIn('declaring.proof.uploading')) {
    const uploads =
      beyond ||
      goal.is('declaring.proof.reviewing') ||
      endedBy === 'proofNotReviewed' ||
      endedBy === 'proofRejected'
    return uploads ? send(proofOf(run), 'documents') : 'wait'
  }
  if (beyond) return send({ type: 'proof.approve' }, 'route')
  return endedBy === 'proofRejected' ? rejectedProof(run) : 'wait'
}

/** After the upload has closed, a rejection ends the registration; before that, the candidate could upload again. */
function rejectedProof(run: Reconstruction): Move {
  const { context, line, asOf } = run
  const closes = context.terms.proofUpload ?? context.terms.registration[1]
  const reason = line.reason ?? ''
  if (line.reason === undefined) run.filled.add('reason')
  const at = line.instants?.['proof.reject'] ?? formatInstant(Math.min(Math.max(closes, context.at), asOf))
  return { event: { type: 'proof.reject', reason }, at }
}

function payingMove(run: Reconstruction, goal: AdoptionGoal): Move {
  const { context, line } = run
  const index = context.orders.findIndex(({ state }) => state === 'open')
  const orderNo = orderNumber(context, index)
  if (line.instants?.['commitment.withdraw'] && context.signedAt !== undefined)
    return send({ type: 'commitment.withdraw' }, 'route')
  const { payment } = goal
  if (goal.isBeyond('paying') && payment !== undefined) {
    const { transactionId, amountFen } = payment
    const known = payment.paidAt ?? line.instants?.['payment.settle']
    if (known === undefined) run.filled.add('payment.settle')
    const paidAt = known ?? formatInstant(Math.max(context.at, context.terms.payment[0]))
    const event: EventWish = { type: 'payment.settle', orderNo, transactionId, amountFen, paidAt }
    return { event, at: paidAt, field: 'payments' }
  }
  if (goal.isBeyond('paying')) throw missingField('payments', line.state)
  const claims = goal.is('paying.reconciling') && context.claim === undefined && run.isIn('paying.awaiting')
  return claims && run.asOf < context.terms.payment[1] ? send({ type: 'payment.claim', orderNo }) : 'wait'
}

/** The next move from the account to the payment. */
export function moveToPayment(run: Reconstruction, goal: AdoptionGoal): Move {
  const { line, context } = run
  if (goal.is('ended') && goal.lastStage === 'account') return 'wait'
  if (run.isIn('account.agreement')) return send({ type: 'agreement.accept' })
  if (run.isIn('account.profile')) {
    if (identityMissing(context)) return send({ type: 'identity.assert', provider: context.terms.provider })
    if (line.profile === undefined) throw missingField('profile', line.state)
    return send({ type: 'profile.submit', profile: line.profile }, 'profile')
  }
  if (run.isIn('account.photo')) return send(photoOf(run))
  if (run.isIn('verifying') && goal.is('ended') && line.education === 'pending') return 'wait'
  if (run.isIn('verifying')) return send(verificationOf(run), 'education')
  const confirms = goal.isBeyond('filling')
  if (run.isIn('filling.application')) {
    if (identityMissing(context)) return send({ type: 'identity.assert', provider: context.terms.provider })
    const saves =
      confirms || goal.is('filling.route') || goal.is('filling.confirmation') || line.level !== undefined
    return saves ? send(applicationOf(run), 'level') : 'wait'
  }
  if (run.isIn('filling.route'))
    return confirms || goal.is('filling.confirmation') || line.route !== undefined
      ? send(routeOf(run), 'route')
      : 'wait'
  if (run.isIn('filling.confirmation')) return confirms ? send({ type: 'application.confirm' }) : 'wait'
  return run.isIn('declaring') ? declaringMove(run, goal) : payingMove(run, goal)
}
