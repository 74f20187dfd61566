import { z } from 'zod'
import { omitUndefined, fenShape, idShape, lazy } from '../schema/primitives'
import { documentKindShape, identityProviderShape } from '../schema/vocabulary'
import { parseInstant, type TimeWindow } from '../time'
import type { ExamSpec } from './exam'
import type { Notice, NoticeAmendment } from './notice'

/** Milliseconds inside a snapshot: whole, and within what a date holds. */
export const millisShape = lazy(() => z.int().min(-1e14).max(1e15))
export const windowMillisShape = lazy(() => z.tuple([millisShape(), millisShape()]))

const compactSpanShape = lazy(() =>
  z.union([
    z.object({ workingDays: z.int(), startDay: z.enum(['skip', 'count']).optional() }),
    z.object({ days: z.int(), startDay: z.enum(['skip', 'count']).optional() }),
    z.object({ closes: z.string().max(40) }),
  ]),
)

/**
 * What a registration's rules need of its exam and its notice, compact, since every snapshot carries it. Instants are
 * milliseconds, windows pairs of them.
 */
export const termsShape = lazy(() =>
  z.object({
    exam: idShape(),
    year: z.int(),
    sitting: idShape().optional(),
    notice: idShape(),
    provider: identityProviderShape(),
    places: z.array(z.string().max(6)).max(200),
    commitment: z.boolean(),
    specialties: z.array(idShape()).max(50).optional(),
    levels: z
      .array(
        z.object({
          code: idShape(),
          subjects: z.array(idShape()).max(20),
          years: z.int(),
          specialty: z.literal(true).optional(),
          specialties: z.array(idShape()).max(50).optional(),
          exemption: z.literal(true).optional(),
          proof: z.array(documentKindShape()).max(20).optional(),
          /** Where a pass gives a proof of the result instead of a certificate: for how many years. */
          proofYears: z.int().optional(),
        }),
      )
      .max(30),
    registration: windowMillisShape(),
    /** When the office's review of proof ends. */
    proofReview: millisShape(),
    payment: windowMillisShape(),
    admitCard: windowMillisShape(),
    /** The start of the notice's first session and the end of its last. */
    sessions: windowMillisShape(),
    /** Fen for each subject. */
    fee: fenShape(),
    passMarks: z.record(idShape(), z.number()).optional(),
    fullMarks: z.record(idShape(), z.number()),
    scoreReview: compactSpanShape(),
    postCheck: compactSpanShape(),
    publicNotice: compactSpanShape(),
    directMail: compactSpanShape().optional(),
    calendar: z
      .record(z.string(), z.object({ off: z.array(z.string()), work: z.array(z.string()) }))
      .optional(),
    certificate: z.object({
      electronic: z.enum(['national', 'provincial', 'none']),
      issuer: z.enum(['national', 'provincial', 'association']),
      directMail: z.literal(true).optional(),
      paper: z.literal(false).optional(),
      reissue: z.enum(['no', 'paper', 'proofLetter', 'association']).optional(),
      sinceYear: z.int().optional(),
    }),
    /** The version of the text that a commitment refers to (§5.1.2). */
    disclosure: idShape().optional(),
  }),
)
export type Terms = z.infer<ReturnType<typeof termsShape>>

const window = ({ opens, closes }: { opens: string; closes: string }): TimeWindow => [
  parseInstant(opens),
  parseInstant(closes),
]

/** A span skips the day it begins on unless it says otherwise. */
const span = <S extends Notice['postCheck']>(given: S): S =>
  'startDay' in given && given.startDay === 'skip' ? omitUndefined({ ...given, startDay: undefined }) : given

/** The first start and the last end among the sessions. */
function sessionsSpan(sessions: Notice['sessions']): TimeWindow {
  return [
    Math.min(...sessions.map(({ starts }) => parseInstant(starts))),
    Math.max(...sessions.map(({ ends }) => parseInstant(ends))),
  ]
}

/** The windows of a notice, as terms keep them. */
function windowTerms(windows: NonNullable<NoticeAmendment['windows']>): Partial<Terms> {
  return omitUndefined({
    registration: windows.registration && window(windows.registration),
    proofReview: windows.proofReview && parseInstant(windows.proofReview.closes),
    payment: windows.payment && window(windows.payment),
    admitCard: windows.admitCard && window(windows.admitCard),
  }) as Partial<Terms>
}

/**
 * The terms after an amendment: what it names is replaced, the rest stays.
 * @param amendment the fields of `notice.amend`
 */
export function amendTerms(terms: Terms, amendment: NoticeAmendment): Terms {
  const { windows = {}, sessions, passMarks } = amendment
  return {
    ...terms,
    ...windowTerms(windows),
    ...(sessions && { sessions: sessionsSpan(sessions) }),
    ...(passMarks && { passMarks: { ...terms.passMarks, ...passMarks } }),
  }
}

/**
 * Draws the terms from an exam and a notice that belong together. The notice offers the levels that it has sessions for:
 * some are held on days of their own, or only in one of the sittings of a year.
 */
export function termsOf(exam: ExamSpec, notice: Notice): Terms {
  const { certificate } = exam
  const sat = new Set(notice.sessions.map(({ subject }) => subject))
  const offered = exam.levels.filter(({ subjects }) => subjects.some((subject) => sat.has(subject)))
  const examined = new Set(offered.flatMap(({ subjects }) => subjects))
  return omitUndefined({
    exam: exam.code,
    year: notice.examYear,
    sitting: notice.sitting,
    notice: notice.id,
    provider: exam.identityProvider,
    places: notice.places,
    commitment: notice.commitment === 'optional',
    // Levels may each have specialties of their own.
    specialties: offered.every(({ specialties }) => specialties) ? undefined : exam.specialties,
    levels: offered.map((level) =>
      omitUndefined({
        code: level.code,
        subjects: level.subjects,
        years: level.validityYears,
        specialty: level.specialty === 'required' ? (true as const) : undefined,
        specialties: level.specialties,
        exemption: level.exemption === true ? (true as const) : undefined,
        proof: level.proof,
        proofYears: typeof level.award === 'object' ? level.award.proofYears : undefined,
      }),
    ),
    registration: window(notice.windows.registration),
    proofReview: parseInstant(notice.windows.proofReview.closes),
    payment: window(notice.windows.payment),
    admitCard: window(notice.windows.admitCard),
    sessions: sessionsSpan(notice.sessions),
    fee: notice.fee.perSubjectFen,
    passMarks: notice.passMarks,
    fullMarks: Object.fromEntries(
      exam.subjects.filter(({ code }) => examined.has(code)).map(({ code, fullMark }) => [code, fullMark]),
    ),
    scoreReview: span(notice.scoreReview),
    postCheck: span(notice.postCheck),
    publicNotice: span(notice.publicNotice),
    directMail: notice.directMail && span(notice.directMail),
    calendar: notice.calendar,
    certificate: omitUndefined({
      electronic: certificate.electronic,
      issuer: certificate.issuer,
      directMail: certificate.directMail === true ? (true as const) : undefined,
      paper: certificate.paper === false ? (false as const) : undefined,
      reissue: certificate.reissue,
      sinceYear: certificate.sinceYear,
    }),
    disclosure: notice.disclosure?.version,
  })
}
