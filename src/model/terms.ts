import * as z from 'zod'
import { fenShape, idShape, lazy, omitUndefined } from '../schema/primitives'
import { documentKindShape, electronicShape, identityProviderShape } from '../schema/vocabulary'
import { type Millis, parseInstant, startOf, type TimeWindow } from '../time'
import type { ExamSpec } from './exam'
import type { Notice, NoticeAmendment } from './notice'
import { provinceOf } from './province'

/** The schema of milliseconds in a snapshot: an integer in the range of a JavaScript date. */
export const millisShape = lazy(() => z.int().min(-1e14).max(1e15))
const windowMillisShape = lazy(() => z.tuple([millisShape(), millisShape()]))

const compactSpanShape = lazy(() =>
  z.union([
    z.object({ workingDays: z.int(), startDay: z.enum(['skip', 'count']).optional() }),
    z.object({ days: z.int(), startDay: z.enum(['skip', 'count']).optional() }),
    z.object({ closes: z.string().max(40) }),
  ]),
)

/**
 * The parts of an exam and its notice that the rules need, in a compact form, because every snapshot contains them.
 * Instants are milliseconds, windows are pairs of instants.
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
          /** The years for which a proof of the result is valid, if the level awards one instead of a certificate. */
          proofYears: z.int().optional(),
        }),
      )
      .max(30),
    registration: windowMillisShape(),
    /** When the office's review of proof closes. */
    proofReview: millisShape(),
    payment: windowMillisShape(),
    admitCard: windowMillisShape(),
    /** The start of the notice's first session and the end of its last. */
    sessions: windowMillisShape(),
    /** Fen per subject. */
    fee: fenShape(),
    passMarks: z.record(idShape(), z.number()).optional(),
    fullMarks: z.record(idShape(), z.number()),
    scoreReview: compactSpanShape(),
    postCheck: compactSpanShape(),
    publicNotice: compactSpanShape(),
    /** Absent if the province or the notice has no direct mail; without a span it closes with the public notice. */
    /** `false` if there is none; absent if it has begun and closes with the public notice. */
    directMail: z
      .union([
        z.literal(false),
        z.object({ from: millisShape().optional(), span: compactSpanShape().optional() }),
      ])
      .optional(),
    calendar: z
      .record(z.string(), z.object({ off: z.array(z.string()), work: z.array(z.string()) }))
      .optional(),
    certificate: z.object({
      electronic: electronicShape(),
      electronicSince: millisShape().optional(),
      issuer: z.enum(['national', 'provincial', 'association']),
      /** False if the exam is not covered by direct mail; otherwise absent, to keep snapshots small. */
      directMail: z.boolean().optional(),
      paper: z.literal(false).optional(),
      reissue: z.enum(['no', 'paper', 'proofLetter', 'association']).optional(),
      sinceYear: z.int().optional(),
    }),
    /** The version of the announcement that a commitment refers to (§5.1.2). */
    disclosure: idShape().optional(),
  }),
)
export type Terms = z.infer<ReturnType<typeof termsShape>>

const windowMillis = ({ opens, closes }: { opens: string; closes: string }): TimeWindow => [
  parseInstant(opens),
  parseInstant(closes),
]

/** Omits `startDay: 'skip'`, the default. */
const compactSpan = <S extends Notice['postCheck']>(given: S): S =>
  'startDay' in given && given.startDay === 'skip' ? omitUndefined({ ...given, startDay: undefined }) : given

/**
 * Returns when direct mail begins and its span; `false` if there is none. A day before registration opens is left out,
 * because nobody earns a certificate before that.
 */
function directMailTerms(given: Notice['directMail'], registrationOpens: Millis): Terms['directMail'] {
  if (given === undefined || given === 'none') return false
  const { from, ...rest } = given
  const begins = from === undefined ? registrationOpens : startOf(from)
  const span = 'workingDays' in rest || 'days' in rest || 'closes' in rest ? compactSpan(rest) : undefined
  const later = omitUndefined({ from: begins <= registrationOpens ? undefined : begins, span })
  return Object.keys(later).length > 0 ? later : undefined
}

/** Returns the window from the start of the first session to the end of the last. */
function sessionsWindow(sessions: Notice['sessions']): TimeWindow {
  return [
    Math.min(...sessions.map(({ starts }) => parseInstant(starts))),
    Math.max(...sessions.map(({ ends }) => parseInstant(ends))),
  ]
}

function windowTerms(windows: NonNullable<NoticeAmendment['windows']>): Partial<Terms> {
  return omitUndefined({
    registration: windows.registration && windowMillis(windows.registration),
    proofReview: windows.proofReview && parseInstant(windows.proofReview.closes),
    payment: windows.payment && windowMillis(windows.payment),
    admitCard: windows.admitCard && windowMillis(windows.admitCard),
  }) as Partial<Terms>
}

/**
 * Applies an amendment to the terms; parts that it does not name stay unchanged.
 * @param amendment the fields of `notice.amend`
 */
export function amendTerms(terms: Terms, amendment: NoticeAmendment): Terms {
  const { windows = {}, sessions, passMarks, scoreReview, postCheck, publicNotice } = amendment
  const { directMail, calendar, disclosure } = amendment
  return omitUndefined({
    ...terms,
    ...windowTerms(windows),
    ...(sessions && { sessions: sessionsWindow(sessions) }),
    ...(passMarks && { passMarks: { ...terms.passMarks, ...passMarks } }),
    ...(scoreReview && { scoreReview: compactSpan(scoreReview) }),
    ...(postCheck && { postCheck: compactSpan(postCheck) }),
    ...(publicNotice && { publicNotice: compactSpan(publicNotice) }),
    ...(directMail && { directMail: directMailTerms(directMail, terms.registration[0]) }),
    ...(calendar && { calendar: { ...terms.calendar, ...calendar } }),
    ...(disclosure && { disclosure: disclosure.version }),
  }) as Terms
}

/**
 * Builds the terms from an exam and its notice. They offer only the levels for which the notice has sessions, because
 * some levels have other exam days or only one of the year's sittings.
 */
export function termsOf(exam: ExamSpec, notice: Notice): Terms {
  const { certificate } = exam
  const heldSubjects = new Set(notice.sessions.map(({ subject }) => subject))
  const offered = exam.levels.filter(({ subjects }) => subjects.some((subject) => heldSubjects.has(subject)))
  const offeredSubjects = new Set(offered.flatMap(({ subjects }) => subjects))
  return omitUndefined({
    exam: exam.code,
    year: notice.examYear,
    sitting: notice.sitting,
    notice: notice.id,
    provider: exam.identityProvider,
    places: notice.places,
    commitment: notice.commitment === 'optional',
    // Not needed if every level lists its own.
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
    registration: windowMillis(notice.windows.registration),
    proofReview: parseInstant(notice.windows.proofReview.closes),
    payment: windowMillis(notice.windows.payment),
    admitCard: windowMillis(notice.windows.admitCard),
    sessions: sessionsWindow(notice.sessions),
    fee: notice.fee.perSubjectFen,
    passMarks: notice.passMarks,
    fullMarks: Object.fromEntries(
      exam.subjects
        .filter(({ code }) => offeredSubjects.has(code))
        .map(({ code, fullMark }) => [code, fullMark]),
    ),
    scoreReview: compactSpan(notice.scoreReview),
    postCheck: compactSpan(notice.postCheck),
    publicNotice: compactSpan(notice.publicNotice),
    directMail: directMailTerms(
      notice.directMail ?? provinceOf(notice.region)?.directMail,
      parseInstant(notice.windows.registration.opens),
    ),
    calendar: notice.calendar,
    certificate: omitUndefined({
      electronic: certificate.electronic,
      electronicSince:
        certificate.electronicSince === undefined ? undefined : startOf(certificate.electronicSince),
      issuer: certificate.issuer,
      directMail: certificate.directMail === true ? undefined : false,
      paper: certificate.paper === false ? (false as const) : undefined,
      reissue: certificate.reissue,
      sinceYear: certificate.sinceYear,
    }),
    disclosure: notice.disclosure?.version,
  })
}
