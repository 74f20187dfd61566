import type { FactFields } from '../facts'
import type { RefusalId } from '../rules'

/** A requirement as an arrow of its own: taken when the rule stands against the event, leading nowhere, naming the rule. */
export type RefusingTransition = {
  guard: RefusalId
  actions: { type: 'event.refused'; params: { rule: RefusalId } }
}

/**
 * The requirements in front of an arrow, in the order in which they refuse.
 * @example `'commitment.sign': [...refuse('commitment.no-return', 'commitment.statements'), { target: '#paying' }]`
 */
export function refuse(...rules: RefusalId[]): RefusingTransition[] {
  return rules.map((rule) => ({ guard: rule, actions: { type: 'event.refused', params: { rule } } }))
}

/** A refund owed for that reason, which is the id of a rule. */
export const owedBack = (reason: string) => ({ type: 'refund.due' as const, params: { reason } })

/** The registration ends without ever being completed. */
export const abandoned = (reason: FactFields<'registration.abandoned'>['reason']) => ({
  target: '#ended.abandoned' as const,
  actions: { type: 'registration.abandoned' as const, params: { reason } },
})

/** Whoever does not answer a check after the exam has no mark of the sitting left (§12(2)). */
export const marksVoidUnanswered = {
  guard: 'spotCheck.answered' as const,
  target: '#ended.scoresVoided' as const,
  actions: ['scores.voided' as const, 'credits.earned' as const],
}

/** A check demanded, and answered: whatever moves the due instant enters the state anew. */
export const spotChecks = (target: string) => ({
  'spotCheck.demand': [
    ...refuse('spotCheck.due'),
    { target, reenter: true, actions: 'spotCheck.demanded' as const },
  ],
  'spotCheck.answer': {
    guard: 'spotCheck.answered' as const,
    target,
    reenter: true,
    actions: 'spotCheck.answered' as const,
  },
})

/** What a review takes back. */
export const overturned = [
  'decision.overturned' as const,
  'credits.earned' as const,
  'integrity.withdrawn' as const,
]

/** Whatever waits only for the candidate ends when registration closes. */
export const untilRegistrationCloses = { 'registration.closes': abandoned('registrationClosed') }
