import { type ExamSpec, exams } from '../model/exam'
import type { Notice } from '../model/notice'
import { notices } from '../model/notices'
import type { OpenInput } from '../model/opening'
import type { Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import type { CandidateHistory } from '../schema/vocabulary'
import { assertKnown } from './assertKnown'
import type { ScenarioOptions } from './eventPayload'

/** The exam, the candidate and the candidate's choices. Everything has a default. */
export type GivenOptions<Id extends string = RuleId> = ScenarioOptions & {
  /** The name of a bundled exam, or any other exam; by default the exam of the notice, else `social-worker`. */
  exam?: string | ExamSpec
  /** The name of a bundled notice, or any other notice; by default the first bundled notice of the exam. */
  notice?: string | Notice
  /** The known data of the candidate; `null` for an unknown candidate. */
  candidate?: OpenInput['candidate'] | null
  /** The history of the candidate's other registrations. */
  history?: CandidateHistory
  /** The instant of the opening, in ISO 8601 with an offset; by default the start of the registration window. */
  at?: string
  /** What decides, from `createRegistrations`; by default the national text without provisions. */
  registrations?: Registrations<Id>
}

const defaultExam = 'social-worker'

const notBundled = (what: 'exam' | 'notice', name: unknown, bundled: object) =>
  new Error(
    `No ${what} for ${name} is bundled: give it as \`${what}\`. Bundled are: ${Object.keys(bundled).join(', ')}.`,
  )

/**
 * Returns the exam and the notice. If only one of them is given, it determines the other.
 * @throws if an exam or notice that is named, or that follows from the other, is not bundled
 */
export function examAndNotice(options: GivenOptions<string>): { exam: ExamSpec; notice: Notice } {
  const named = typeof options.notice === 'string' ? notices[options.notice] : options.notice
  if (options.notice !== undefined && named === undefined) throw notBundled('notice', options.notice, notices)
  const examOrName = options.exam ?? named?.exam ?? defaultExam
  const exam = typeof examOrName === 'string' ? exams[examOrName] : examOrName
  if (exam === undefined) throw notBundled('exam', examOrName, exams)
  const notice = named ?? Object.values(notices).find((bundled) => bundled?.exam === exam.code)
  if (notice === undefined) throw notBundled('notice', exam.code, notices)
  return { exam, notice }
}

const optionNames: { [Name in keyof Required<GivenOptions>]: true } = {
  exam: true,
  notice: true,
  candidate: true,
  history: true,
  at: true,
  route: true,
  level: true,
  specialty: true,
  subjects: true,
  origin: true,
  degree: true,
  registrations: true,
}

/** @throws if an option is unknown, or names a level, specialty or subject that the exam does not have */
export function assertOptions(options: GivenOptions<string>, exam: ExamSpec): void {
  for (const name of Object.keys(options)) assertKnown('option', name, Object.keys(optionNames))
  const { level, specialty, subjects = [] } = options
  const { levels, specialties = [] } = exam
  const codes = levels.map(({ code }) => code)
  if (level !== undefined) assertKnown(`level of ${exam.code}`, level, codes)
  if (specialty !== undefined) assertKnown(`specialty of ${exam.code}`, specialty, specialties)
  const examSubjects = [...new Set(levels.flatMap((one) => one.subjects))]
  for (const subject of subjects) assertKnown(`subject of ${exam.code}`, subject, examSubjects)
}
