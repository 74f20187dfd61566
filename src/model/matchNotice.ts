import { didYouMean } from '../schema/issueMessages'
import type { AddIssue } from '../schema/issues'
import type { ExamSpec } from './exam'
import { checkFees } from './fees'
import type { Notice } from './notice'
import { offeredLevels } from './offer'

const kinds = {
  subject: ['科目', 'subject'],
  level: ['级别', 'level'],
  specialty: ['专业', 'specialty'],
} as const

/**
 * Checks that a notice belongs to an exam, names only its subjects, levels and specialties, and gives a fee for each
 * subject on offer.
 * @param addIssue called for each issue, with its path in the notice
 */
export function matchNotice(notice: Notice, exam: ExamSpec, addIssue: AddIssue): void {
  const comparable = typeof notice.exam === 'string' && typeof exam.code === 'string'
  if (comparable && notice.exam !== exam.code) {
    addIssue(
      ['exam'],
      `通知属于考试“${notice.exam}”，不是“${exam.code}”`,
      `the notice is of "${notice.exam}", not of "${exam.code}"`,
    )
  }
  const codes: Record<keyof typeof kinds, string[]> = {
    subject: exam.subjects.map(({ code }) => code),
    level: exam.levels.map(({ code }) => code),
    specialty: exam.specialties ?? [],
  }
  const check = (kind: keyof typeof kinds, code: string, path: (string | number)[]) => {
    if (typeof code !== 'string' || codes[kind].includes(code)) return
    const { zh, en } = didYouMean(code, codes[kind])
    const [kindZh, kindEn] = kinds[kind]
    addIssue(path, `考试没有${kindZh}“${code}”${zh}`, `the exam has no ${kindEn} "${code}"${en}`)
  }
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
