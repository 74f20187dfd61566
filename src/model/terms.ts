import * as z from 'zod'
import { assertPresent, idShape, lazy, omitUndefined } from '../schema/primitives'
import { documentKindShape, electronicShape, identityProviderShape } from '../schema/vocabulary'
import { type Millis, parseInstant, startOf, type TimeWindow } from '../time'
import type { Application } from './application'
import type { ExamSpec } from './exam'
import { feesOnOffer, feesShape } from './fees'
import type { Notice, NoticeAmendment } from './notice'
import { isSameList, isSessionFor, offerOf, sessionsOnOffer, sharedSpecialties } from './offer'
import { heldPassMarksShape } from './passMarks'
import { provinceOf } from './province'
import { mergedRequirements, requirementsShape } from './requirements'
import { registrationSpan, registrationWindows } from './windows'

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
    /** The kind of the registration, if the exam has kinds. */
    kind: idShape().optional(),
    /** The subjects that all specialties share (§9.2). */
    common: z.array(idShape()).max(50).optional(),
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
    /** When registration first opens, and when it closes for good. */
    registration: windowMillisShape(),
    /** Between the windows of registration, if there are several: when it closes, and when it opens again. */
    pauses: z.array(windowMillisShape()).max(10).optional(),
    /** When the upload of proof closes, if not with registration. */
    proofUpload: millisShape().optional(),
    /** When the office's review of proof closes. */
    proofReview: millisShape(),
    payment: windowMillisShape(),
    admitCard: windowMillisShape(),
    /** The start of the first session and the end of the last; once complete, of those of the application. */
    sessions: windowMillisShape(),
    /** The windows of sessions that are not for every level or specialty, until the registration is complete. */
    sittings: z
      .array(
        z.object({
          window: windowMillisShape(),
          levels: z.array(idShape()).max(30).optional(),
          specialties: z.array(idShape()).max(50).optional(),
        }),
      )
      .max(200)
      .optional(),
    requirements: requirementsShape().optional(),
    /** In fen; absent once the registration is complete. */
    fee: feesShape().optional(),
    passMarks: heldPassMarksShape().optional(),
    fullMarks: z.record(idShape(), z.number()),
    scoreReview: compactSpanShape(),
    postCheck: compactSpanShape(),
    publicNotice: compactSpanShape(),
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
export const compactSpan = <S extends Notice['postCheck']>(given: S): S =>
  'startDay' in given && given.startDay === 'skip' ? omitUndefined({ ...given, startDay: undefined }) : given

/**
 * Returns when direct mail begins and its span; `false` if there is none. A day before registration opens is left out,
 * because nobody earns a certificate before that.
 */
export function directMailTerms(given: Notice['directMail'], registrationOpens: Millis): Terms['directMail'] {
  if (given === undefined || given === 'none') return false
  const { from, ...rest } = given
  const begins = from === undefined ? registrationOpens : startOf(from)
  const span = 'workingDays' in rest || 'days' in rest || 'closes' in rest ? compactSpan(rest) : undefined
  const later = omitUndefined({ from: begins <= registrationOpens ? undefined : begins, span })
  return Object.keys(later).length > 0 ? later : undefined
}

/** Returns the window from the start of the first of these windows to the end of the last. */
const spanOf = (windows: readonly TimeWindow[]): TimeWindow => [
  Math.min(...windows.map(([starts]) => starts)),
  Math.max(...windows.map(([, ends]) => ends)),
]

/** Returns the window of the sessions, and each single window if some are not for every level or specialty. */
export function sessionTerms(sessions: Notice['sessions']): Pick<Terms, 'sessions' | 'sittings'> {
  const sittings = sessions.map(({ starts, ends, levels, specialties }) =>
    omitUndefined({ window: [parseInstant(starts), parseInstant(ends)] as TimeWindow, levels, specialties }),
  )
  const differ = sittings.some(({ levels, specialties }) => levels !== undefined || specialties !== undefined)
  return { sessions: spanOf(sittings.map(({ window }) => window)), ...(differ && { sittings }) }
}

/** Returns the window of the sessions for an application. */
export function sessionsFor(
  { sessions, sittings }: Pick<Terms, 'sessions' | 'sittings'>,
  { level, specialty }: Pick<Application, 'level' | 'specialty'>,
): TimeWindow {
  const own = (sittings ?? []).filter((sitting) => isSessionFor(sitting, level, specialty))
  return own.length === 0 ? sessions : spanOf(own.map(({ window }) => window))
}

/** Returns the terms of the windows of a notice, or of those that an amendment names. */
export function windowTerms(windows: NonNullable<NoticeAmendment['windows']>): Partial<Terms> {
  const { registration, proofUpload, proofReview, payment, admitCard } = windows
  const opened = (registration && registrationWindows(registration).map(windowMillis)) ?? []
  const pauses = opened.slice(1).map(([opens], i): TimeWindow => [assertPresent(opened[i])[1], opens])
  return omitUndefined({
    registration: registration && registrationSpan(registration),
    pauses: pauses.length > 0 ? pauses : undefined,
    proofUpload: proofUpload && parseInstant(proofUpload.closes),
    proofReview: proofReview && parseInstant(proofReview.closes),
    payment: payment && windowMillis(payment),
    admitCard: admitCard && windowMillis(admitCard),
  }) as Partial<Terms>
}

/**
 * Builds the terms from an exam and its notice, with the levels and specialties that the notice offers.
 * @param kind the kind of the registration, if the exam has kinds
 */
export function termsOf(exam: ExamSpec, notice: Notice, kind?: string): Terms {
  const { certificate } = exam
  const offered = offerOf(exam, notice, kind)
  const offeredSubjects = new Set(offered.flatMap(({ subjects }) => subjects))
  const common = exam.subjects.filter((one) => one.common && offeredSubjects.has(one.code))
  const shared = sharedSpecialties(exam, offered)
  const levels = offered.map((level) =>
    omitUndefined({
      code: level.code,
      subjects: level.subjects,
      years: level.validityYears,
      specialty: level.specialty === 'required' ? (true as const) : undefined,
      specialties: isSameList(level.specialties, shared) ? undefined : level.specialties,
      exemption: level.exemption === true ? (true as const) : undefined,
      proof: level.proof,
      proofYears: typeof level.award === 'object' ? level.award.proofYears : undefined,
    }),
  )
  return omitUndefined({
    exam: exam.code,
    year: notice.examYear,
    sitting: notice.sitting,
    kind,
    notice: notice.id,
    provider: exam.identityProvider,
    places: notice.places,
    commitment: notice.commitment === 'optional',
    specialties: shared,
    common: common.length > 0 ? common.map(({ code }) => code) : undefined,
    levels,
    ...(windowTerms(notice.windows) as Pick<Terms, 'registration' | 'proofReview' | 'payment' | 'admitCard'>),
    ...sessionTerms(sessionsOnOffer(notice.sessions, offered)),
    fee: feesOnOffer(notice.fee, offered),
    requirements: mergedRequirements(exam.requirements, notice.requirements),
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
      registrationSpan(notice.windows.registration)[0],
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
