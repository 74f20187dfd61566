import { abandoned, overturned, owedBack, refuse } from './transitions'
import { anywhere } from './withTimers'

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

/** From the first session until the publication of the marks, misconduct and identical answers are only recorded. */
export const sanctionsHeld = {
  'misconduct.record': [
    ...refuse('exam.misconduct'),
    { guard: 'examBegun' as const, actions: 'integrity.recorded' as const },
  ],
  'finding.record': [
    ...refuse('exam.identical-answers'),
    { guard: 'identicalAnswers' as const, actions: 'finding.recorded' as const },
  ],
}

export const decidingAnywhere = anywhere({
  'registration.cancel': [...refuse('registration.unpaid'), abandoned('cancelled')],
  'registration.terminate': [
    {
      guard: 'refundsFee',
      target: '#ended.cancelled',
      actions: ['registration.terminated', owedBack('registration.terminate'), 'credits.earned'],
    },
    { target: '#ended.cancelled', actions: ['registration.terminated', 'credits.earned'] },
  ],
  'exam.cancel': [
    {
      guard: 'unpublished',
      target: '#ended.cancelled',
      actions: ['exam.cancelled', owedBack('exam.cancel')],
    },
    ...refuse('event.not-now'),
  ],
  'finding.record': [
    ...refuse('exam.identical-answers'),
    { guard: 'payment.no-refund', ...voided },
    { guard: 'finding.before-exam', ...voided },
    { guard: 'finding.refused-check', ...scoresVoided },
    { guard: 'finding.false-materials', ...scoresVoided },
    { guard: 'finding.after-exam', ...scoresVoided },
  ],
  // Before the marks, sanctions are only recorded, so overturning them does not change the state.
  'decision.overturn': [...refuse('decision.none'), { actions: overturned }],
})
