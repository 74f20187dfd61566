import * as z from 'zod'
import type { AddIssue } from '../schema/issues'
import { feeShape, hasDefinedProperty, idShape, lazy, notEmpty } from '../schema/primitives'
import type { Application } from './application'
import type { ExamSpec } from './exam'
import { checkName, checkNameOfLevel, specialtiesOfLevel } from './examNames'
import type { OfferedLevel } from './offer'

const amounts = lazy(() => ({
  /** Added once to each registration. */
  perRegistrationFen: feeShape().optional(),
  /** For each subject that has no fee of its own. */
  perSubjectFen: feeShape().optional(),
  /** The fees of single subjects. */
  subjects: z
    .record(idShape(), feeShape())
    .refine(...notEmpty)
    .optional(),
}))

const isNotEmpty = [hasDefinedProperty, notEmpty[1]] as const

/** The schema of the fees of a notice, in fen. An entry for a level or a specialty replaces single fields. */
export const feesShape = lazy(() =>
  z
    .strictObject({
      ...amounts(),
      levels: z
        .record(
          idShape(),
          z
            .strictObject({
              ...amounts(),
              specialties: z
                .record(idShape(), z.strictObject(amounts()).refine(...isNotEmpty))
                .refine(...notEmpty)
                .optional(),
            })
            .refine(...isNotEmpty),
        )
        .refine(...notEmpty)
        .optional(),
    })
    .refine(...isNotEmpty),
)
/** The fees of a notice, in fen: by subject, level and specialty. */
export type Fees = z.infer<ReturnType<typeof feesShape>>

type Choice = Pick<Application, 'level' | 'specialty'>

/** The entries that apply to a choice, the nearest first: of the specialty, of the level, of the notice. */
function entriesFor(fees: Fees, { level, specialty }: Choice) {
  const ofLevel = fees.levels?.[level]
  const ofSpecialty = specialty === undefined ? undefined : ofLevel?.specialties?.[specialty]
  return [ofSpecialty, ofLevel, fees].filter((entry) => entry !== undefined)
}

/** The first value that one of the entries gives. */
function nearest<Entry, Value>(
  entries: Entry[],
  value: (entry: Entry) => Value | undefined,
): Value | undefined {
  return entries.map(value).find((one) => one !== undefined)
}

/** Returns the fee of a subject in fen; `undefined` if the notice gives none. */
function subjectFee(fees: Fees, choice: Choice, subject: string): number | undefined {
  const entries = entriesFor(fees, choice)
  return (
    nearest(entries, ({ subjects }) => subjects?.[subject]) ??
    nearest(entries, (entry) => entry.perSubjectFen)
  )
}

/** Returns the fee of an application in fen: the fee of each subject, and once that of the registration. */
export function feeOf(fees: Fees, application: Application): number {
  const once = nearest(entriesFor(fees, application), (entry) => entry.perRegistrationFen) ?? 0
  return application.subjects.reduce(
    (sum, subject) => sum + (subjectFee(fees, application, subject) ?? 0),
    once,
  )
}

/** Keeps the fees of these levels and specialties. An entry that all specialties of a level share is kept once. */
export function feesOnOffer(fees: Fees, offered: readonly OfferedLevel[]): Fees {
  const { levels: given = {}, ...others } = fees
  const levels = offered.flatMap(({ code, specialty, specialties = [] }) => {
    const { specialties: all = {}, ...level } = given[code] ?? {}
    const kept = Object.entries(all).filter(([name]) => specialties.includes(name))
    const first = kept[0]?.[1]
    const isShared =
      specialty === 'required' &&
      kept.length === specialties.length &&
      kept.every(([, entry]) => JSON.stringify(entry) === JSON.stringify(first))
    const subjects = { ...level.subjects, ...first?.subjects }
    const entry = isShared
      ? { ...level, ...first, ...(Object.keys(subjects).length > 0 && { subjects }) }
      : { ...level, ...(kept.length > 0 && { specialties: Object.fromEntries(kept) }) }
    return Object.keys(entry).length > 0 ? [[code, entry] as const] : []
  })
  return levels.length === 0 ? others : { ...others, levels: Object.fromEntries(levels) }
}

/** Checks that fees name only levels, specialties and subjects of the exam, and that every subject on offer has one. */
export function checkFees(
  fees: Fees,
  exam: ExamSpec,
  offered: readonly ExamSpec['levels'][number][],
  addIssue: AddIssue,
): void {
  for (const subject of Object.keys(fees.subjects ?? {}))
    checkName(exam, 'subject', subject, ['fee', 'subjects', subject], addIssue)
  for (const [code, ofLevel] of Object.entries(fees.levels ?? {})) {
    const path = ['fee', 'levels', code]
    const level = exam.levels.find((one) => one.code === code)
    checkName(exam, 'level', code, path, addIssue)
    if (level === undefined) continue
    const checkSubjects = (subjects: object | undefined, below: string[]) => {
      for (const subject of Object.keys(subjects ?? {}))
        checkNameOfLevel(exam, level, 'subject', subject, [...below, 'subjects', subject], addIssue)
    }
    checkSubjects(ofLevel.subjects, path)
    for (const [specialty, entry] of Object.entries(ofLevel.specialties ?? {})) {
      const below = [...path, 'specialties', specialty]
      checkNameOfLevel(exam, level, 'specialty', specialty, below, addIssue)
      checkSubjects(entry.subjects, below)
    }
  }
  for (const level of offered) {
    const chosen = level.specialty === undefined ? [undefined] : specialtiesOfLevel(exam, level)
    for (const subject of level.subjects) {
      const without = chosen.filter(
        (specialty) => subjectFee(fees, { level: level.code, specialty }, subject) === undefined,
      )
      if (without.length === 0) continue
      const names = without.filter((name) => name !== undefined).join(', ')
      addIssue(
        ['fee'],
        `级别“${level.code}”的科目“${subject}”没有收费${names && `（专业：${names}）`}，不收费的请写 0`,
        `the subject "${subject}" of the level "${level.code}" has no fee${names && ` (${names})`}; write 0 if it is free`,
      )
    }
  }
}
