import type { AddIssue } from '../schema/issues'
import { assertPresent } from '../schema/primitives'
import type { Application } from './application'
import type { ExamSpec } from './exam'
import { checkName, checkNameOfLevel, type NameKind } from './examNames'
import { checkFees } from './fees'
import type { Notice } from './notice'
import { offeredLevels, offerOf } from './offer'

/** Checks that a notice is one of the exam. */
function matchExam(notice: Notice, exam: ExamSpec, addIssue: AddIssue): void {
  const comparable = typeof notice.exam === 'string' && typeof exam.code === 'string'
  if (!comparable || notice.exam === exam.code) return
  addIssue(
    ['exam'],
    `通知属于考试“${notice.exam}”，不是“${exam.code}”`,
    `the notice is of "${notice.exam}", not of "${exam.code}"`,
  )
}

/**
 * Checks that a notice belongs to an exam, names only its subjects, levels and specialties, and gives a fee for each
 * subject on offer.
 * @param addIssue called for each issue, with its path in the notice
 */
export function matchNotice(notice: Notice, exam: ExamSpec, addIssue: AddIssue): void {
  matchExam(notice, exam, addIssue)
  const check = (kind: NameKind, name: string, path: (string | number)[]) =>
    checkName(exam, kind, name, path, addIssue)
  for (const [i, { subject, levels = [], specialties = [] }] of notice.sessions.entries()) {
    check('subject', subject, ['sessions', i, 'subject'])
    for (const [j, level] of levels.entries()) check('level', level, ['sessions', i, 'levels', j])
    for (const [j, specialty] of specialties.entries())
      check('specialty', specialty, ['sessions', i, 'specialties', j])
  }
  for (const [subject, pass] of Object.entries(notice.passMarks ?? {})) {
    check('subject', subject, ['passMarks', subject])
    if (typeof pass === 'number') continue
    for (const level of Object.keys(pass.levels ?? {}))
      check('level', level, ['passMarks', subject, 'levels', level])
    for (const specialty of Object.keys(pass.specialties ?? {}))
      check('specialty', specialty, ['passMarks', subject, 'specialties', specialty])
  }
  checkFees(notice.fee, exam, offeredLevels(exam, notice), addIssue)
}

/** A choice of a candidate, with the exam and the notice from which it is made. */
type Choice = { exam: ExamSpec; notice: Notice; application: Application }

/**
 * Checks that a notice is one of the exam and offers what an application names: its level, specialty and subjects.
 * @param addIssue called for each issue, with its path in the choice
 */
export function matchApplication({ application, exam, notice }: Choice, addIssue: AddIssue): void {
  matchExam(notice, exam, (path, zh, en) => addIssue(['notice', ...path], zh, en))
  const own: AddIssue = (path, zh, en) => addIssue(['application', ...path], zh, en)
  if (!checkName(exam, 'level', application.level, ['level'], own)) return
  const level = assertPresent(exam.levels.find(({ code }) => code === application.level))
  for (const [i, subject] of application.subjects.entries())
    checkNameOfLevel(exam, level, 'subject', subject, ['subjects', i], own)
  const { specialty } = application
  const hasSpecialty =
    specialty !== undefined && checkNameOfLevel(exam, level, 'specialty', specialty, ['specialty'], own)
  const offered = offerOf(exam, notice).find(({ code }) => code === level.code)
  if (offered === undefined)
    own(
      ['level'],
      `报考通知没有“${level.name.zh}”级别的考试`,
      `the notice does not offer the level "${level.name.en}"`,
    )
  else if (hasSpecialty && offered.specialties?.includes(specialty) === false) {
    const name = exam.specialtyNames?.[specialty] ?? { zh: specialty, en: specialty }
    own(
      ['specialty'],
      `报考通知没有“${name.zh}”专业的考试`,
      `the notice does not offer the specialty "${name.en}"`,
    )
  }
}
