import { passesWithHistory } from '../model/outcomes'
import { amended } from '../model/terms'
import { defined } from '../schema/primitives'
import type { Memory } from './action'
import { notQualifying } from './marking'

export const amendingMemory: Memory = {
  'history.amend': (context, event) => {
    const { commitmentForfeited, integrity, credits } = event.history
    const qualifies = context.postCheckCloses === undefined || passesWithHistory(context, event)
    return {
      ...(commitmentForfeited && { forfeitedElsewhere: true as const }),
      ...(integrity && { integrity: integrity.map(defined) }),
      ...(credits && { credits: credits.map(defined) }),
      ...(qualifies ? {} : notQualifying),
    }
  },
  'notice.amend': ({ terms }, amendment) => ({ terms: amended(terms, amendment) }),
}
