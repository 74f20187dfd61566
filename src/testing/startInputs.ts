import type { OpenInput } from '../model/context'
import { type ExamSpec, exams } from '../model/exam'
import { type Notice, notices } from '../model/notice'
import { assertPresent } from '../schema/primitives'
import type { CandidateHistory } from '../schema/vocabulary'

/** The ways in which a registration can be opened that some rule can tell from one another. */

type Candidate = OpenInput['candidate']

/** Somebody nobody knows, and somebody whose account and photo stand, with each degree and each answer to its check. */
const candidates: readonly Candidate[] = [
  undefined,
  ...(['domestic', 'overseas'] as const).flatMap((origin) =>
    [undefined, 'passed' as const, 'failed' as const, 'onSite' as const].map((result) => ({
      photo: true as const,
      education: { origin, ...(result !== undefined && { result }) },
    })),
  ),
]

/** Nothing, the commitment given up, a record that bars it, and passes of the year before in all subjects but one. */
function histories({ levels }: ExamSpec, { examYear }: Notice): readonly CandidateHistory[] {
  const year = examYear - 1
  const rolling = levels.find(({ validityYears }) => validityYears > 1)
  const credits = (rolling?.subjects ?? []).slice(1).map((subject) => ({ subject, year }))
  return [
    {},
    { commitmentForfeited: true },
    { integrity: [{ kind: 'serious', from: `${year}-01-01`, until: `${year + 5}-01-01` }] },
    ...(credits.length > 0 ? [{ credits }] : []),
  ]
}

/**
 * Bundled notices that differ in structure: single sittings beside rolling years, a specialty, exemption levels with an
 * identity from the province. The others differ from these in data alone, in dates, fees, marks and the number of levels,
 * so what is explored to the end is explored for these.
 */
export const unlikeNotices: readonly string[] = [
  'gd-2023-constructor-2',
  'gd-2023-economics',
  'gd-2024-social-worker',
]

/**
 * Every way in which a registration can be opened.
 * @param names of bundled notices; all unless told otherwise
 * @returns inputs of `open`, on the day on which registration opens; the plainest first
 */
export function startInputs(names: readonly string[] = Object.keys(notices)): OpenInput[] {
  return names.flatMap((name) => {
    const notice = assertPresent(notices[name])
    const exam = assertPresent(exams[notice.exam])
    const at = notice.windows.registration.opens
    return histories(exam, notice).flatMap((history) =>
      candidates.map((candidate) => ({
        registrationId: 'R',
        candidateId: 'C',
        exam,
        notice,
        at,
        ...(Object.keys(history).length > 0 && { history }),
        ...(candidate && { candidate }),
      })),
    )
  })
}
