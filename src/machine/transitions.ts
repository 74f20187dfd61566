import { type EventType, eventTypes } from '../events'
import type { FactFields } from '../facts'
import { type RefusalId, type Rule, rules } from '../rules'
import { everywhere } from '../rules/rule'

/** A requirement as a transition of its own: taken if the rule refuses the event, without a target, naming the rule. */
export type RefusingTransition = {
  guard: RefusalId
  actions: { type: 'event.refused'; params: { rule: RefusalId } }
}

/**
 * The requirements in front of a transition, in the order in which they refuse.
 * @example `'commitment.sign': [...refuse('commitment.no-return', 'commitment.statements'), { target: '#paying' }]`
 */
export function refuse(...ids: RefusalId[]): RefusingTransition[] {
  return ids.map((rule) => ({ guard: rule, actions: { type: 'event.refused', params: { rule } } }))
}

type AnyTransition = { readonly guard?: unknown; readonly actions?: unknown }
type Transitions = AnyTransition | readonly AnyTransition[]

const isRefusing = ({ actions }: AnyTransition): boolean =>
  (actions as RefusingTransition['actions'] | undefined)?.type === 'event.refused'

/** Whether a list has only requirements, of which the last one does not always refuse: `event.not-now` must follow. */
function needsFallback(list: readonly AnyTransition[]): boolean {
  if (!list.every(isRefusing)) return false
  const rule: Rule | undefined = rules[list.at(-1)?.guard as RefusalId]
  return rule?.kind !== 'refusal' || rule.standsAgainst !== everywhere
}

/**
 * Completes the transitions that hold in every state: an event type that has none, or that has only requirements of
 * which none may apply, ends in `event.not-now`. So nothing is ever silently ignored.
 */
export function refuseOtherwise<const On extends { readonly [Type in EventType]?: Transitions }>(on: On): On {
  const complete = eventTypes.map((type) => {
    const own: readonly AnyTransition[] = [on[type] ?? []].flat() as AnyTransition[]
    return [type, needsFallback(own) ? [...own, ...refuse('event.not-now')] : own]
  })
  return Object.fromEntries(complete) as On
}

/**
 * Transitions that refuse every event type but the given ones.
 * @param types left to the states outside, or to transitions of the state itself
 */
export function refuseAllBut(rule: RefusalId, types: readonly EventType[]) {
  return Object.fromEntries(
    eventTypes.filter((type) => !types.includes(type)).map((type) => [type, refuse(rule)]),
  ) as { [Type in EventType]?: RefusingTransition[] }
}

/** A refund owed for that reason, which is the id of a rule. */
export const owedBack = (reason: string) => ({ type: 'refund.due' as const, params: { reason } })

/** The registration ends without being completed. */
export const abandoned = (reason: FactFields<'registration.abandoned'>['reason']) => ({
  target: '#ended.abandoned' as const,
  actions: { type: 'registration.abandoned' as const, params: { reason } },
})

/** A check after the exam that is not answered voids every mark of the sitting (§12(2)). */
export const marksVoidUnanswered = {
  guard: 'spotCheck.answered' as const,
  target: '#ended.scoresVoided' as const,
  actions: ['scores.voided' as const, 'credits.earned' as const],
}

/** A check is demanded and answered. Both move the due instant, so both re-enter the state. */
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

/** The actions of an overturned decision. */
export const overturned = [
  'decision.overturned' as const,
  'credits.earned' as const,
  'integrity.withdrawn' as const,
]

/** A state that waits only for the candidate ends when registration closes. */
export const untilRegistrationCloses = { 'registration.closes': abandoned('registrationClosed') }
