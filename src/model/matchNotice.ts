import type { AddIssue } from '../schema/issues'
import { assertPresent } from '../schema/primitives'
import type { Application } from './application'
import type { ExamSpec } from './exam'
import { checkName, checkNameOfLevel, type NameKind, specialtiesOfLevel } from './examNames'
import { checkFees } from './fees'
import type { Notice } from './notice'
import { isSessionFor, offeredLevels, offerOf } from './offer'

type Level = ExamSpec['levels'][number]

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

/** Checks that every subject on offer has a session for each level and specialty. */
function checkSessions(notice: Notice, exam: ExamSpec, addIssue: AddIssue): void {
  for (const { code, subjects, specialty, specialties = [] } of offerOf(exam, notice)) {
    const known = subjects.filter((subject) => exam.subjects.some(({ code: one }) => one === subject))
    for (const subject of known) {
      const sessions = notice.sessions.filter((session) => session.subject === subject)
      const without = (specialty === 'required' ? specialties : [undefined]).filter(
        (one) => !sessions.some((session) => isSessionFor(session, code, one)),
      )
      if (without.length === 0) continue
      const names = without.filter((name) => name !== undefined).join(', ')
      addIssue(
        ['sessions'],
        `级别“${code}”的科目“${subject}”没有场次${names && `（专业：${names}）`}`,
        `the subject "${subject}" of the level "${code}" has no session${names && ` (${names})`}`,
      )
    }
  }
}

/**
 * Checks that a notice belongs to an exam, names only its subjects, levels and specialties, and gives a session
 * and a fee for each subject on offer.
 * @param addIssue called for each issue, with its path in the notice
 */
export function matchNotice(notice: Notice, exam: ExamSpec, addIssue: AddIssue): void {
  matchExam(notice, exam, addIssue)
  const check = (kind: NameKind, name: string, path: (string | number)[]) =>
    checkName(exam, kind, name, path, addIssue)
  const lacks = (level: Level, subject: string, path: (string | number)[]) => {
    if (!exam.subjects.some(({ code }) => code === subject)) return
    checkNameOfLevel(exam, level, 'subject', subject, path, addIssue)
  }
  for (const [i, { subject, levels, specialties = [] }] of notice.sessions.entries()) {
    check('subject', subject, ['sessions', i, 'subject'])
    for (const [j, code] of (levels ?? []).entries()) {
      const path = ['sessions', i, 'levels', j]
      const level = exam.levels.find((one) => one.code === code)
      check('level', code, path)
      if (level) lacks(level, subject, path)
    }
    const sitting = exam.levels.filter(({ code }) => levels?.includes(code) ?? true)
    for (const [j, specialty] of specialties.entries()) {
      const path = ['sessions', i, 'specialties', j]
      if (!check('specialty', specialty, path) || sitting.length === 0) continue
      if (sitting.some((level) => specialtiesOfLevel(exam, level).includes(specialty))) continue
      const codes = sitting.map(({ code }) => code)
      addIssue(
        path,
        `级别“${codes.join('、')}”没有专业“${specialty}”`,
        `the level "${codes.join(', ')}" does not have the specialty "${specialty}"`,
      )
    }
  }
  for (const [subject, pass] of Object.entries(notice.passMarks ?? {})) {
    const path = ['passMarks', subject]
    check('subject', subject, path)
    const fullMark = exam.subjects.find(({ code }) => code === subject)?.fullMark ?? Number.POSITIVE_INFINITY
    const checkMark = (mark: number, at: string[]) => {
      if (mark > fullMark)
        addIssue(
          at,
          `合格标准不得高于满分（${fullMark} 分）`,
          `the pass mark must not exceed the full mark (${fullMark})`,
        )
    }
    if (typeof pass === 'number') {
      checkMark(pass, path)
      continue
    }
    for (const [code, mark] of Object.entries(pass.levels ?? {})) {
      const level = exam.levels.find((one) => one.code === code)
      check('level', code, [...path, 'levels', code])
      if (level) lacks(level, subject, [...path, 'levels', code])
      checkMark(mark, [...path, 'levels', code])
    }
    for (const [specialty, mark] of Object.entries(pass.specialties ?? {})) {
      check('specialty', specialty, [...path, 'specialties', specialty])
      checkMark(mark, [...path, 'specialties', specialty])
    }
  }
  // A subject that is misspelt has an issue of its own.
  if (notice.sessions.every(({ subject }) => exam.subjects.some(({ code }) => code === subject)))
    checkSessions(notice, exam, addIssue)
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
