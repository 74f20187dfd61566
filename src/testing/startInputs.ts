import { type ExamSpec, exams } from '../model/exam'
import type { Notice } from '../model/notice'
import { notices } from '../model/notices'
import type { OpenInput } from '../model/opening'
import { assertPresent } from '../schema/primitives'
import type { CandidateHistory } from '../schema/vocabulary'

type Candidate = OpenInput['candidate']

/** An unknown candidate, and a candidate with a photo for each origin of the degree and each result of its check. */
const candidates: readonly Candidate[] = [
  undefined,
  ...(['domestic', 'overseas'] as const).flatMap((origin) =>
    [undefined, 'passed' as const, 'failed' as const, 'onSite' as const].map((result) => ({
      photo: true as const,
      education: { origin, ...(result !== undefined && { result }) },
    })),
  ),
]

/**
 * No history, a forfeited commitment, a record that bars the commitment, last year's credits for all subjects but one.
 */
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
 * Bundled notices that differ in structure: one sitting or rolling years, specialties, exemption levels with the
 * identity provider of the province. Complete exploration covers only these. The others differ only in data (dates, fees,
 * marks, the number of levels), except that a pass at a senior level gives a proof instead of a certificate.
 */
export const distinctNotices: readonly string[] = [
  'gd-2023-constructor-2',
  'gd-2023-economics',
  'gd-2024-social-worker',
]

/**
 * Every input of `open` that rules distinguish: each candidate with each history, when registration opens; the simplest
 * first.
 * @param names the names of bundled notices; by default all
 * @throws if a name is not that of a bundled notice
 * @example
 * ```ts
 * import { startInputs } from 'baokao/testing'
 *
 * startInputs(['gd-2024-social-worker'])[0]?.candidateId // 'C'
 * ```
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
