import { levelOf } from '../model/levels'
import { ownMailWindow } from '../model/qualification'
import { omitUndefined } from '../schema/primitives'
import { type Effects, forEvent, type Memory, voidReason } from './action'

export const certifiedMemory: Memory = {
  'certificate.requestMail': () => ({ mail: true }),
  'certificate.issue': (_, { certificateNo }) => ({ certificateNo }),
}

export const certifiedEffects: Pick<
  Effects,
  | 'certificate.cleared'
  | 'certificate.issued'
  | 'certificate.amended'
  | 'certificate.revoked'
  | 'mail.requested'
  | 'mail.lapsed'
> = {
  // The window of the check ends with the check.
  'certificate.cleared': () => ({ change: { postCheckCloses: undefined }, emitted: [{}] }),
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
  // Emitted only if mail was requested; with the reason `late`, only if the window closed before the clearance.
  'mail.lapsed': (context, { at, params: { reason } }) => {
    const closes = ownMailWindow(context)
    const lapses = reason !== 'late' || (closes !== undefined && closes < at)
    return context.mail && lapses ? { change: { mail: undefined }, emitted: [{}] } : { emitted: [] }
  },
}
