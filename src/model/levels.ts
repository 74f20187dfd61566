import { type Millis, never } from '../time'
import type { Context } from './context'
import type { Terms } from './terms'

/** Returns the level of an application; `undefined` if the notice does not offer it. */
export const levelOf = ({ terms }: Context, application: { level?: string | undefined } | undefined) =>
  terms.levels.find(({ code }) => code === application?.level)

/** Returns the specialties that a level offers. */
export const specialtiesOf = ({ specialties }: Terms, level: Terms['levels'][number]): readonly string[] =>
  level.specialties ?? specialties ?? []

/** Whether somebody is known to issue the certificate electronically (§13.2). */
export const issuesElectronically = ({ electronic }: Terms['certificate']): boolean =>
  electronic !== 'none' && electronic !== 'unknown'

/** Whether electronic certificates have begun at that instant (§13.2); without an instant, whether they ever do. */
function hasElectronicBegun({ terms: { certificate } }: Context, at: Millis | undefined): boolean {
  return (certificate.electronicSince ?? 0) <= (at ?? never)
}

/**
 * Returns how the certificate is issued. A level may award only a proof of the result. Then there is no paper or
 * electronic certificate, and the certificate number is the number of the proof (§13.2 does not list senior levels).
 */
export function certificateOf(context: Context): Terms['certificate'] {
  const { certificate } = context.terms
  if (levelOf(context, context.application)?.proofYears === undefined)
    return hasElectronicBegun(context, context.earnedAt)
      ? certificate
      : { ...certificate, electronic: 'none' }
  return { electronic: 'none', issuer: certificate.issuer, paper: false, directMail: false }
}

/**
 * Returns how a lost certificate is replaced (§14): by the association that issued it, or as the exam says; by default
 * on paper, or not at all if the exam issued electronic certificates when this one was earned. If it is not known whether it
 * did, on paper: the office can still refuse.
 *
 * @param at when a certificate that is not earned yet would be
 */
export function reissueOf(context: Context, at: Millis): NonNullable<Terms['certificate']['reissue']> {
  const { certificate } = context.terms
  if (certificate.issuer === 'association') return 'association'
  const isElectronic =
    issuesElectronically(certificate) && hasElectronicBegun(context, context.earnedAt ?? at)
  return certificate.reissue ?? (isElectronic ? 'no' : 'paper')
}

/**
 * Whether the certificate can be mailed directly (§13.1): the exam is covered, and the pilot of the notice or of its
 * province has begun.
 */
export function directMailOffered(context: Context, at: Millis): boolean {
  const { directMail = {} } = context.terms
  return certificateOf(context).directMail !== false && directMail !== false && (directMail.from ?? at) <= at
}
