import type { OpenInput } from '../model/context'
import { type ExamSpec, exams } from '../model/exam'
import { type Notice, notices } from '../model/notice'
import type { CandidateHistory } from '../schema/vocabulary'
import { assertKnown } from './assertKnown'
import type { ScenarioOptions } from './defaults'

/** Who registers for what, and what they wish; sensible things stand for the rest. */
export type GivenOptions = ScenarioOptions & {
  /** The name of a bundled exam, or one of your own; that of the notice, unless told otherwise. */
  exam?: string | ExamSpec
  /** The name of a bundled notice, or one of your own; the bundled one of the exam, unless told otherwise. */
  notice?: string | Notice
  /** What is known of the candidate already; `null` for somebody whom nobody knows. */
  candidate?: OpenInput['candidate'] | null
  /** What happened in the candidate's other registrations. */
  history?: CandidateHistory
  /** When the registration is opened: when the window opens, unless told otherwise. */
  at?: string
}

const usualExam = 'social-worker'

const unbundled = (what: 'exam' | 'notice', name: unknown, bundled: object) =>
  new Error(
    `No ${what} for ${name} is bundled: give it as \`${what}\`. Bundled are: ${Object.keys(bundled).join(', ')}.`,
  )

/** The exam and the notice; one may stand for the other. */
export function examAndNotice({ exam, notice }: GivenOptions): { exam: ExamSpec; notice: Notice } {
  const givenNotice = typeof notice === 'string' ? notices[notice] : notice
  if (notice !== undefined && givenNotice === undefined) throw unbundled('notice', notice, notices)
  const named = exam ?? givenNotice?.exam ?? usualExam
  const theExam = typeof named === 'string' ? exams[named] : named
  if (theExam === undefined) throw unbundled('exam', named, exams)
  const theNotice = givenNotice ?? Object.values(notices).find((one) => one?.exam === theExam.code)
  if (theNotice === undefined) throw unbundled('notice', theExam.code, notices)
  return { exam: theExam, notice: theNotice }
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
}

/** @throws if an option is misspelt, or a wish names what the exam does not have */
export function assertOffered(given: GivenOptions, exam: ExamSpec): void {
  for (const name of Object.keys(given)) assertKnown('option', name, Object.keys(optionNames))
  const { level, specialty, subjects = [] } = given
  const { levels, specialties = [] } = exam
  const codes = levels.map(({ code }) => code)
  if (level !== undefined) assertKnown(`level of ${exam.code}`, level, codes)
  if (specialty !== undefined) assertKnown(`specialty of ${exam.code}`, specialty, specialties)
  const all = [...new Set(levels.flatMap((one) => one.subjects))]
  for (const subject of subjects) assertKnown(`subject of ${exam.code}`, subject, all)
}
