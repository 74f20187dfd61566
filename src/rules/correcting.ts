import { type Context, type Correction, mostCorrections } from '../model/context'
import { applicationPart, correctedFields, correctionOf, identityFields } from '../model/correction'
import { now } from '../model/instants'
import { mayBeDebited } from '../model/orders'
import type { Millis } from '../time'
import { about, anyOf, atInstant, branch, everywhere, type Guard, type Rules, refusal } from './rule'

/**
 * Creates a guard on the correction that an approval names. For an `EventQuery`, which names none, it holds if it holds
 * for every pending one.
 */
export function aboutApproval(
  test: (context: Context, correction: Correction, at: Millis) => boolean,
): Guard {
  return ({ context, event }) => {
    if (event.type !== 'correction.approve') return false
    const { corrections = [] } = context
    const named = corrections.filter(({ id }) => event.by === undefined || id === event.correctionId)
    const at = now({ context, event })
    return named.length > 0 && named.every((correction) => test(context, correction, at))
  }
}

/** Whether the correction that an approval names changes the application. */
export const changesApplication = aboutApproval((_, { application }) => application !== undefined)

/** The fields that can still be corrected until admit cards close (§6.13.2). */
const personalFields: readonly string[] = [...identityFields, 'gender', 'phone', 'email']

const isPending = (context: Context, id: string): boolean => correctionOf(context, id) !== undefined

const nothingPending = ({ corrections }: Context): boolean => corrections === undefined

const isFull = ({ corrections = [] }: Context): boolean => corrections.length >= mostCorrections

/** The periods that differ in what can be corrected: until an instant, or after the exam. */
function periodAt({ terms }: Context, at: Millis) {
  if (at < terms.registration[1]) return 'registration'
  if (at < terms.admitCard[1]) return 'admitCards'
  return at < terms.sessions[1] ? 'exam' : 'afterExam'
}

/** Creates a guard on a request that corrects other fields than these in a period. */
const correctsOther = (period: ReturnType<typeof periodAt>, allowed: readonly string[]): Guard =>
  about(
    'correction.request',
    ({ context, event, at }) =>
      periodAt(context, at) === period &&
      correctedFields(event.changes).some((field) => !allowed.includes(field)),
  )

export const correctingRules = {
  'correction.before-confirmation': refusal({
    cites: ['6.13.1(1)'],
    standsAgainst: everywhere,
  }),
  'correction.pending': refusal({
    cites: ['policy'],
    standsAgainst: anyOf(
      ({ context, event }) =>
        event.type === 'correction.request' ? isFull(context) : nothingPending(context),
      about('correction.request', ({ context, event }) => isPending(context, event.correctionId)),
      about(
        ['correction.withdraw', 'correction.approve', 'correction.reject'],
        ({ context, event }) => !isPending(context, event.correctionId),
      ),
    ),
    messageFor: ({ context, event }) => {
      if (event.type !== 'correction.request') return 'correction.pending/unknown'
      const isUsed = event.by !== undefined && isPending(context, event.correctionId)
      return isUsed ? undefined : 'correction.pending/too-many'
    },
  }),
  'correction.photo': refusal({
    cites: ['6.13.1(3)'],
    standsAgainst: about('correction.request', ({ event }) => event.changes.photo !== undefined),
  }),
  'correction.frozen-fields': refusal({
    cites: ['6.13.1(2)'],
    standsAgainst: anyOf(
      about(
        'correction.request',
        ({ context, event, at }) => applicationPart(event.changes) !== undefined && mayBeDebited(context, at),
      ),
      aboutApproval((context, { application }, at) => application !== undefined && mayBeDebited(context, at)),
    ),
  }),
  'correction.closed': refusal({
    cites: ['6.13.2'],
    until: ['admitCard.closes'],
    from: ['exam.ends'],
    standsAgainst: atInstant((context, at) => periodAt(context, at) === 'exam'),
  }),
  'correction.admit-card-fields': refusal({
    cites: ['6.13.1', '6.13.2'],
    standsAgainst: correctsOther('admitCards', personalFields),
  }),
  'correction.name-and-number': refusal({
    cites: ['15'],
    standsAgainst: correctsOther('afterExam', identityFields),
  }),
  'correction.documents': refusal({
    cites: ['15'],
    standsAgainst: anyOf(
      about(
        'correction.request',
        ({ context, event: { documents = [] }, at }) =>
          periodAt(context, at) === 'afterExam' && documents.length === 0,
      ),
      about('certificate.amend', ({ event }) => event.documents.length === 0),
    ),
  }),
} satisfies Rules<'correction'>

export const correctingBranches = {
  correctsApplication: branch({
    cites: ['6.4.6', '6.10'],
    holds: changesApplication,
  }),
}
