import type { Context } from '../model/context'
import { isPaid, mayBeDebited } from '../model/orders'
import { about, atInstant, branch, type Rules, refusal } from './rule'

/** Whether a decision exists that can be overturned. */
function hasDecision(context: Context): boolean {
  const { findings = [], records = [], spotCheck } = context
  return findings.length > 0 || records.length > 0 || spotCheck !== undefined || marksSanctioned(context)
}

/** Whether any subject is void for misconduct or identical answers. */
const marksSanctioned = ({ misconduct, identical }: Context): boolean =>
  misconduct !== undefined || identical !== undefined

export const decidingRules = {
  'decision.none': refusal({
    cites: ['policy'],
    standsAgainst: ({ context }) => !hasDecision(context),
  }),
  'exam.identical-answers': refusal({
    cites: ['7.3.1'],
    standsAgainst: about('finding.record', ({ context, event, at }) => {
      if (event.finding !== 'identicalAnswers') return false
      const registered = context.application?.subjects ?? []
      const foreign = (event.subjects ?? []).some((subject) => !registered.includes(subject))
      return at < context.terms.sessions[0] || !isPaid(context) || foreign
    }),
  }),
  'finding.before-exam': branch({
    cites: ['7.4', '12', '12(1)'],
    holds: atInstant((context, at) => at < context.terms.sessions[0]),
  }),
  'finding.after-exam': branch({
    cites: ['7.4', '12', '12(1)'],
    holds: atInstant((context, at) => context.terms.sessions[0] <= at),
  }),
  'finding.refused-check': branch({
    cites: ['7.4', '12', '12(2)'],
    holds: about('finding.record', ({ event }) => event.finding === 'refusedCheck'),
  }),
  'finding.false-materials': branch({
    cites: ['7.4', '12'],
    holds: about(
      'finding.record',
      ({ event }) => event.finding === 'falseMaterials' || event.finding === 'falseCommitment',
    ),
  }),
  'exam.misconduct': refusal({
    cites: ['7.3', '7.3.2', '7.5'],
    standsAgainst: about('misconduct.record', ({ context, event, at }) => {
      if (at < context.terms.sessions[0]) return false
      const { scope, article, subject } = event
      const bySubject = [6, 9, 11].includes(article) && context.application?.subjects.includes(subject ?? '')
      const bySitting = [7, 8, 9, 10].includes(article)
      return scope === 'subject' ? !bySubject : !bySitting
    }),
  }),
  'finding.after-certificate': branch({
    cites: ['7.4', '12(1)'],
    holds: about(['finding.record', 'misconduct.record'], () => true),
  }),
  'registration.unpaid': refusal({
    cites: ['policy'],
    until: ['payment.closes'],
    standsAgainst: atInstant(mayBeDebited),
  }),
} satisfies Rules<'decision' | 'exam' | 'finding' | 'registration'>

export const decidingBranches = {
  onlyDemand: branch({
    cites: ['12(2)'],
    holds: ({ context }) => context.spotCheck !== undefined && !marksSanctioned(context),
  }),
  beforeExamEnds: branch({
    cites: ['policy'],
    holds: atInstant((context, at) => at < context.terms.sessions[1]),
  }),
  findingOnRecord: branch({
    cites: ['policy'],
    holds: ({ context }) => hasDecision({ ...context, spotCheck: undefined }),
  }),
  refundsFee: branch({
    cites: ['policy'],
    holds: about('registration.terminate', ({ event }) => event.refund),
  }),
  neverPaid: branch({
    cites: ['6.4.8'],
    holds: ({ context }) => !isPaid(context),
  }),
}
