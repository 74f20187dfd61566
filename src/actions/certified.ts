import type { Context } from '../model/context'
import { certificateOf, directMailOffered, levelOf } from '../model/levels'
import { missingSubjects } from '../model/marks'
import { hasPassed, ownMailWindow } from '../model/qualification'
import { assertPresent, omitUndefined } from '../schema/primitives'
import { type Effects, forEvent, type Memory, voidReason } from './action'

export const certifiedMemory: Memory = {
  'certificate.requestMail': () => ({ mail: true }),
  'certificate.withdrawMail': () => ({ mail: undefined }),
  // The local office has the certificate. To have it mailed again, the candidate requests it again.
  'certificate.return': () => ({ mail: undefined, paper: 'collectable' }),
  'certificate.issue': (_, { certificateNo }) => ({ certificateNo }),
  // The request for mail ends when the certificate is mailed.
  'certificate.dispatch': ({ mail }) => ({ paper: mail ? 'mailing' : 'collectable', mail: undefined }),
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
  | 'certificate.amended'
  | 'certificate.revoked'
  | 'certificate.restored'
  | 'certificate.questioned'
  | 'mail.requested'
  | 'mail.withdrawn'
  | 'mail.lapsed'
> = {
  // The deadlines of the check and the public notice end with them.
  'certificate.cleared': (context, { at }) => {
    const { electronicSince, sinceYear } = context.terms.certificate
    const isDated = electronicSince !== undefined || sinceYear !== undefined
    const change: Partial<Context> = {
      postCheckCloses: undefined,
      passed: hasPassed(context, 'directMail.closes') ? ['directMail.closes'] : undefined,
      earnedAt: isDated ? at : undefined,
      paper: certificateOf(context).paper === false ? 'none' : 'printing',
    }
    return { change, emitted: [{}] }
  },
  'certificate.issued': {
    emit: forEvent('certificate.issue', (context, { certificateNo }) =>
      omitUndefined({ certificateNo, proofYears: levelOf(context, context.application)?.proofYears }),
    ),
  },
  'certificate.amended': { emit: forEvent('certificate.amend', (_, { fields }) => ({ fields })) },
  // After a score review the registration goes on, and a later certificate gets a number of its own.
  'certificate.revoked': ({ certificateNo }, { event }) => ({
    ...(event.type === 'scoreReview.decide' && { change: { certificateNo: undefined } }),
    emitted: [omitUndefined({ certificateNo, reason: voidReason(event) })],
  }),
  'certificate.restored': { emit: ({ certificateNo }) => omitUndefined({ certificateNo }) },
  // Emitted only if a pass is missing: for a restored certificate, one that was not missing before the revocation.
  'certificate.questioned': (context) => {
    const subjects = missingSubjects(context, assertPresent(context.marks))
    const known = context.revoked?.missing ?? []
    const isNews = subjects.some((subject) => !known.includes(subject))
    return { change: { revoked: undefined }, emitted: isNews ? [{ subjects }] : [] }
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
