import type { Context } from './context'
import type { Terms } from './terms'

/** Returns the level of an application; `undefined` if the notice does not offer it. */
export const levelOf = ({ terms }: Context, application: { level?: string | undefined } | undefined) =>
  terms.levels.find(({ code }) => code === application?.level)

/** Returns the specialties that a level offers. */
export const specialtiesOf = ({ specialties }: Terms, level: Terms['levels'][number]): readonly string[] =>
  level.specialties ?? specialties ?? []

/**
 * Returns how the certificate is issued. A level may award only a proof of the result. Then there is no paper or
 * electronic certificate, and the certificate number is the number of the proof (§13.2 does not list senior levels).
 */
export function certificateOf(context: Context): Terms['certificate'] {
  const { certificate } = context.terms
  if (levelOf(context, context.application)?.proofYears === undefined) return certificate
  return { electronic: 'none', issuer: certificate.issuer, paper: false }
}

/**
 * Returns how a lost certificate is replaced (§14): by the association that issued it, or as the exam says; by default
 * on paper, or not at all if there is an electronic certificate.
 */
export function reissueOf({ terms: { certificate } }: Context): NonNullable<Terms['certificate']['reissue']> {
  if (certificate.issuer === 'association') return 'association'
  return certificate.reissue ?? (certificate.electronic === 'none' ? 'paper' : 'no')
}
