import * as z from 'zod'
import { degreeStatusShape } from '../model/context'
import { personalNumberIssues } from '../persistence/personalNumber'
import type { StoreOpenInput } from '../postgres'
import { read } from '../schema/issues'
import { metaShape } from '../schema/meta'
import { idShape, lazy } from '../schema/primitives'
import { historyShape, identityProviderShape } from '../schema/vocabulary'
import { reaches } from './access'
import type { Answer, Call } from './call'
import { idPattern } from './caller'
import { decisionAnswer } from './decisionAnswer'
import { idOfKey, requiredKey } from './idempotency'
import { invalid, issueAt } from './problem'
import { readBodyJson } from './requestBody'

/** Openings of registrations. */

const pathIdShape = lazy(() =>
  z
    .string()
    .max(64)
    .regex(idPattern)
    .refine((id) => personalNumberIssues('', id) === undefined, {
      params: {
        zh: '不得含有身份证件号码或手机号码，请改用随机编号',
        en: 'must hold no identity number and no telephone number: use a random id',
      },
    }),
)

/** What a candidate opens a registration with: nothing that would have to be believed. */
export const candidateOpeningShape = lazy(() =>
  z.strictObject({
    exam: idShape(),
    notice: idShape(),
    kind: idShape().optional(),
    meta: metaShape().optional(),
  }),
)

/** What a portal opens a registration with: what it knows of the candidate, too. */
export const portalOpeningShape = lazy(() =>
  z.strictObject({
    registrationId: pathIdShape(),
    candidateId: pathIdShape(),
    ...candidateOpeningShape().shape,
    history: historyShape().optional(),
    candidate: z
      .strictObject({
        photo: z.literal(true),
        education: degreeStatusShape().optional(),
        identityProvider: identityProviderShape().optional(),
      })
      .optional(),
  }),
)

type Opening = z.infer<ReturnType<typeof portalOpeningShape>>

function readWith<T>(shape: z.ZodType<T>, body: unknown): T {
  const { data, issues } = read(shape, body)
  if (issues !== undefined) throw invalid(issues)
  return data
}

/** The opening of a candidate: its id is made of the caller and the key, so that a repeat opens nothing. */
function openingOf(call: Call, body: unknown): Opening {
  const { caller, actor, request } = call
  if (actor.role === 'portal') return readWith(portalOpeningShape(), body)
  const key = requiredKey(request.headers.get('idempotency-key'))
  const opening = readWith(candidateOpeningShape(), body)
  return { ...opening, registrationId: idOfKey(caller, actor, key), candidateId: actor.id }
}

/** Replaces the names of the exam and the notice by what they name. */
function inputOf({ exams, notices }: Call, opening: Opening): StoreOpenInput {
  const exam = Object.hasOwn(exams, opening.exam) ? exams[opening.exam] : undefined
  const notice = Object.hasOwn(notices, opening.notice) ? notices[opening.notice] : undefined
  if (exam === undefined) throw invalid([issueAt('exam', '没有这一考试', 'is not an exam of this service')])
  if (notice === undefined)
    throw invalid([issueAt('notice', '没有这一报考通知', 'is not a notice of this service')])
  return { ...opening, exam, notice } as StoreOpenInput
}

/** `POST /registrations` */
export async function postRegistration(call: Call): Promise<Answer> {
  const { request, actor, store, registrations, lang } = call
  const opening = openingOf(call, await readBodyJson(request))
  const decision = await store.open(inputOf(call, opening), { may: reaches(actor) })
  const { registrationId } = opening
  // The id is that of the candidate's key: what another opening has used is the key.
  if (!decision.accepted && decision.refusal.rule === 'registration.id-in-use' && actor.role === 'candidate')
    throw invalid([
      issueAt('', '同一 Idempotency-Key 曾用于另一内容', 'the Idempotency-Key was used for another body'),
    ])
  return decisionAnswer(decision, registrations, lang, {
    status: decision.repeated ? 200 : 201,
    fields: { registrationId },
    headers: { location: `/registrations/${registrationId}` },
  })
}
