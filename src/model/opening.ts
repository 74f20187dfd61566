import * as z from 'zod'
import { didYouMean } from '../schema/issueMessages'
import { semanticChecks } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { metaShape } from '../schema/meta'
import { idShape, instantShape, lazy, omitUndefined } from '../schema/primitives'
import { historyShape, identityProviderShape } from '../schema/vocabulary'
import { parseInstant } from '../time'
import { type Context, type DegreeStatus, degreeStatusShape } from './context'
import { type ExamSpec, examSpecShape } from './exam'
import { matchNotice } from './matchNotice'
import { type Notice, noticeShape } from './notice'
import { offerOf } from './offer'
import { type Terms, termsOf } from './terms'

export const inputShape = lazy(() =>
  named(
    'OpenInput',
    { zh: '开启报名的内容', en: 'Opening' },
    z
      .strictObject({
        registrationId: idShape(),
        candidateId: z.string().min(1).max(128),
        exam: examSpecShape(),
        notice: noticeShape(),
        /**
         * The kind of an exam with several (口译、笔译), for which a candidate can register one by one; only its levels
         * and specialties are offered. Without it, all are, in the only registration for the exam.
         */
        kind: idShape().optional(),
        history: historyShape().optional(),
        /** An existing account with a photo. Without a `result`, the verification of the degree is pending. */
        candidate: z
          .strictObject({
            photo: z.literal(true),
            /** Absent if the candidate has no degree, so that none is verified. */
            education: degreeStatusShape().optional(),
            identityProvider: identityProviderShape().optional(),
          })
          .optional(),
        at: instantShape(),
        meta: metaShape().optional(),
      })
      .superRefine(
        ...semanticChecks<{ notice: Notice; exam: ExamSpec }>(({ notice, exam }, addIssue) =>
          matchNotice(notice, exam, (path, zh, en) => addIssue(['notice', ...path], zh, en)),
        ),
      )
      .superRefine(
        ...semanticChecks<{ exam: ExamSpec; notice: Notice; kind?: string | undefined }>(
          ({ exam, notice, kind }, addIssue) => {
            if (kind === undefined) return
            const kinds = exam.kinds?.map(({ code }) => code) ?? []
            const { zh, en } = didYouMean(kind, kinds)
            if (!kinds.includes(kind))
              addIssue(['kind'], `考试没有类别“${kind}”${zh}`, `the exam has no kind "${kind}"${en}`)
            else if (offerOf(exam, notice, kind).every(({ specialties }) => specialties?.length === 0))
              addIssue(['kind'], `报考通知没有类别“${kind}”`, `the notice does not offer the kind "${kind}"`)
          },
        ),
      ),
  ),
)
/** The input of `open`. Instants are ISO 8601 with an offset, amounts are in fen. */
export type OpenInput = z.input<ReturnType<typeof inputShape>>

/** An opening with its terms instead of the exam and the notice that they were built from, which are ten times as long. */
export type OpeningWithTerms = Omit<OpenInput, 'exam' | 'notice'> & { terms: Terms }

/** The context of an actor without input, which XState sometimes creates. No code reads it. */
const blankContext: Context = {
  registrationId: '-',
  candidateId: '-',
  at: 0,
  terms: {
    exam: '-',
    year: 0,
    notice: '-',
    provider: 'portal',
    places: [],
    commitment: false,
    levels: [],
    registration: [0, 0],
    proofReview: 0,
    payment: [0, 0],
    admitCard: [0, 0],
    sessions: [0, 0],
    fullMarks: {},
    scoreReview: { days: 1 },
    postCheck: { days: 1 },
    publicNotice: { days: 1 },
    certificate: { electronic: 'none', issuer: 'national' },
  },
  integrity: [],
  credits: [],
  orders: [],
  refunds: [],
}

/** Copies the known fields only, because an actor's input is not parsed. */
const knownDegree = (education: DegreeStatus | undefined): DegreeStatus | undefined =>
  education &&
  omitUndefined({
    origin: education.origin,
    higher: education.higher === false ? false : undefined,
    result: education.result,
  })

/** Creates the context of a new registration. */
export function newContext(input: OpenInput | OpeningWithTerms | undefined): Context {
  if (input === undefined) return blankContext
  const { history = {}, candidate } = input
  const at = parseInstant(input.at)
  return omitUndefined({
    registrationId: input.registrationId,
    candidateId: input.candidateId,
    at,
    terms: 'terms' in input ? input.terms : termsOf(input.exam, input.notice, input.kind),
    forfeitedElsewhere: history.commitmentForfeited === true ? (true as const) : undefined,
    integrity: (history.integrity ?? []).map(omitUndefined),
    credits: (history.credits ?? []).map(omitUndefined),
    photo: candidate?.photo,
    identityProvider: candidate?.identityProvider,
    education: knownDegree(candidate?.education),
    verifying:
      candidate?.education !== undefined && candidate.education.result === undefined ? at : undefined,
    orders: [],
    refunds: [],
  })
}
