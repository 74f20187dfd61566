import type { Snapshot } from '../engine/snapshot'
import { passMarksOf } from '../model/amendment'
import type { Context } from '../model/context'
import { evidenceKinds } from '../model/degree'
import { levelOf, specialtiesOf } from '../model/levels'
import { orderNumber, refundNumber } from '../model/orders'
import { assertPresent } from '../schema/primitives'
import type { DocumentKind } from '../schema/vocabulary'
import { day } from '../time'
import { pdf, usualEducation } from './candidateData'
import type { EventFields, ScenarioOptions } from './eventPayload'

/** Values that fit a registration: its latest order, the documents that its level requires, passing marks. */

/** The usual degree, with the origin of the options. */
export const educationOf = ({ origin = usualEducation.origin }: ScenarioOptions = {}) => ({
  ...usualEducation,
  origin,
})

/** The kind of document that proves the degree (§6.4.1(3)(5)). */
export const degreeDocument = (context: Context) => assertPresent(evidenceKinds(context)[0])

/** The kinds of document that the level of the application requires; a proof of work if the level names none. */
export const requiredKinds = (context: Context): readonly DocumentKind[] =>
  levelOf(context, context.application)?.proof ?? ['workProof']

/** The documents that the level requires, and the document that proves the degree. */
export function proofOf(context: Context): EventFields<'proof.upload'>['documents'] {
  const kinds = new Set<DocumentKind>([...requiredKinds(context), degreeDocument(context)])
  return [...kinds].map((kind) => ({ kind, mediaType: pdf }))
}

/** An application with the level, specialty and subjects of the options or their defaults, and the first place. */
export function applicationOf(
  { terms }: Context,
  options: ScenarioOptions = {},
): EventFields<'application.save'>['application'] {
  const named = terms.levels.find(({ code }) => code === options.level)
  const level = named ?? terms.levels.find(({ years }) => years > 1) ?? terms.levels[0]
  const specialty = options.specialty ?? (level?.specialty ? specialtiesOf(terms, level)[0] : undefined)
  return {
    level: options.level ?? level?.code ?? '',
    subjects: options.subjects ?? level?.subjects ?? [],
    place: terms.places[0] ?? '',
    ...(specialty !== undefined && { specialty }),
  }
}

/** The number of the latest order. */
export const latestOrder = ({ context }: Snapshot): string =>
  orderNumber(context, Math.max(0, context.orders.length - 1))

/** The number of the latest refund. */
export const latestRefund = ({ context }: Snapshot): string =>
  refundNumber(context, Math.max(0, context.refunds.length - 1))

/** An unused transaction id: every earlier transaction has paid an order or has a refund. */
export function nextTransaction({ context: { orders, refunds } }: Snapshot): string {
  return `T${orders.filter(({ state }) => state === 'paid').length + refunds.length + 1}`
}

/** Marks that just pass, or −2 in subjects void for misconduct; `changes` override them. */
export function passingMarks(
  { context }: Snapshot,
  changes: Record<string, number> = {},
): Record<string, number> {
  const { application, terms, misconduct = [] } = context
  const passMarks = passMarksOf(context)
  const marks = (application?.subjects ?? []).map((subject) => {
    const pass = passMarks?.[subject] ?? terms.fullMarks[subject] ?? 0
    return [subject, misconduct.includes(subject) ? -2 : pass] as const
  })
  return { ...Object.fromEntries(marks), ...changes }
}

/** The subjects whose review can still be requested; all if there is none, or one that does not exist. */
export function unreviewedSubjects({ context }: Snapshot): string[] {
  const { application, review = [], reviewed = [] } = context
  const subjects = application?.subjects ?? ['none']
  const left = subjects.filter((subject) => !review.includes(subject) && !reviewed.includes(subject))
  return left.length > 0 ? left : subjects
}

/** Marks that just pass, as a correction; a subject that does not exist before there is an application. */
export function correctedMarks({ snapshot }: { snapshot: Snapshot }): EventFields<'marks.correct'> {
  const marks = passingMarks(snapshot)
  return { marks: Object.keys(marks).length > 0 ? marks : { none: 1 }, reason: 'wrong entry' }
}

/** The pass marks that published marks wait for: the full marks, because without pass marks those just pass. */
export function awaitedPassMarks(context: Context): Record<string, number> {
  const known = passMarksOf(context)
  return Object.fromEntries(
    (context.application?.subjects ?? []).map((subject) => [
      subject,
      known?.[subject] ?? context.terms.fullMarks[subject] ?? 0,
    ]),
  )
}

/** Ten days after the demand. */
export const answerDue = (at: string): string => new Date(Date.parse(at) + 10 * day).toISOString()
