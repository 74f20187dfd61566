import { passesWithHistory } from '../model/outcomes'
import { amendTerms } from '../model/terms'
import { omitUndefined } from '../schema/primitives'
import type { Memory } from './action'
import { notQualifying } from './marking'

export const amendingMemory: Memory = {
  'history.amend': (context, event) => {
    const { commitmentForfeited, integrity, credits } = event.history
    const qualifies = context.postCheckCloses === undefined || passesWithHistory(context, event)
    return {
      ...(commitmentForfeited !== undefined && { forfeitedElsewhere: commitmentForfeited || undefined }),
      ...(integrity && { integrity: integrity.map(omitUndefined) }),
      ...(credits && { credits: credits.map(omitUndefined) }),
      ...(qualifies ? {} : notQualifying),
    }
  },
  'notice.amend': ({ terms }, amendment) => ({ terms: amendTerms(terms, amendment) }),
}
