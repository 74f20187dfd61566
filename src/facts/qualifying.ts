import * as z from 'zod'
import { instantShape } from '../schema/primitives'
import { defineFact } from './fact'

export const qualifyingFacts = {
  /** The office should check the candidate until `closesAt` (§11.1). */
  'postCheck.required': defineFact({ zh: '须人工核查', en: 'A check by hand is due' }, () => ({
    closesAt: instantShape(),
  })),
  'postCheck.rejected': defineFact({ zh: '核查不通过', en: 'Check rejected' }, () => ({
    reason: z.string(),
    repairUntil: instantShape(),
  })),
  'postCheck.approved': defineFact({ zh: '核查通过', en: 'Check approved' }, () => ({})),
  /** The name is on the public notice until `closesAt` (§12). */
  'publicNotice.opened': defineFact({ zh: '开始公示', en: 'Public notice opened' }, () => ({
    closesAt: instantShape(),
  })),
}
