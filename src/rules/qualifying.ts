import type { Context } from '../model/context'
import { reportOutstanding } from '../model/degree'
import { passesWithHistory } from '../model/outcomes'
import { checkRequired, complaintOpen, hasPassed, noticeOver, noticeRequired } from '../model/qualification'
import { hoursOf, requirementsOf } from '../model/requirements'
import { parseInstant } from '../time'
import { about, anyOf, branch, type Rules, refusal } from './rule'

export const qualifyingRules = {
  'postCheck.who': branch({
    cites: ['11.1'],
    holds: ({ context }) => checkRequired(context),
  }),
  'postCheck.window': refusal({
    cites: ['11.1'],
    standsAgainst: about('postCheck.reject', ({ context, event, at }) => {
      const hours = hoursOf(context.terms, 'repair')
      if (!noticeOver(context) || at <= (context.postCheckCloses ?? 0) - hours) return false
      return event.dueAt === undefined || parseInstant(event.dueAt) < at + hours
    }),
    params: ({ context }) => ({ hours: requirementsOf(context.terms).repairHours }),
  }),
  'postCheck.resubmit': refusal({
    cites: ['11.2'],
    standsAgainst: about('postCheck.resubmit', ({ event }) => event.documents.length === 0),
  }),
  'verification.report-due': refusal({
    cites: ['6.4.1(3)'],
    standsAgainst: ({ context }) => reportOutstanding(context),
  }),
  'publicNotice.who': branch({
    cites: ['12'],
    holds: ({ context }) => noticeRequired(context),
  }),
  'publicNotice.complaints': refusal({
    cites: ['12'],
    standsAgainst: anyOf(
      ({ context }) => !complaintOpen(context),
      about('complaint.dismiss', ({ context, event }) => !context.complaints?.includes(event.complaintId)),
    ),
  }),
} satisfies Rules<'postCheck' | 'verification' | 'publicNotice'>

/** Whether a rejected check can still be repaired. */
const repairOpen = (context: Context): boolean =>
  context.repairUntil !== undefined && !hasPassed(context, 'repair.ends')

export const qualifyingBranches = {
  creditTakenBack: branch({
    cites: ['7.4', '9.2'],
    holds: about('history.amend', ({ context, event }) => !passesWithHistory(context, event)),
  }),
  reportMissing: branch({
    cites: ['6.4.1(3)'],
    holds: ({ context }) => reportOutstanding(context),
  }),
  repairFailed: branch({
    cites: ['11.2'],
    holds: ({ context }) => repairOpen(context) && noticeOver(context),
  }),
  repairGoesOn: branch({
    cites: ['11.2'],
    holds: ({ context }) => repairOpen(context),
  }),
  stillRejected: branch({
    cites: ['11.2', '12'],
    holds: ({ context }) => hasPassed(context, 'repair.ends') && !complaintOpen(context),
  }),
  noticeUncontested: branch({
    cites: ['12'],
    holds: ({ context }) => !complaintOpen(context),
  }),
  qualified: branch({
    cites: ['11.1', '12', '13.1'],
    holds: ({ context }) =>
      noticeOver(context) && context.spotCheck === undefined && context.review === undefined,
  }),
}
