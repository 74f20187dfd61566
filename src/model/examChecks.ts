import type { AddIssue } from '../schema/issues'
import { checkName, type NamedExam } from './examNames'

type Names = readonly string[] | undefined

/** The fields of an exam that the checks compare. */
type ExamFields = Omit<NamedExam, 'levels'> & {
  levels: readonly {
    code: string
    subjects: readonly string[]
    kinds?: Names
    specialties?: Names
    specialty?: string | undefined
  }[]
  specialtyKinds?: Record<string, string> | undefined
  specialtyNames?: object | undefined
}

/** Checks across the fields of an exam, each of which can throw on a wrong shape. */
type Check = (exam: ExamFields, addIssue: AddIssue) => void

const levelsExist: Check = (exam, addIssue) => {
  for (const [i, level] of exam.levels.entries()) {
    for (const [j, subject] of level.subjects.entries())
      checkName(exam, 'subject', subject, ['levels', i, 'subjects', j], addIssue)
  }
}

const specialtiesExist: Check = (exam, addIssue) => {
  for (const field of ['specialtyNames', 'specialtyKinds'] as const) {
    for (const specialty of Object.keys(exam[field] ?? {}))
      checkName(exam, 'specialty', specialty, [field, specialty], addIssue)
  }
  for (const [i, level] of exam.levels.entries()) {
    for (const [j, specialty] of (level.specialties ?? []).entries())
      checkName(exam, 'specialty', specialty, ['levels', i, 'specialties', j], addIssue)
  }
}

const kindsExist: Check = (exam, addIssue) => {
  for (const [specialty, kind] of Object.entries(exam.specialtyKinds ?? {}))
    checkName(exam, 'kind', kind, ['specialtyKinds', specialty], addIssue)
  for (const [i, level] of exam.levels.entries()) {
    for (const [j, kind] of (level.kinds ?? []).entries())
      checkName(exam, 'kind', kind, ['levels', i, 'kinds', j], addIssue)
  }
}

const specialtiesListed: Check = (exam, addIssue) => {
  for (const [i, level] of exam.levels.entries()) {
    if (level.specialty !== 'required' || exam.specialties?.length) continue
    addIssue(['levels', i, 'specialty'], '考试没有列出专业', 'the exam lists no specialties')
  }
}

const namesOnce: Check = (exam, addIssue) => {
  const check = (names: readonly string[], pathOf: (i: number) => (string | number)[]) => {
    for (const [i, name] of names.entries()) {
      if (names.indexOf(name) < i) addIssue(pathOf(i), `“${name}”重复`, `"${name}" occurs twice`)
    }
  }
  for (const field of ['levels', 'subjects', 'kinds'] as const)
    check(
      (exam[field] ?? []).map(({ code }) => code),
      (i) => [field, i, 'code'],
    )
  check(exam.specialties ?? [], (i) => ['specialties', i])
  for (const [i, level] of exam.levels.entries()) {
    for (const field of ['subjects', 'specialties', 'kinds'] as const)
      check(level[field] ?? [], (j) => ['levels', i, field, j])
  }
}

/** The checks of an exam, in the order of their issues. */
export const examChecks: readonly Check[] = [
  levelsExist,
  specialtiesExist,
  kindsExist,
  specialtiesListed,
  namesOnce,
]
