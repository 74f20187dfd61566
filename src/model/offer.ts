import type { ExamSpec } from './exam'

/**
 * The levels of an exam that a notice offers: those for which it has sessions, because some levels have other exam days
 * or only one of the year's sittings.
 */
export function offeredLevels(
  exam: ExamSpec,
  { sessions }: { sessions: readonly { subject: string }[] },
): ExamSpec['levels'] {
  const held = new Set(sessions.map(({ subject }) => subject))
  return exam.levels.filter(({ subjects }) => subjects.some((subject) => held.has(subject)))
}
