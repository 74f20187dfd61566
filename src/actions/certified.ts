import { certificateOf, levelOf } from '../model/levels'
import { missingSubjects } from '../model/marks'
import { hasPassed, ownMailWindow } from '../model/qualification'
import { assertPresent, omitUndefined } from '../schema/primitives'
import { type Effects, forEvent, type Memory, voidReason } from './action'

export const certifiedMemory: Memory = {
  'certificate.requestMail': () => ({ mail: true }),
  'certificate.issue': (_, { certificateNo }) => ({ certificateNo }),
  'certificate.dispatch': ({ mail }) => ({ paper: mail ? 'mailing' : 'collectable' }),
  'certificate.deliver': () => ({ paper: 'delivered' }),
  'certificate.reportLost': () => ({ paper: 'lost' }),
  'certificate.requestReissue': () => ({ paper: 'reissuing' }),
  'certificate.reissue': () => ({ paper: 'reissued' }),
  'certificate.refuseReissue': () => ({ paper: 'lost' }),
}

export const certifiedEffects: Pick<
  Effects,
  | 'certificate.cleared'
  | 'certificate.issued'
  | 'certificate.revoked'
  | 'certificate.restored'
  | 'certificate.questioned'
  | 'mail.requested'
  | 'mail.lapsed'
> = {
  // The deadlines of the check and the public notice end with them.
  'certificate.cleared': (context) => ({
    change: {
      postCheckCloses: undefined,
      passed: hasPassed(context, 'directMail.closes') ? ['directMail.closes'] : undefined,
      paper: certificateOf(context).paper === false ? 'none' : 'printing',
    },
    emitted: [{}],
  }),
  'certificate.issued': {
    emit: forEvent('certificate.issue', (context, { certificateNo }) =>
      omitUndefined({ certificateNo, proofYears: levelOf(context, context.application)?.proofYears }),
    ),
  },
  // After a score review the registration goes on, and a later certificate gets a number of its own.
  'certificate.revoked': ({ certificateNo }, { event }) => ({
    ...(event.type === 'scoreReview.decide' && { change: { certificateNo: undefined } }),
    emitted: [omitUndefined({ certificateNo, reason: voidReason(event) })],
  }),
  'certificate.restored': { emit: ({ certificateNo }) => omitUndefined({ certificateNo }) },
  // Emitted only if a pass is missing.
  'certificate.questioned': (context) => {
    const subjects = missingSubjects(context, assertPresent(context.marks))
    return { emitted: subjects.length > 0 ? [{ subjects }] : [] }
  },
  'mail.requested': { emit: () => ({}) },
  // Emitted only if mail was requested; with the reason `late`, only if the window closed before the clearance.
  'mail.lapsed': (context, { at, params: { reason } }) => {
    const closes = ownMailWindow(context)
    const lapses = reason !== 'late' || (closes !== undefined && closes < at)
    return context.mail && lapses ? { change: { mail: undefined }, emitted: [{}] } : { emitted: [] }
  },
}
