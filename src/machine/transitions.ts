import { type EventType, eventTypes } from '../events'
import type { FactFields } from '../facts'
import { type RefusalId, type Rule, rules } from '../rules'
import { everywhere } from '../rules/rule'

/** A requirement as a separate transition without a target. If its rule refuses, it emits `event.refused`. */
export type RefusingTransition = {
  guard: RefusalId
  actions: { type: 'event.refused'; params: { rule: RefusalId } }
}

/**
 * Returns the requirements of a transition, in the order in which they are checked. Place them before the transition.
 * @example `'commitment.sign': [...refuse('commitment.no-return', 'commitment.statements'), { target: '#paying' }]`
 */
export function refuse(...ids: RefusalId[]): RefusingTransition[] {
  return ids.map((rule) => ({ guard: rule, actions: { type: 'event.refused', params: { rule } } }))
}

type AnyTransition = { readonly guard?: unknown; readonly actions?: unknown }
type Transitions = AnyTransition | readonly AnyTransition[]

/** Whether a transition is a requirement: it refuses the event and leads nowhere. */
export const isRefusing = ({ actions }: AnyTransition): boolean =>
  (actions as RefusingTransition['actions'] | undefined)?.type === 'event.refused'

/** Event types whose requirement always refuses at the root, because every state that can meet it has a transition. */
const refusedAtRoot: readonly EventType[] = ['scoreReview.request']

/** Whether a transition is a requirement that refuses whatever the registration. */
export function alwaysRefuses({ guard }: AnyTransition): boolean {
  const rule: Rule | undefined = rules[guard as RefusalId]
  return rule?.kind === 'refusal' && rule.standsAgainst === everywhere
}

/** Whether a list has only requirements and the last does not always refuse, so that `event.not-now` must follow. */
function needsFallback(type: EventType, list: readonly AnyTransition[]): boolean {
  if (refusedAtRoot.includes(type) || !list.every(isRefusing)) return false
  return !list.slice(-1).some(alwaysRefuses)
}

/**
 * Completes the transitions that apply in every state. An event type with no transitions, or only with requirements
 * that may all accept the event, gets `event.not-now`, so that the machine never ignores an event silently.
 */
export function refuseOtherwise<const On extends { readonly [Type in EventType]?: Transitions }>(on: On): On {
  const complete = eventTypes.map((type) => {
    const own: readonly AnyTransition[] = [on[type] ?? []].flat() as AnyTransition[]
    return [type, needsFallback(type, own) ? [...own, ...refuse('event.not-now')] : own]
  })
  return Object.fromEntries(complete) as On
}

/**
 * Returns transitions that refuse every event type except the given ones.
 * @param types the event types that transitions of the state itself or of its parents handle
 */
export function refuseAllBut(rule: RefusalId, types: readonly EventType[]) {
  return Object.fromEntries(
    eventTypes.filter((type) => !types.includes(type)).map((type) => [type, refuse(rule)]),
  ) as { [Type in EventType]?: RefusingTransition[] }
}

/** Creates the action of a refund. Its reason is the id of a rule, `exam.cancel` or `registration.terminate`. */
export const owedBack = (reason: string) => ({ type: 'refund.due' as const, params: { reason } })

/** Creates a transition that ends the registration before it is complete. */
export const abandoned = (reason: FactFields<'registration.abandoned'>['reason']) => ({
  target: '#ended.abandoned' as const,
  actions: { type: 'registration.abandoned' as const, params: { reason } },
})

/** An unanswered spot check voids the registration before the first session (§12(2)). */
export const registrationVoidUnanswered = {
  guard: 'spotCheck.before-exam' as const,
  target: '#ended.voided' as const,
  actions: 'registration.voided' as const,
}

/** From the first session on, an unanswered spot check voids every mark of the sitting (§12(2)). */
export const marksVoidUnanswered = {
  guard: 'spotCheck.answered' as const,
  target: '#ended.scoresVoided' as const,
  actions: ['scores.voided' as const, 'credits.earned' as const],
}

/** Accepts the demand of a spot check. It sets a deadline, so it re-enters the state. */
export const spotChecks = (target: string) => ({
  'spotCheck.demand': [
    ...refuse('spotCheck.due'),
    { target, reenter: true, actions: 'spotCheck.demanded' as const },
  ],
})

/** The actions of an overturned decision. */
export const overturned = [
  'decision.overturned' as const,
  'credits.earned' as const,
  'integrity.withdrawn' as const,
]

/** Abandons the registration if it is still in the state when registration closes. */
export const untilRegistrationCloses = { 'registration.closes': abandoned('registrationClosed') }

/** The deadlines before payment. A spot check demanded while paying stays open after a withdrawal or a correction. */
export const beforePayment = { ...untilRegistrationCloses, 'spotCheck.due': registrationVoidUnanswered }
