import { parseInstant } from '../time'
import { about, atInstant, branch, everywhere, paramsOf, type Rules, refusal } from './rule'

export const sittingRules = {
  'admitCard.window': refusal({
    cites: ['6.15'],
    from: ['admitCard.opens'],
    standsAgainst: everywhere,
  }),
  'spotCheck.answered': branch({
    cites: ['12(2)'],
    holds: ({ context }) => context.spotCheck !== undefined,
  }),
  'spotCheck.due': refusal({
    cites: ['12(2)'],
    standsAgainst: about('spotCheck.demand', ({ context, event, at }) => {
      const due = parseInstant(event.dueAt)
      const opens = context.terms.admitCard[0]
      return due <= at || (at < opens && opens < due)
    }),
    params: paramsOf('spotCheck.demand', ({ event }) => ({ dueAt: event.dueAt })),
  }),
} satisfies Rules<'admitCard' | 'spotCheck'>

export const sittingBranches = {
  examBegun: branch({
    cites: ['7.4'],
    holds: atInstant(({ terms }, at) => terms.sessions[0] <= at),
  }),
  admitCardAhead: branch({
    cites: ['6.15'],
    holds: about('notice.amend', ({ context, event, at }) => {
      const window = event.windows?.admitCard
      if (window === undefined) return false
      const closed = context.terms.admitCard[1] <= at
      return at < parseInstant(window.opens) || (closed && at < parseInstant(window.closes))
    }),
  }),
}
