import type { LocalizedText } from '../language'
import type { EligibilityCondition } from './condition'
import type { HeldDegree } from './heldDegrees'
import type { Profile } from './profile'

/** `unclear`: the office must decide, or the candidate must add data first. */
export type Verdict = 'met' | 'unmet' | 'unclear'

/** The verdict on one part of a condition, with its reason. */
export type Assessment = { verdict: Verdict; detail: LocalizedText }

/** What a condition is compared with: the candidate, one of the candidate's degrees, and the last day that counts. */
type Applicant = { profile: Profile; degree: HeldDegree | undefined; until: string }

/** Compares one part of a condition with a candidate. */
export type Assess = (condition: EligibilityCondition, applicant: Applicant) => Assessment

export const met = (zh: string, en: string): Assessment => ({ verdict: 'met', detail: { zh, en } })
export const unmet = (zh: string, en: string): Assessment => ({ verdict: 'unmet', detail: { zh, en } })
export const unclear = (zh: string, en: string): Assessment => ({ verdict: 'unclear', detail: { zh, en } })

/** Normalizes a name: its width, its case, and what it can end with. */
export const normalize = (name: string, suffix: RegExp): string =>
  name.normalize('NFKC').trim().toLowerCase().replace(suffix, '')
