import { deadlineOf } from '../deadlines'
import type { RegistrationEvent } from '../events'
import { formatInstant, parseInstant } from '../time'
import { type Effects, type Memory, only, tell } from './action'

/** Why a registration or its marks are void: the finding, or the deadline that passed. */
export function voidReason(event: RegistrationEvent): string {
  return only('finding.record', event)?.finding ?? deadlineOf(event.type) ?? event.type
}

export const remembersSitting: Memory = {
  'spotCheck.demand': (_, { dueAt }) => ({ spotCheck: parseInstant(dueAt) }),
  'spotCheck.answer': () => ({ spotCheck: undefined }),
}

export const tellsSitting: Pick<
  Effects,
  | 'scores.voided'
  | 'spotCheck.demanded'
  | 'spotCheck.answered'
  | 'admitCard.available'
  | 'admitCard.withdrawn'
> = {
  'spotCheck.demanded': (_, { event }) => {
    const demand = only('spotCheck.demand', event)
    return tell(...(demand ? [{ dueAt: formatInstant(parseInstant(demand.dueAt)) }] : []))
  },
  'scores.voided': ({ application, terms }, { event }) =>
    tell({ subjects: application?.subjects ?? [], examYear: terms.year, reason: voidReason(event) }),
  'spotCheck.answered': () => tell({}),
  'admitCard.available': () => tell({}),
  'admitCard.withdrawn': () => tell({}),
}
