import type { RequiredEducation } from './condition'
import type { Profile } from './profile'

type Education = NonNullable<Profile['education']>

/** A degree with which a candidate can apply, and the majors that count for it (§6.18). */
export type HeldDegree = Pick<
  Education,
  'origin' | 'degree' | 'studyMode' | 'graduatedOn' | 'certificateOn' | 'fullReleaseSpans'
> & { level: RequiredEducation; majors: readonly string[] }

/** The day from which a degree is held: its graduation, or its certificate if that is later. */
const heldFrom = ({ graduatedOn, certificateOn = graduatedOn }: HeldDegree): string =>
  certificateOn > graduatedOn ? certificateOn : graduatedOn

/** Whether a degree is held on a day. */
export const isHeldBy = (degree: HeldDegree, until: string): boolean => heldFrom(degree) <= until

/**
 * Returns the degrees with which a candidate can apply; the degree of the highest level comes first. A second bachelor's
 * degree is a bachelor's degree too. Where a second bachelor's degree is required, the major of either degree counts.
 */
export function heldDegrees(education: Education | undefined): (HeldDegree | undefined)[] {
  if (education === undefined) return [undefined]
  const { level, major, secondDegree, ...rest } = education
  const first = { ...rest, level, majors: [major] }
  if (secondDegree === undefined) return [first]
  const { kind, graduatedOn, studyMode } = secondDegree
  const own = {
    origin: rest.origin,
    fullReleaseSpans: rest.fullReleaseSpans,
    graduatedOn,
    studyMode,
    majors: [secondDegree.major],
  }
  if (kind === 'graduateClass') return [first, { ...own, level: kind }]
  return [first, { ...own, level: kind, majors: [secondDegree.major, major] }, { ...own, level: 'bachelor' }]
}
