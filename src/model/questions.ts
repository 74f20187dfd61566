import type { Context } from './context'
import type { EvidenceKind } from '../events/declaring'
import type { Application, ApplicationChange } from '../events/filling'
import type { Terms } from './terms'
import { type Millis, startOf } from '../time'
import { type Credit, defined, type IntegrityRecord } from '../schema/primitives'

/** Questions about a registration that several rules and actions ask. */

/** Whether a signed commitment stands. */
export const isCommitted = ({ signed }: Context): boolean => signed === true

/** The number of the n-th order, counted from 0. */
export const orderNumber = ({ registrationId }: Context, index: number): string =>
  `${registrationId}-${index + 1}`

/** The number of the n-th refund, counted from 0. */
export const refundNumber = ({ registrationId }: Context, index: number): string =>
  `${registrationId}-F${index + 1}`

/** @returns where the order stands among the orders, or −1 */
export function orderIndex(context: Context, orderNo: string): number {
  return context.orders.findIndex((_, index) => orderNumber(context, index) === orderNo)
}

export const orderOf = (context: Context, orderNo: string) => context.orders[orderIndex(context, orderNo)]

export const refundOf = (context: Context, refundId: string) =>
  context.refunds.find((_, index) => refundNumber(context, index) === refundId)

/** Whether that settlement has come before: each one either paid an order or is owed back. */
export const settledBefore = ({ orders, refunds }: Context, transactionId: string): boolean =>
  [...orders, ...refunds].some((one) => one.transactionId === transactionId)

export const isPaid = ({ orders }: Context): boolean => orders.some(({ state }) => state === 'paid')

/**
 * Whether money may have left the candidate's account: paid, or an open order that is claimed to be debited, or whose
 * payment window is over while debits made in time can still turn up (§6.9).
 */
export function mayBeDebited(context: Context, at: Millis): boolean {
  if (isPaid(context)) return true
  const open = context.orders.some(({ state }) => state === 'open')
  return open && (context.claim !== undefined || context.terms.payment[1] <= at)
}

/** The level that an application names. */
export const levelOf = ({ terms }: Context, application: { level?: string | undefined } | undefined) =>
  terms.levels.find(({ code }) => code === application?.level)

/** The specialties that can be chosen at a level. */
export const specialtiesOf = ({ specialties }: Terms, level: Terms['levels'][number]): readonly string[] =>
  level.specialties ?? specialties ?? []

/**
 * What a pass gives: the exam's certificate, or at a level whose pass only gives a proof of the result nothing on paper
 * and nothing electronic; the number is that of the proof (§13.2 lists no senior level).
 */
export function certificateOf(context: Context): Terms['certificate'] {
  const { certificate } = context.terms
  if (levelOf(context, context.application)?.proofYears === undefined) return certificate
  return { electronic: 'none', issuer: certificate.issuer, paper: false }
}

/** Whether a record of integrity runs at that instant: `from <= at < until`, without `until` for ever (§5). */
export function isRunning({ from, until }: IntegrityRecord, at: Millis): boolean {
  return startOf(from) <= at && (until === undefined || at < startOf(until))
}

/** Whether some record bars the commitment. It never bars the registration itself (§5). */
export function isBarred({ integrity, records = [] }: Context, at: Millis): boolean {
  return [...integrity, ...records].some((record) => isRunning(record, at))
}

/** Whether a pass of an earlier exam year counts for this application (§9.2). */
export function creditCounts(context: Context, application: Application, credit: Credit): boolean {
  const { year } = context.terms
  const years = levelOf(context, application)?.years ?? 1
  return (
    years > 1 &&
    credit.year <= year &&
    year <= (credit.validThrough ?? credit.year + years - 1) &&
    (credit.level === undefined || credit.level === application.level) &&
    (credit.specialty === undefined || credit.specialty === application.specialty)
  )
}

/** Whether the online check did not confirm the degree. */
export const isUnverified = ({ education }: Context): boolean => education?.result !== 'passed'

/** The kinds that show a degree of this origin (§6.4.1(3)(5), §6.19). */
export function evidenceKinds({ education }: Context): readonly EvidenceKind[] {
  return education?.origin === 'overseas' ? ['overseasCertificate'] : ['verificationReport', 'degreeScan']
}

/** Whether a temporary scan stands in for a report that is still to come (§6.4.1(3)). */
export const reportOutstanding = ({ evidence }: Context): boolean => evidence === 'degreeScan'

/** The application as it would stand after the correction. */
export function correctedApplication(
  { application }: Context,
  change: ApplicationChange | undefined,
): Application | undefined {
  return application && change && ({ ...application, ...defined(change) } as Application)
}

/** Whether somebody is checked by hand after passing (§11.1): on the proof route, or with a degree not verified online. */
export const checkRequired = (context: Context): boolean =>
  context.route === 'proof' || (isCommitted(context) && isUnverified(context))

/** Whether a name goes on the public notice: of those who passed, the ones that committed (§12). */
export const noticeRequired = isCommitted

/** Whether no public notice of this registration is still to close. */
export const noticeOver = (context: Context): boolean => !noticeRequired(context) || context.noticed === true

export type Marks = Record<string, number>

/** The marks as they count: −2 for misconduct, −4 for identical answers, whatever was published. */
export function effectiveMarks(marks: Marks, context: Pick<Context, 'misconduct' | 'identical'>): Marks {
  const void2 = context.misconduct ?? []
  const void4 = context.identical ?? []
  return Object.fromEntries(
    Object.entries(marks).map(([subject, mark]) => [
      subject,
      void2.includes(subject) ? -2 : void4.includes(subject) ? -4 : mark,
    ]),
  )
}

/** The registered subjects that are passed by these marks. */
export function passedSubjects(
  { application, terms }: Context,
  marks: Marks,
  passMarks = terms.passMarks,
): string[] {
  return (application?.subjects ?? []).filter((subject) => {
    const pass = passMarks?.[subject]
    return pass !== undefined && (marks[subject] ?? -1) >= pass
  })
}

/** Whether every subject of the level is passed, by these marks or by a pass that still counts (§9). */
export function passesAll(context: Context, marks: Marks, passMarks = context.terms.passMarks): boolean {
  const { application, credits } = context
  const level = levelOf(context, application)
  if (application === undefined || level === undefined) return false
  const passed = passedSubjects(context, marks, passMarks)
  const credited = credits.filter((credit) => creditCounts(context, application, credit))
  return level.subjects.every(
    (subject) => passed.includes(subject) || credited.some((credit) => credit.subject === subject),
  )
}

/** Whether some subject of this sitting still has a mark that is one. */
export const anyValidMark = (marks: Marks): boolean => Object.values(marks).some((mark) => mark >= 0)

/** Whether a complaint keeps the public notice from closing (§12). */
export const complaintOpen = ({ complaints = [] }: Context): boolean => complaints.length > 0

/** When a window for direct mail closes that the notice gives besides the public notice's. */
export function ownMailWindow({ terms: { directMail }, directMailCloses }: Context): Millis | undefined {
  return directMail !== undefined && 'closes' in directMail ? startOf(directMail.closes) : directMailCloses
}
