import { abandoned, overturned, owedBack, refuse } from './transitions'
import { rootTransitions } from './withTimers'

const voided = {
  target: '#ended.voided' as const,
  actions: ['finding.recorded' as const, 'integrity.recorded' as const, 'registration.voided' as const],
}

const scoresVoided = {
  target: '#ended.scoresVoided' as const,
  actions: [
    'finding.recorded' as const,
    'integrity.recorded' as const,
    'scores.voided' as const,
    'credits.earned' as const,
  ],
}

/**
 * What holds everywhere unless a state says otherwise. Each event type ends here in a rule that names why it cannot be
 * done now; nothing is ever silently ignored.
 */
export const anywhere = rootTransitions({
  'agreement.accept': refuse('event.not-now'),
  'profile.submit': refuse('event.not-now'),
  'photo.upload': refuse('account.photo-final', 'event.not-now'),
  'education.amend': refuse('event.not-now'),
  'identity.assert': refuse('event.not-now'),
  'verification.report': [
    ...refuse('verification.overseas-online'),
    { guard: 'verificationAwaited' as const },
    ...refuse('event.not-now'),
  ],

  'application.save': refuse('application.locked'),
  'route.choose': refuse('commitment.no-return', 'application.locked'),
  'application.confirm': refuse('event.not-now'),

  'commitment.sign': refuse('event.not-now'),
  'commitment.withdraw': refuse('commitment.withdraw-unpaid', 'event.not-now'),
  'evidence.upload': refuse('event.not-now'),
  'proof.upload': refuse('proof.window', 'event.not-now'),
  'proof.approve': refuse('event.not-now'),
  'proof.reject': refuse('event.not-now'),

  'payment.claim': refuse('payment.window', 'event.not-now'),
  // Wherever no order is to be paid, money is owed back.
  'payment.settle': [
    { guard: 'sameTransaction' as const },
    { guard: 'payment.unknown-order' as const, actions: owedBack('payment.unknown-order') },
    { guard: 'payment.duplicate-other-order' as const, actions: owedBack('payment.duplicate-other-order') },
    { guard: 'payment.superseded-order' as const, actions: owedBack('payment.superseded-order') },
    { guard: 'payment.duplicate-same-order' as const, actions: owedBack('payment.duplicate-same-order') },
  ],
  'payment.notFound': refuse('event.not-now'),
  'refund.settle': [
    ...refuse('refund.known'),
    { guard: 'refundSettled' as const },
    { actions: 'refund.settled' as const },
  ],
  'refund.fail': [
    ...refuse('refund.known'),
    { guard: 'refundSettled' as const },
    { actions: 'refund.failed' as const },
  ],

  'spotCheck.demand': refuse('event.not-now'),
  'spotCheck.answer': refuse('event.not-now'),
  'admitCard.print': refuse('admitCard.window'),

  'misconduct.record': refuse('event.not-now'),
  'marks.publish': refuse('event.not-now'),
  'scoreReview.decide': refuse('event.not-now'),
  'postCheck.approve': refuse('event.not-now'),
  'postCheck.reject': refuse('event.not-now'),
  'postCheck.resubmit': refuse('event.not-now'),
  'publicNotice.open': refuse('event.not-now'),
  'complaint.receive': refuse('event.not-now'),
  'complaint.dismiss': refuse('event.not-now'),
  'certificate.requestMail': refuse('event.not-now'),
  'certificate.issue': refuse('event.not-now'),
  'certificate.dispatch': refuse('event.not-now'),
  'certificate.deliver': refuse('event.not-now'),
  'certificate.reportLost': refuse('event.not-now'),
  'certificate.requestReissue': refuse('event.not-now'),
  'certificate.reissue': refuse('event.not-now'),
  'certificate.refuseReissue': refuse('event.not-now'),
  'scoreReview.request': refuse('scoreReview.window', 'event.not-now'),

  'registration.cancel': [...refuse('registration.unpaid'), abandoned('cancelled')],
  'exam.cancel': [
    {
      guard: 'unpublished',
      target: '#ended.cancelled',
      actions: ['exam.cancelled', owedBack('exam.cancel')],
    },
    ...refuse('event.not-now'),
  ],
  'correction.request': [
    ...refuse(
      'correction.pending',
      'correction.photo',
      'correction.frozen-fields',
      'correction.closed',
      'correction.admit-card-fields',
      'application.offered',
      'application.all-subjects',
      'application.already-credited',
    ),
    { actions: 'correction.requested' as const },
  ],
  'correction.approve': [
    ...refuse(
      'correction.pending',
      'application.window',
      'correction.frozen-fields',
      'application.already-credited',
    ),
    {
      guard: 'correctsApplication' as const,
      target: '#filling.confirmation' as const,
      actions: [
        'verification.requested' as const,
        'correction.applied' as const,
        'order.superseded' as const,
      ],
    },
    { actions: ['verification.requested' as const, 'correction.applied' as const] },
  ],
  'correction.reject': [...refuse('correction.pending'), { actions: 'correction.rejected' as const }],
  'finding.record': [
    ...refuse('exam.identical-answers'),
    { guard: 'payment.no-refund' as const, ...voided },
    { guard: 'finding.before-exam' as const, ...voided },
    { guard: 'finding.refused-check' as const, ...scoresVoided },
    { guard: 'finding.false-materials' as const, ...scoresVoided },
    { guard: 'finding.after-exam' as const, ...scoresVoided },
  ],
  // What is only held, before the marks, is taken back in place.
  'decision.overturn': [...refuse('decision.none'), { actions: overturned }],
  'history.amend': {},
  'notice.amend': [
    ...refuse('notice.sense'),
    { guard: 'amendable' as const, actions: 'refund.due' as const },
    ...refuse('event.not-now'),
  ],
  'clock.advance': {},
})
