import type { ExamSpec } from './exam'
import type { Sessions } from './windows'

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
function offeredSpecialties(
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

/** A level on offer, with those of its specialties that are; `undefined` if it has none. */
export type OfferedLevel = Omit<Level, 'specialties'> & { specialties: string[] | undefined }

/** Returns the levels that a notice offers, each with the specialties on offer. */
export const offerOf = (exam: ExamSpec, notice: Offer, kind?: string): OfferedLevel[] =>
  offeredLevels(exam, notice, kind).map((level) => ({
    ...level,
    specialties: offeredSpecialties(exam, notice, level, kind),
  }))

/**
 * Keeps the sessions of these levels and specialties, each without a list that leaves out nothing on offer, because
 * every snapshot contains them.
 */
export function sessionsOnOffer(sessions: Sessions, offered: readonly OfferedLevel[]): Sessions {
  const kept = sessions.flatMap((session) => {
    const { levels: _levels, specialties: _specialties, ...others } = session
    const ofLevel = offered.filter(({ code }) => isSessionFor(session, code, undefined))
    const sits = ({ code }: OfferedLevel, specialty: string) => isSessionFor(session, code, specialty)
    const levels = ofLevel.filter((level) => level.specialties?.some((one) => sits(level, one)) ?? true)
    if (levels.length === 0) return []
    const leavesOut = levels.some((level) => level.specialties?.some((one) => !sits(level, one)))
    return [
      {
        ...others,
        ...(levels.length < offered.length && { levels: levels.map(({ code }) => code) }),
        ...(leavesOut && { specialties: session.specialties }),
      },
    ]
  })
  // A kind of which the notice offers nothing still has the days of the exam.
  return kept.length > 0 ? kept : sessions
}

/** Whether two lists have the same names in the same order. */
export const isSameList = (one: readonly string[] = [], other: readonly string[] = []): boolean =>
  one.join() === other.join()

/** The specialties that are listed once: all of the exam if a level offers them, otherwise those of the most levels. */
export function sharedSpecialties(exam: ExamSpec, offered: readonly OfferedLevel[]): string[] | undefined {
  const lists = offered.map(({ specialties }) => specialties)
  const uses = (list: string[]) => lists.filter((other) => isSameList(list, other)).length
  if (exam.specialties === undefined || uses(exam.specialties) > 0) return exam.specialties
  const most = lists.reduce<string[]>((best, list = []) => (uses(list) > uses(best) ? list : best), [])
  return uses(most) > 1 ? most : undefined
}
