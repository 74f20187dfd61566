import type { LocalizedText } from '../language'
import { didYouMean } from '../schema/issueMessages'
import type { AddIssue } from '../schema/issues'

/** Checks of names that files and applications take from an exam: levels, subjects, specialties and kinds. */

type Level = { code: string; subjects: readonly string[]; specialties?: readonly string[] | undefined }
type Coded = { code: string }
/** The names of an exam. */
export type NamedExam = {
  subjects: readonly Coded[]
  levels: readonly Coded[]
  kinds?: readonly Coded[] | undefined
  specialties?: readonly string[] | undefined
}

const nameKinds = {
  subject: ['科目', 'subject'],
  level: ['级别', 'level'],
  specialty: ['专业', 'specialty'],
  kind: ['类别', 'kind'],
} as const
/** What a name is the name of. */
export type NameKind = keyof typeof nameKinds

/** The specialties of a level: its own, otherwise those of the exam. */
export const specialtiesOfLevel = (
  { specialties = [] }: Pick<NamedExam, 'specialties'>,
  level: Pick<Level, 'specialties'>,
): readonly string[] => level.specialties ?? specialties

/** Returns all names of a kind. */
function namesOf(exam: NamedExam, kind: NameKind): readonly string[] {
  if (kind === 'specialty') return exam.specialties ?? []
  const lists = { subject: exam.subjects, level: exam.levels, kind: exam.kinds ?? [] }
  return lists[kind].map(({ code }) => code)
}

/** The message for a name that the exam does not have, with the nearest one that it has. */
function notOfExam(kind: NameKind, name: string, known: readonly string[]): LocalizedText {
  const [kindZh, kindEn] = nameKinds[kind]
  const { zh, en } = didYouMean(name, known)
  return { zh: `考试没有${kindZh}“${name}”${zh}`, en: `the exam has no ${kindEn} "${name}"${en}` }
}

/**
 * Adds an issue if the exam does not have a name. A name that is no text has an issue of the schema.
 * @returns whether the exam has it
 */
export function checkName(
  exam: NamedExam,
  kind: NameKind,
  name: string,
  path: (string | number)[],
  addIssue: AddIssue,
): boolean {
  const known = namesOf(exam, kind)
  if (typeof name !== 'string' || known.includes(name)) return known.includes(name)
  const { zh, en } = notOfExam(kind, name, known)
  addIssue(path, zh, en)
  return false
}

/**
 * Adds an issue if the exam or the level does not have a subject or a specialty, and says which of them.
 * @returns whether the level has it
 */
export function checkNameOfLevel(
  exam: NamedExam,
  level: Level,
  kind: 'subject' | 'specialty',
  name: string,
  path: (string | number)[],
  addIssue: AddIssue,
): boolean {
  const known = kind === 'subject' ? level.subjects : specialtiesOfLevel(exam, level)
  if (known.includes(name) || !checkName(exam, kind, name, path, addIssue)) return known.includes(name)
  const [kindZh, kindEn] = nameKinds[kind]
  addIssue(
    path,
    `级别“${level.code}”没有${kindZh}“${name}”`,
    `the level "${level.code}" does not have the ${kindEn} "${name}"`,
  )
  return false
}
