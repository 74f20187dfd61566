import type { Context } from './context'
import type { Terms } from './terms'

/** The level that an application names. */
export const levelOf = ({ terms }: Context, application: { level?: string | undefined } | undefined) =>
  terms.levels.find(({ code }) => code === application?.level)
/** The specialties that can be chosen at a level. */
export const specialtiesOf = ({ specialties }: Terms, level: Terms['levels'][number]): readonly string[] =>
  level.specialties ?? specialties ?? []
/**
 * What a pass gives: the exam's certificate, or at a level whose pass only gives a proof of the result nothing on paper
 * and nothing electronic; the number is that of the proof (§13.2 lists no senior level).
 */
export function certificateOf(context: Context): Terms['certificate'] {
  const { certificate } = context.terms
  if (levelOf(context, context.application)?.proofYears === undefined) return certificate
  return { electronic: 'none', issuer: certificate.issuer, paper: false }
}
