import type { Context } from '../model/context'
import { closesAt } from '../model/outcomes'
import { mailSpan } from '../model/qualification'
import { assertPresent } from '../schema/primitives'
import { formatInstant, type Millis, parseInstant } from '../time'
import { type Effects, forEvent, type Memory } from './action'

/** Returns when the repair of a rejected check ends, in milliseconds: with its window or at a later `dueAt` (§11.2). */
const repairUntil = ({ postCheckCloses }: Context, dueAt: string | undefined): Millis =>
  Math.max(assertPresent(postCheckCloses), dueAt === undefined ? 0 : parseInstant(dueAt))

export const qualifyingMemory: Memory = {
  'postCheck.reject': (context, { dueAt }) => ({ repairUntil: repairUntil(context, dueAt) }),
  'postCheck.resubmit': ({ passed = [] }) => {
    const others = passed.filter((name) => name !== 'repair.ends')
    return { repairUntil: undefined, passed: others.length > 0 ? others : undefined }
  },
  'publicNotice.open': (context, _, at) => {
    const { publicNotice } = context.terms
    const span = mailSpan(context)
    return {
      publicNoticeCloses: closesAt(context, at, publicNotice),
      ...(span && !('closes' in span) && { directMailCloses: closesAt(context, at, span) }),
    }
  },
  'complaint.receive': ({ complaints = [] }, { complaintId }) => ({
    complaints: [...new Set([...complaints, complaintId])],
  }),
  'complaint.dismiss': ({ complaints = [] }, { complaintId }) => ({
    complaints: complaints.filter((id) => id !== complaintId),
  }),
}

export const qualifyingEffects: Pick<
  Effects,
  'postCheck.required' | 'postCheck.rejected' | 'postCheck.approved' | 'publicNotice.opened'
> = {
  // A correction of the degree that is approved after the marks can require a check whose window is not open yet.
  'postCheck.required': (context, { at }) => {
    const postCheckCloses = context.postCheckCloses ?? closesAt(context, at, context.terms.postCheck)
    return { change: { postCheckCloses }, emitted: [{ closesAt: formatInstant(postCheckCloses) }] }
  },
  'postCheck.rejected': {
    emit: forEvent('postCheck.reject', ({ repairUntil }, { reason }) => ({
      reason,
      repairUntil: formatInstant(assertPresent(repairUntil)),
    })),
  },
  'postCheck.approved': { emit: () => ({}) },
  'publicNotice.opened': {
    emit: ({ publicNoticeCloses }) => ({ closesAt: formatInstant(assertPresent(publicNoticeCloses)) }),
  },
}
