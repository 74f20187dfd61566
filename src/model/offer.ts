import type { ExamSpec } from './exam'

type Level = ExamSpec['levels'][number]

/** A session of a notice, for all levels and specialties or for those that it names. */
type Session = {
  subject: string
  levels?: readonly string[] | undefined
  specialties?: readonly string[] | undefined
}

/** Whether a session is for a level, and for a specialty if one is given. */
export const isSessionFor = (
  { levels, specialties }: Pick<Session, 'levels' | 'specialties'>,
  level: string,
  specialty: string | undefined,
): boolean =>
  (levels?.includes(level) ?? true) && (specialty === undefined || (specialties?.includes(specialty) ?? true))

/** What a notice offers of an exam; `kind` is the kind of the registration, if the exam has kinds. */
type Offer = { sessions: readonly Session[] }

/**
 * Returns the levels of an exam that a notice offers: those for which it has sessions, because some levels have other
 * exam days or only one of the year's sittings. If the exam has kinds, only the levels of the kind of the registration.
 */
export const offeredLevels = (exam: ExamSpec, { sessions }: Offer, kind?: string): Level[] =>
  exam.levels.filter(
    (level) =>
      (kind === undefined || (level.kinds?.includes(kind) ?? true)) &&
      sessions.some(
        (session) => level.subjects.includes(session.subject) && isSessionFor(session, level.code, undefined),
      ),
  )

/** Returns the specialties of a level that have sessions; `undefined` if the level has no specialties. */
export function offeredSpecialties(
  exam: ExamSpec,
  { sessions }: Offer,
  level: Level,
  kind?: string,
): string[] | undefined {
  const all = level.specialties ?? exam.specialties
  return all?.filter(
    (specialty) =>
      (kind === undefined || (exam.specialtyKinds?.[specialty] ?? kind) === kind) &&
      sessions.some(
        (session) => level.subjects.includes(session.subject) && isSessionFor(session, level.code, specialty),
      ),
  )
}
