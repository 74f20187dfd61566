import { assertPresent, omitUndefined } from '../schema/primitives'
import type { Context } from './context'
import type { Notice, NoticeAmendment } from './notice'
import { isPaid } from './orders'
import { mergedPassMarks, narrowedPassMarks, type PassMarks, passMarksFor } from './passMarks'
import { compactSpan, directMailTerms, sessionsFor, sessionTerms, type Terms, windowTerms } from './terms'

/**
 * Keeps only what the application needs, which is frozen after payment (§6.13.1(2)): its level and place without
 * specialties and fees, its sessions and its pass marks.
 */
export function narrowedTerms({ terms, application }: Pick<Context, 'terms' | 'application'>): Terms {
  const chosen = assertPresent(application)
  const { specialties: _specialties, fee: _fee, sittings: _sittings, ...kept } = terms
  const levels = terms.levels.filter(({ code }) => code === chosen.level)
  return omitUndefined({
    ...kept,
    levels: levels.map(({ specialties: _, ...level }) => level),
    places: [chosen.place],
    sessions: sessionsFor(terms, chosen),
    passMarks: terms.passMarks && narrowedPassMarks(terms.passMarks, chosen),
  })
}

/** Returns the pass marks of the application together with those of an event; `undefined` if none are known. */
export function passMarksOf(
  { terms, application }: Context,
  given?: PassMarks,
): Record<string, number> | undefined {
  if (terms.passMarks === undefined && given === undefined) return undefined
  return passMarksFor(mergedPassMarks(terms.passMarks, given), application)
}

/**
 * Applies an amendment to the terms; parts that it does not name stay unchanged.
 * @param amendment the fields of `notice.amend`
 */
export function amendTerms(context: Context, amendment: NoticeAmendment): Terms {
  const { terms, application } = context
  const { windows = {}, sessions, passMarks, scoreReview, postCheck, publicNotice } = amendment
  const { directMail, calendar, disclosure } = amendment
  const amended = omitUndefined({
    ...terms,
    ...(windows.registration && { pauses: undefined }),
    ...windowTerms(windows),
    ...(sessions && { sittings: undefined, ...sessionTerms(sessions) }),
    ...(passMarks && { passMarks: mergedPassMarks(terms.passMarks, passMarks) }),
    ...(scoreReview && { scoreReview: compactSpan(scoreReview) }),
    ...(postCheck && { postCheck: compactSpan(postCheck) }),
    ...(publicNotice && { publicNotice: compactSpan(publicNotice) }),
    ...(directMail && { directMail: directMailTerms(directMail, terms.registration[0]) }),
    ...(calendar && { calendar: { ...terms.calendar, ...calendar } }),
    ...(disclosure && { disclosure: disclosure.version }),
  }) as Terms
  return isPaid(context) ? narrowedTerms({ terms: amended, application }) : amended
}

/**
 * Applies an amendment to a notice, for registrations that are opened afterwards; parts that it does not name stay
 * unchanged.
 * @returns a notice that may contradict itself, which its schema refuses
 */
export function amendNotice(notice: Notice, amendment: NoticeAmendment): Notice {
  const { windows, sessions, passMarks, scoreReview, postCheck, publicNotice } = amendment
  const { directMail, calendar, disclosure } = amendment
  return {
    ...notice,
    ...omitUndefined({ sessions, scoreReview, postCheck, publicNotice, directMail, disclosure }),
    ...(windows && { windows: { ...notice.windows, ...omitUndefined(windows) } }),
    ...(passMarks && { passMarks: mergedPassMarks(notice.passMarks, passMarks) }),
    ...(calendar && { calendar: { ...notice.calendar, ...calendar } }),
  } as Notice
}
