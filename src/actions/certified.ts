import { directMailOffered, levelOf } from '../model/levels'
import { ownMailWindow } from '../model/qualification'
import { omitUndefined } from '../schema/primitives'
import { type Effects, forEvent, type Memory, voidReason } from './action'

export const certifiedMemory: Memory = {
  'certificate.requestMail': () => ({ mail: true }),
  'certificate.withdrawMail': () => ({ mail: undefined }),
  // The local office has the certificate. To have it mailed again, the candidate requests it again.
  'certificate.return': () => ({ mail: undefined }),
  'certificate.issue': (_, { certificateNo }) => ({ certificateNo }),
}

export const certifiedEffects: Pick<
  Effects,
  | 'certificate.cleared'
  | 'certificate.issued'
  | 'certificate.amended'
  | 'certificate.revoked'
  | 'mail.requested'
  | 'mail.withdrawn'
  | 'mail.lapsed'
> = {
  // The window of the check ends with the check.
  'certificate.cleared': ({ terms: { certificate } }, { at }) => {
    const isDated = certificate.electronicSince !== undefined || certificate.sinceYear !== undefined
    return { change: { postCheckCloses: undefined, earnedAt: isDated ? at : undefined }, emitted: [{}] }
  },
  'certificate.issued': {
    emit: forEvent('certificate.issue', (context, { certificateNo }) =>
      omitUndefined({ certificateNo, proofYears: levelOf(context, context.application)?.proofYears }),
    ),
  },
  'certificate.amended': { emit: forEvent('certificate.amend', (_, { fields }) => ({ fields })) },
  'certificate.revoked': {
    emit: ({ certificateNo }, { event }) => omitUndefined({ certificateNo, reason: voidReason(event) }),
  },
  'mail.requested': { emit: () => ({}) },
  'mail.withdrawn': { emit: () => ({}) },
  // Emitted only if mail was requested; with the reason `late`, only if the window closed before the clearance, or the
  // amended notice has no direct mail.
  'mail.lapsed': (context, { at, params: { reason } }) => {
    const closes = ownMailWindow(context)
    const isLate = closes !== undefined && closes < at
    const lapses = reason !== 'late' || isLate || !directMailOffered(context, at)
    return context.mail && lapses ? { change: { mail: undefined }, emitted: [{}] } : { emitted: [] }
  },
}
