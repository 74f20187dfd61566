import { formatInstant, parseInstant } from '../time'
import { type Effects, forEvent, type Memory } from './action'

export const sittingMemory: Memory = {
  'spotCheck.demand': (_, { dueAt }) => ({ spotCheck: parseInstant(dueAt) }),
  'spotCheck.answer': () => ({ spotCheck: undefined }),
}

export const sittingEffects: Pick<
  Effects,
  'spotCheck.demanded' | 'spotCheck.answered' | 'admitCard.available' | 'admitCard.withdrawn'
> = {
  'spotCheck.demanded': {
    emit: forEvent('spotCheck.demand', (_, { dueAt }) => ({ dueAt: formatInstant(parseInstant(dueAt)) })),
  },
  'spotCheck.answered': { emit: () => ({}) },
  'admitCard.available': { emit: () => ({}) },
  'admitCard.withdrawn': { emit: () => ({}) },
}
