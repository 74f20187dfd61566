import type { Context } from '../model/context'
import { instants, now } from '../model/instants'
import { certificateOf, directMailOffered, issuesElectronically, reissueOf } from '../model/levels'
import { passesAll } from '../model/marks'
import { passesWithHistory } from '../model/outcomes'
import { hasPassed } from '../model/qualification'
import { assertPresent } from '../schema/primitives'
import { type Millis, startOf } from '../time'
import { about, atInstant, branch, everywhere, type Guard, type Rules, refusal } from './rule'

function directMailClosed(context: Context, at: Millis): boolean {
  if (hasPassed(context, 'directMail.closes')) return true
  const closes = instants['directMail.closes'](context)
  return closes !== undefined && closes <= at
}

export const certifiedRules = {
  'certificate.direct-mail': refusal({
    cites: ['13.1'],
    until: ['directMail.closes'],
    standsAgainst: atInstant(
      (context, at) => !directMailOffered(context, at) || directMailClosed(context, at),
    ),
    messageFor: (args) =>
      directMailOffered(args.context, now(args)) ? 'certificate.direct-mail/closed' : undefined,
  }),
  'certificate.local': branch({
    cites: ['13.1'],
    holds: ({ context }) => context.mail !== true,
  }),
  'certificate.electronic': branch({
    cites: ['13.2'],
    holds: ({ context }) => issuesElectronically(certificateOf(context)),
  }),
  'certificate.number': refusal({
    cites: ['policy'],
    standsAgainst: ({ context }) => context.certificateNo === undefined,
  }),
  'certificate.association': refusal({
    cites: ['14(5)'],
    standsAgainst: atInstant((context, at) => reissueOf(context, at) === 'association'),
  }),
  'certificate.proof-letter': refusal({
    cites: ['14(1)', '14(2)'],
    standsAgainst: atInstant((context, at) => reissueOf(context, at) === 'proofLetter'),
  }),
  'certificate.no-reissue': refusal({
    cites: ['14', '14(3)', '14(4)'],
    standsAgainst: atInstant((context, at) => reissueOf(context, at) === 'no'),
  }),
  'certificate.reissue-scope': refusal({
    cites: ['14'],
    standsAgainst: ({ context: { terms, earnedAt } }) => {
      const { sinceYear } = terms.certificate
      return sinceYear !== undefined && earnedAt !== undefined && earnedAt < startOf(`${sinceYear}-01-01`)
    },
  }),
  'certificate.reissue-documents': refusal({
    cites: ['14'],
    standsAgainst: about('certificate.requestReissue', ({ event }) => {
      const kinds = new Set(event.documents.map(({ kind }) => kind))
      const identity = kinds.has('residentId') || kinds.has('socialSecurityCard')
      return !(kinds.has('reissueForm') && kinds.has('photo') && identity)
    }),
  }),
  'certificate.change': refusal({
    cites: ['15'],
    standsAgainst: everywhere,
  }),
} satisfies Rules<'certificate'>

/** Creates a guard that holds if the paper of a revoked certificate was there. */
const paperIs =
  (paper: NonNullable<Context['paper']>): Guard =>
  ({ context }) =>
    context.paper === paper

export const certifiedBranches = {
  directMailOpen: branch({
    cites: ['13.1'],
    holds: ({ context }) => instants['directMail.closes'](context) !== undefined,
  }),
  onPaper: branch({
    cites: ['13.1'],
    holds: ({ context }) => certificateOf(context).paper !== false,
  }),
  mailWanted: branch({
    cites: ['13.1'],
    holds: ({ context }) => context.mail === true,
  }),
  passTakenBack: branch({
    cites: ['9.2', '12(1)'],
    holds: about(
      'history.amend',
      ({ context, event }) =>
        passesAll(context, assertPresent(context.marks)) && !passesWithHistory(context, event),
    ),
  }),
  paperMailing: branch({
    cites: ['7.4', '13.1'],
    holds: paperIs('mailing'),
  }),
  paperCollectable: branch({
    cites: ['7.4', '13.1'],
    holds: paperIs('collectable'),
  }),
  paperDelivered: branch({
    cites: ['7.4', '13.1'],
    holds: paperIs('delivered'),
  }),
  paperLost: branch({
    cites: ['7.4', '14'],
    holds: paperIs('lost'),
  }),
  paperReissuing: branch({
    cites: ['7.4', '14'],
    holds: paperIs('reissuing'),
  }),
  paperReissued: branch({
    cites: ['7.4', '14'],
    holds: paperIs('reissued'),
  }),
  numbered: branch({
    cites: ['7.4', '13.2'],
    holds: ({ context }) => context.certificateNo !== undefined,
  }),
  notNumbered: branch({
    cites: ['13.2'],
    holds: ({ context }) => context.certificateNo === undefined,
  }),
}
