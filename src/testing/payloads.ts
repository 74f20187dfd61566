import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import { levelOf, specialtiesOf } from '../model/levels'
import { orderNumber } from '../model/orders'
import type { documentKinds } from '../schema/vocabulary'
import { day, formatInstant, type Millis } from '../time'
import { nextTransaction, usualEducation } from './defaults'

/** Payloads that guards can tell from one another; the one that fits comes first. */

/** The fields of an event besides `type`, `at` and `by`. */
export type Fields<Type extends EventType> = Omit<RegistrationEvent<Type>, 'type' | 'at' | 'by'>

export const pdf = 'application/pdf'
export const jpeg = 'image/jpeg'

export const goodPhoto = { mediaType: jpeg, widthPx: 295, heightPx: 413, background: 'white' }
export const abroad = { ...usualEducation, origin: 'overseas' } as const

/** Applications: for each level every subject or the first alone, for each specialty; and what is not offered. */
export function applications({ context: { terms } }: Snapshot): Fields<'application.save'>[] {
  const place = terms.places[0] ?? ''
  const offered = terms.levels.flatMap((level) => {
    const { code, subjects, specialty } = level
    const specialties = specialty ? specialtiesOf(terms, level).slice(0, 1) : [undefined]
    return specialties.flatMap((chosen) =>
      [subjects, subjects.slice(0, 1)].map((some) => ({
        application: {
          level: code,
          subjects: some,
          place,
          ...(chosen !== undefined && { specialty: chosen }),
        },
      })),
    )
  })
  return [...offered, { application: { level: 'none', subjects: ['none'], place } }]
}

/** Notices of the bank: for the right order and others, of the right amount and another, paid in the window and outside. */
export function settlements(snapshot: Snapshot): Fields<'payment.settle'>[] {
  const { context } = snapshot
  const { orders, terms, at } = context
  const [opens, closes] = terms.payment
  const last = orders.at(-1)
  const amountFen = last?.amountFen ?? 1
  const transactionId = nextTransaction(snapshot)
  const orderNo = orderNumber(context, Math.max(0, orders.length - 1))
  const paidAt = formatInstant(Math.max(opens, Math.min(at, closes - 1000)))
  const right = { orderNo, transactionId, amountFen, paidAt }
  const again = orders.find((order) => order.transactionId !== undefined)?.transactionId
  return [
    right,
    { ...right, amountFen: amountFen + 1 },
    { ...right, paidAt: formatInstant(opens - 1000) },
    { ...right, paidAt: formatInstant(closes) },
    { ...right, orderNo: 'none' },
    ...(orders.length > 1 ? [{ ...right, orderNo: orderNumber(context, 0) }] : []),
    ...(again === undefined ? [] : [{ ...right, transactionId: again }]),
  ]
}

/** Marks: all passed, one failed, none valid, one missing, one of a code that misconduct alone has. */
export function markVariants({ context }: Snapshot): Record<string, number>[] {
  const { application, terms, misconduct = [], identical = [] } = context
  const subjects = application?.subjects ?? []
  const [first = 'none'] = subjects
  const code = (subject: string, mark: number) =>
    misconduct.includes(subject) ? -2 : identical.includes(subject) ? -4 : mark
  const all = (mark: (subject: string) => number) =>
    Object.fromEntries(subjects.map((subject) => [subject, code(subject, mark(subject))]))
  const pass = (subject: string): number => terms.passMarks?.[subject] ?? terms.fullMarks[subject] ?? 1
  const passed = all(pass)
  const { [first]: _, ...short } = passed
  return [
    passed,
    all((subject) => (subject === first ? 0 : pass(subject))),
    all(() => -1),
    short,
    { ...passed, [first]: passed[first] === -2 ? pass(first) : -2 },
  ]
}

export function reviewed(snapshot: Snapshot): Fields<'scoreReview.decide'>[] {
  const { review = [] } = snapshot.context
  const of = (marks: Record<string, number>) =>
    Object.fromEntries(Object.entries(marks).filter(([subject]) => review.includes(subject)))
  return [
    ...markVariants(snapshot)
      .slice(0, 3)
      .map((marks) => ({ marks: of(marks) })),
    { marks: { none: 1 } },
  ]
}

/** Every kind that the level asks for, what shows a degree, and nothing; also in a form that is not taken. */
export function proofs({ context }: Snapshot): Fields<'proof.upload'>[] {
  const asked = levelOf(context, context.application)?.proof ?? ['workProof']
  const documents = [...asked, 'verificationReport' as const, 'overseasCertificate' as const]
  const as = (kinds: readonly (typeof documentKinds)[number][], mediaType: string) => ({
    documents: kinds.map((kind) => ({ kind, mediaType })),
  })
  return [as(documents, pdf), as(asked, pdf), as(documents, jpeg), as([], pdf)]
}

export function amendments({ context: { terms, at } }: Snapshot): Fields<'notice.amend'>[] {
  const later = ([opens, closes]: readonly [Millis, Millis], by: Millis) => ({
    opens: formatInstant(opens),
    closes: formatInstant(closes + by),
  })
  const [cardOpens, cardCloses] = terms.admitCard
  const past = { opens: formatInstant(at - 2 * day), closes: formatInstant(at - day) }
  return [
    {},
    { windows: { payment: later(terms.payment, day) } },
    { windows: { registration: past } },
    {
      windows: {
        admitCard: { opens: formatInstant(cardOpens + day), closes: formatInstant(cardCloses + day) },
      },
    },
    {
      passMarks: Object.fromEntries(
        Object.entries(terms.passMarks ?? {}).map(([code, mark]) => [code, mark + 1]),
      ),
    },
  ]
}

/** When a demand is due: soon, too late for the admit card, and in the past. */
export const dues = ({ context: { at, terms } }: Snapshot): string[] =>
  [at + day, terms.admitCard[0] + day, at].map(formatInstant)
