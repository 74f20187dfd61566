import { now } from '../model/instants'
import { parseInstant } from '../time'
import { about, atInstant, branch, everywhere, type Guard, paramsOf, type Rules, refusal } from './rule'

const isDemanded: Guard = ({ context }) => context.spotCheck !== undefined

export const sittingRules = {
  'admitCard.window': refusal({
    cites: ['6.15'],
    from: ['admitCard.opens'],
    standsAgainst: everywhere,
  }),
  'spotCheck.answered': branch({
    cites: ['12(2)'],
    holds: isDemanded,
  }),
  'spotCheck.before-exam': branch({
    cites: ['12(2)'],
    holds: (args) => isDemanded(args) && now(args) < args.context.terms.sessions[0],
  }),
  'spotCheck.due': refusal({
    cites: ['12(2)'],
    standsAgainst: about('spotCheck.demand', ({ event, at }) => parseInstant(event.dueAt) <= at),
    params: paramsOf('spotCheck.demand', ({ event }) => ({ dueAt: event.dueAt })),
  }),
  'spotCheck.documents': refusal({
    cites: ['12(2)'],
    standsAgainst: about(
      'spotCheck.answer',
      ({ event }) => event.documents.length === 0,
      (context) => context.spotCheck !== undefined,
    ),
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
