import type { EvidenceKind } from '../schema/vocabulary'
import type { Millis } from '../time'
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

/**
 * Returns the context changes of uploaded documents: the best evidence of the degree so far. A better document that came
 * before stays, unless it is of the degree before a correction.
 */
export function withEvidence(context: Context, uploaded: readonly string[]): Partial<Context> {
  const kinds = proofEvidenceKinds(context)
  if (!isUnverified(context) || !kinds.some((kind) => uploaded.includes(kind))) return {}
  const isFormer = context.formerDegree?.evidence === true
  const evidence = kinds.find((kind) => uploaded.includes(kind) || (!isFormer && kind === context.evidence))
  return { evidence, ...(isFormer && { formerDegree: {} }) }
}

/**
 * Returns the context changes of an approved correction of the degree. A degree of another kind has no result and no
 * evidence. Otherwise those of the former degree count until the new check is reported.
 */
export function withCorrectedDegree(context: Context, corrected: DegreeStatus): Partial<Context> {
  if (changesKind(context, corrected))
    return { education: corrected, evidence: undefined, formerDegree: undefined }
  return { formerDegree: context.evidence === undefined ? {} : { evidence: true } }
}

/**
 * Returns the context changes of a reported check of the degree. A report counts if it is the first, or if the degree was
 * corrected; one that fails, only until the office begins to check the degree itself (§11.1).
 */
export function withResult(
  { education, formerDegree, postCheckCloses }: Context,
  result: NonNullable<DegreeStatus['result']>,
): Partial<Context> {
  if (education === undefined) return {}
  const isChecked = postCheckCloses !== undefined
  const replaces = formerDegree !== undefined && (result === 'passed' || !isChecked)
  if (education.result !== undefined && !replaces) return {}
  const losesEvidence = formerDegree?.evidence === true && !isChecked
  return {
    education: { ...education, result },
    formerDegree: undefined,
    ...(losesEvidence && { evidence: undefined }),
  }
}

/** Whether the report is still due, although another document may replace it temporarily (§6.4.1(3)). */
export const reportOutstanding = (context: Context): boolean =>
  owesReport(context) && context.evidence !== 'verificationReport'

/** Returns the kinds of documents of the degree that are still to come: once the marks are published, no scan. */
function missingEvidence(context: Context): readonly EvidenceKind[] {
  if (!isUnverified(context)) return []
  if (reportOutstanding(context) && (context.evidence !== undefined || context.marks !== undefined))
    return ['verificationReport']
  return context.evidence === undefined ? evidenceKinds(context) : []
}

/** The kinds of documents of the degree that can be uploaded now: during registration, or once marks are published. */
export function evidenceDue(context: Context, at: Millis): readonly EvidenceKind[] {
  const inTime = at < context.terms.registration[1] || context.marks !== undefined
  return inTime ? missingEvidence(context) : []
}
