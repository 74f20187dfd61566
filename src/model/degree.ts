import type { EvidenceKind } from '../schema/vocabulary'
import type { Context } from './context'

/** Whether the online check did not confirm the degree. */
export const isUnverified = ({ education }: Context): boolean => education?.result !== 'passed'
/** The kinds that show a degree of this origin (§6.4.1(3)(5), §6.19). */
export function evidenceKinds({ education }: Context): readonly EvidenceKind[] {
  return education?.origin === 'overseas' ? ['overseasCertificate'] : ['verificationReport', 'degreeScan']
}

/** Whether a temporary scan stands in for a report that is still to come (§6.4.1(3)). */
export const reportOutstanding = ({ evidence }: Context): boolean => evidence === 'degreeScan'
