import type { Context } from '../context'
import { closesAt } from '../publication'
import { formatInstant, type Millis, parseInstant } from '../time'
import { type Effects, type Memory, only, tell } from './action'

/** A rejected check may be repaired until the window closes, or longer where the office says so (§11.2). */
const repairUntil = ({ postCheckCloses = 0 }: Context, dueAt: string | undefined): Millis =>
  Math.max(postCheckCloses, dueAt === undefined ? 0 : parseInstant(dueAt))

export const remembersQualifying: Memory = {
  'postCheck.approve': () => ({ checked: true }),
  'postCheck.reject': (context, { dueAt }) => ({ repairUntil: repairUntil(context, dueAt) }),
  'postCheck.resubmit': () => ({ repairUntil: undefined, repairOver: undefined }),
  'repair.ends': () => ({ repairOver: true }),
  'publicNotice.open': (context, _, at) => {
    const { publicNotice, directMail } = context.terms
    return {
      publicNoticeCloses: closesAt(context, at, publicNotice),
      ...(directMail && !('closes' in directMail) && { directMailCloses: closesAt(context, at, directMail) }),
    }
  },
  'publicNotice.closes': () => ({ noticed: true }),
  'complaint.receive': ({ complaints = [] }, { complaintId }) => ({
    complaints: [...new Set([...complaints, complaintId])],
  }),
  'complaint.dismiss': ({ complaints = [] }, { complaintId }) => ({
    complaints: complaints.filter((id) => id !== complaintId),
  }),
}

export const tellsQualifying: Pick<
  Effects,
  'postCheck.required' | 'postCheck.rejected' | 'postCheck.approved' | 'publicNotice.opened'
> = {
  'postCheck.required': ({ postCheckCloses = 0 }) => tell({ closesAt: formatInstant(postCheckCloses) }),
  'postCheck.rejected': ({ repairUntil = 0 }, { event }) => {
    const rejection = only('postCheck.reject', event)
    return tell(...(rejection ? [{ reason: rejection.reason, repairUntil: formatInstant(repairUntil) }] : []))
  },
  'postCheck.approved': () => tell({}),
  'publicNotice.opened': ({ publicNoticeCloses = 0 }) =>
    tell({ closesAt: formatInstant(publicNoticeCloses) }),
}
