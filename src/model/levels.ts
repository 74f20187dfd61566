import { type Millis, never } from '../time'
import type { Context } from './context'
import type { Terms } from './terms'

/** Returns the level of an application; `undefined` if the notice does not offer it. */
export const levelOf = ({ terms }: Context, application: { level?: string | undefined } | undefined) =>
  terms.levels.find(({ code }) => code === application?.level)

/** Returns the specialties that a level offers. */
export const specialtiesOf = ({ specialties }: Terms, level: Terms['levels'][number]): readonly string[] =>
  level.specialties ?? specialties ?? []

/** Whether certificates are issued electronically at that instant (§13.2); without an instant, whether they ever are. */
function isElectronicFrom({ terms: { certificate } }: Context, at: Millis | undefined): boolean {
  const { electronic, electronicSince } = certificate
  return electronic !== 'none' && (electronicSince ?? 0) <= (at ?? never)
}

/**
 * Returns how the certificate is issued. A level may award only a proof of the result. Then there is no paper or
 * electronic certificate, and the certificate number is the number of the proof (§13.2 does not list senior levels).
 */
export function certificateOf(context: Context): Terms['certificate'] {
  const { certificate } = context.terms
  if (levelOf(context, context.application)?.proofYears === undefined)
    return isElectronicFrom(context, context.earnedAt) ? certificate : { ...certificate, electronic: 'none' }
  return { electronic: 'none', issuer: certificate.issuer, paper: false, directMail: false }
}

/**
 * Returns how a lost certificate is replaced (§14): by the association that issued it, or as the exam says; by default
 * on paper, or not at all once the exam issues electronic certificates.
 */
export function reissueOf(context: Context, at: Millis): NonNullable<Terms['certificate']['reissue']> {
  const { certificate } = context.terms
  if (certificate.issuer === 'association') return 'association'
  return certificate.reissue ?? (isElectronicFrom(context, at) ? 'no' : 'paper')
}

/**
 * Whether the certificate can be mailed directly (§13.1): the exam is covered, and the pilot of the notice or of its
 * province has begun.
 */
export function directMailOffered(context: Context, at: Millis): boolean {
  const { directMail = {} } = context.terms
  return certificateOf(context).directMail !== false && directMail !== false && (directMail.from ?? at) <= at
}
