import type { Context } from './context'
import type { Terms } from './terms'

/** The level of an application; `undefined` if the notice does not offer it. */
export const levelOf = ({ terms }: Context, application: { level?: string | undefined } | undefined) =>
  terms.levels.find(({ code }) => code === application?.level)

/** The specialties that a level offers. */
export const specialtiesOf = ({ specialties }: Terms, level: Terms['levels'][number]): readonly string[] =>
  level.specialties ?? specialties ?? []

/**
 * How the certificate is issued. A level may give only a proof of the result: nothing on paper, nothing electronic, and
 * the certificate number is that of the proof (§13.2 does not list senior levels).
 */
export function certificateOf(context: Context): Terms['certificate'] {
  const { certificate } = context.terms
  if (levelOf(context, context.application)?.proofYears === undefined) return certificate
  return { electronic: 'none', issuer: certificate.issuer, paper: false }
}

/** How a lost certificate is replaced: as the exam says; by default not at all if there is an electronic one (§14). */
export function reissueOf({ terms: { certificate } }: Context): NonNullable<Terms['certificate']['reissue']> {
  if (certificate.issuer === 'association') return 'association'
  return certificate.reissue ?? (certificate.electronic === 'none' ? 'paper' : 'no')
}
