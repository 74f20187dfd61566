import { formatInstant, parseInstant } from '../time'
import { type Effects, type Memory, only, tell } from './action'

export const remembersSitting: Memory = {
  'spotCheck.demand': (_, { dueAt }) => ({ spotCheck: parseInstant(dueAt) }),
  'spotCheck.answer': () => ({ spotCheck: undefined }),
}

export const tellsSitting: Pick<
  Effects,
  'spotCheck.demanded' | 'spotCheck.answered' | 'admitCard.available' | 'admitCard.withdrawn'
> = {
  'spotCheck.demanded': (_, { event }) => {
    const demand = only('spotCheck.demand', event)
    return tell(...(demand ? [{ dueAt: formatInstant(parseInstant(demand.dueAt)) }] : []))
  },
  'spotCheck.answered': () => tell({}),
  'admitCard.available': () => tell({}),
  'admitCard.withdrawn': () => tell({}),
}
