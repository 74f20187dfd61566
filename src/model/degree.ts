import type { EvidenceKind } from '../schema/vocabulary'
import type { Context } from './context'

/** Whether the online check has not confirmed the degree: it failed, requires a check on site, or is pending. */
export const isUnverified = ({ education }: Context): boolean => education?.result !== 'passed'

/** Returns the kinds of documents that prove a degree of this origin (§6.4.1(3)(5), §6.19). */
export function evidenceKinds({ education }: Context): readonly EvidenceKind[] {
  return education?.origin === 'overseas' ? ['overseasCertificate'] : ['verificationReport', 'degreeScan']
}

/** Whether a scan temporarily replaces the report, which is still due (§6.4.1(3)). */
export const reportOutstanding = ({ evidence }: Context): boolean => evidence === 'degreeScan'
