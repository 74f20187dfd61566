import {
  type BundledNotice,
  type ExamSpec,
  exams,
  type Notice,
  notices,
  type OpenInput,
  type RegistrationEvent,
  registrationPeriod,
} from '../../src'
import type { EventDraft } from '../../src/testing/drafts'
import { Given } from '../../src/testing/given'
import { openLive } from '../../src/testing/liveRegistration'

export {
  reissueDocuments,
  usualEducation as education,
  usualProfile as profile,
} from '../../src/testing/candidateData'
export { nextTransaction, passingMarks } from '../../src/testing/usualValues'

/** A bundled notice, with `changes` applied. */
export function noticeOf(name: string): BundledNotice
export function noticeOf(name: string, changes: Partial<Notice>): Notice
export function noticeOf(name: string, changes: Partial<Notice> = {}): Notice {
  const notice = notices[name]
  if (notice === undefined) throw new Error(`no notice ${name}`)
  return { ...notice, ...changes }
}

/** A bundled exam with `changes` applied. */
export function examOf(name: string, changes: Partial<ExamSpec> = {}): ExamSpec {
  const exam = exams[name]
  if (exam === undefined) throw new Error(`no exam ${name}`)
  return { ...exam, ...changes }
}

/** An instant in Shanghai, by default of 2024: `on('04-17 16:59:59')`. */
export function on(short: string, year = 2024): string {
  const [day, time = ''] = short.split(' ')
  return `${year}-${day}T${time.length === 5 ? `${time}:00` : time}+08:00`
}

/** A request to correct the confirmed form. */
export const correcting = (
  changes: RegistrationEvent<'correction.request'>['changes'],
  correctionId = 'K1',
): EventDraft<'correction.request'> => ({ type: 'correction.request', correctionId, changes })

/** Amends the history of the candidate's other registrations. */
export const amendingHistory = (
  history: RegistrationEvent<'history.amend'>['history'],
): EventDraft<'history.amend'> => ({ type: 'history.amend', history })

/** Marks that just pass in every subject, with `changes` applied. */
export const marks = (changes: Record<string, number>): EventDraft<'marks.publish'> => ({
  type: 'marks.publish',
  marks: (passing) => ({ ...passing, ...changes }),
})

type ScenarioStart = Partial<Pick<OpenInput, 'exam' | 'notice' | 'history' | 'at'>> & {
  /** `null` for an unknown candidate; by default `verified`. */
  candidate?: OpenInput['candidate'] | null
}

export const verified: NonNullable<OpenInput['candidate']> = {
  photo: true,
  education: { origin: 'domestic', result: 'passed' },
}

/** Opens a registration, by default for the social worker exam when its registration window opens. */
export function scenario(start: ScenarioStart = {}): Given {
  const { exam = examOf('social-worker'), notice = noticeOf('gd-2024-social-worker') } = start
  const { candidate = verified, history, at = registrationPeriod(notice).opens } = start
  const known = candidate === null ? {} : { candidate }
  const input = { registrationId: 'R', candidateId: 'C', exam, notice, at, ...known }
  return new Given(() => openLive({ ...input, ...(history && { history }) }))
}
