import type { EvidenceKind } from '../schema/vocabulary'
import type { Context, DegreeStatus } from './context'
import type { Profile } from './profile'
import { requirementsOf } from './requirements'

/** The levels of higher education, which the national database of degrees covers (§6.4.1(3)). */
const higherLevels: readonly string[] = ['doctor', 'master', 'bachelor', 'associate']

/**
 * Returns what the context keeps of an entered degree. A degree below higher education is marked, because no online
 * report exists for it.
 */
export function degreeStatus({ origin, level, degree }: NonNullable<Profile['education']>): DegreeStatus {
  return higherLevels.includes(level) || degree !== undefined ? { origin } : { origin, higher: false }
}

/**
 * Whether the online check has not confirmed the degree: it failed, requires a check on site, or is pending. A candidate
 * without a degree has nothing to confirm.
 */
export const isUnverified = ({ education }: Context): boolean =>
  education !== undefined && education.result !== 'passed'

/** Whether the degree requires the online report of the national database: domestic, higher, unverified (§6.4.1(3)). */
const owesReport = (context: Context): boolean => {
  const { education } = context
  return isUnverified(context) && education?.origin === 'domestic' && education.higher !== false
}

/** Whether a degree is of another kind than the one before, whose result and evidence then do not hold for it. */
export const changesKind = (context: Context, { origin, higher }: DegreeStatus): boolean =>
  origin !== context.education?.origin || higher !== context.education.higher

/** Returns the kinds of documents that prove a degree of this kind (§6.4.1(3)(5), §6.19); the best comes first. */
export function evidenceKinds({ education, terms }: Context): readonly EvidenceKind[] {
  const { domestic, overseas, belowHigher } = requirementsOf(terms).degreeDocuments
  if (education?.higher === false) return belowHigher
  return education?.origin === 'overseas' ? overseas : domestic
}

/** Like `evidenceKinds`, for a proof, in which the diploma can also replace a report temporarily. */
export function proofEvidenceKinds(context: Context): readonly EvidenceKind[] {
  return owesReport(context) ? [...evidenceKinds(context), 'degreeCertificate'] : evidenceKinds(context)
}

/** Whether the report is still due, although another document may replace it temporarily (§6.4.1(3)). */
export const reportOutstanding = (context: Context): boolean =>
  owesReport(context) && context.evidence !== 'verificationReport'

/** Returns the kinds of documents of the degree that are still to come: once the marks are published, no scan. */
export function missingEvidence(context: Context): readonly EvidenceKind[] {
  if (!isUnverified(context)) return []
  if (reportOutstanding(context) && (context.evidence !== undefined || context.marks !== undefined))
    return ['verificationReport']
  return context.evidence === undefined ? evidenceKinds(context) : []
}
