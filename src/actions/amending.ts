import type { RegistrationEvent } from '../events'
import { amendTerms } from '../model/amendment'
import type { Context } from '../model/context'
import { keptAttestations } from '../model/heldAttestations'
import { isRunning, type SpanName } from '../model/qualification'
import { omitUndefined } from '../schema/primitives'
import { type Millis, parseInstant } from '../time'
import { type Effects, forEvent, type Memory } from './action'

/** Moves the windows that run to their new instants, and the repair of a rejected check with its window. */
function movedWindows(
  context: Context,
  amendment: RegistrationEvent<'notice.amend'>,
  at: Millis,
): Partial<Context> {
  const movesTo = (name: SpanName): Millis | undefined => {
    const span = amendment[name]
    return typeof span === 'object' && 'closes' in span && isRunning(context, name, at)
      ? parseInstant(span.closes)
      : undefined
  }
  const { postCheckCloses, repairUntil } = context
  const postCheck = movesTo('postCheck')
  // A repair that ends later than the window has an instant of its own, and never ends earlier than that.
  const ownRepair = repairUntil === postCheckCloses ? 0 : (repairUntil ?? 0)
  return omitUndefined({
    scoreReviewCloses: movesTo('scoreReview'),
    postCheckCloses: postCheck,
    repairUntil: repairUntil && postCheck && Math.max(postCheck, ownRepair),
    publicNoticeCloses: movesTo('publicNotice'),
  })
}

/** The attestation of an event: an event has more fields. */
const attestationOf = ({ kind, result, validUntil }: RegistrationEvent<'attestation.record'>) =>
  omitUndefined({ kind, result, validUntil })

export const amendingEffects: Pick<Effects, 'attestation.recorded'> = {
  'attestation.recorded': { emit: forEvent('attestation.record', (_, event) => attestationOf(event)) },
}

export const amendingMemory: Memory = {
  'attestation.record': (context, event, at) => ({
    attestations: [...keptAttestations(context, event.kind, at), attestationOf(event)],
  }),
  'history.amend': (_, { history: { commitmentForfeited, integrity, credits } }) => ({
    ...(commitmentForfeited !== undefined && { forfeitedElsewhere: commitmentForfeited || undefined }),
    ...(integrity && { integrity: integrity.map(omitUndefined) }),
    ...(credits && { credits: credits.map(omitUndefined) }),
  }),
  // Parallel regions apply an amendment more than once: the second time changes nothing.
  'notice.amend': (context, amendment, at) => ({
    terms: amendTerms(context, amendment),
    ...movedWindows(context, amendment, at),
  }),
}
