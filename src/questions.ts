import type { Context } from './context'
import type { EvidenceKind } from './events/declaring'
import type { Application, ApplicationChange } from './events/filling'
import { type Millis, startOf } from './time'
import { type Credit, defined, type IntegrityRecord } from './words'

/** Questions about a registration that several rules and actions ask. */

/** Whether a signed commitment stands. */
export const committed = ({ signed }: Context): boolean => signed === true

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

export const paid = ({ orders }: Context): boolean => orders.some(({ state }) => state === 'paid')

/**
 * Whether money may have left the candidate's account: paid, or an open order that is claimed to be debited, or whose
 * payment window is over while debits made in time can still turn up (§6.9).
 */
export function perhapsDebited(context: Context, at: Millis): boolean {
  if (paid(context)) return true
  const open = context.orders.some(({ state }) => state === 'open')
  return open && (context.claim !== undefined || context.terms.payment[1] <= at)
}

/** The level that an application names. */
export const levelOf = ({ terms }: Context, application: { level?: string | undefined } | undefined) =>
  terms.levels.find(({ code }) => code === application?.level)

/** Whether a record of integrity runs at that instant: `from <= at < until`, without `until` for ever (§5). */
export function runs({ from, until }: IntegrityRecord, at: Millis): boolean {
  return startOf(from) <= at && (until === undefined || at < startOf(until))
}

/** Whether some record bars the commitment. It never bars the registration itself (§5). */
export function barred({ integrity, records = [] }: Context, at: Millis): boolean {
  return [...integrity, ...records].some((record) => runs(record, at))
}

/** Whether a pass of an earlier exam year counts for this application (§9.2). */
export function counts(context: Context, application: Application, credit: Credit): boolean {
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
export const unverified = ({ education }: Context): boolean => education?.result !== 'passed'

/** The kinds that show a degree of this origin (§6.4.1(3)(5), §6.19). */
export function evidenceKinds({ education }: Context): readonly EvidenceKind[] {
  return education?.origin === 'overseas' ? ['overseasCertificate'] : ['verificationReport', 'degreeScan']
}

/** Whether a temporary scan stands in for a report that is still to come (§6.4.1(3)). */
export const reportOutstanding = ({ evidence }: Context): boolean => evidence === 'degreeScan'

/** The application as it would stand after the correction. */
export function corrected(
  { application }: Context,
  change: ApplicationChange | undefined,
): Application | undefined {
  return application && change && ({ ...application, ...defined(change) } as Application)
}
