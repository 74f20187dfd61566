import type { OpenInput, RegistrationEvent, Snapshot } from '../../src'
import type { AdoptedLine, AdoptedPayment } from '../../src/adoption/adoptedLine'
import { isSamePayment, refundOfPayment } from '../../src/adoption/adoptedMoney'
import { orderNumber } from '../../src/model/orders'
import { stateLine } from '../../src/persistence/derived'
import { omitUndefined } from '../../src/schema/primitives'
import { formatInstant } from '../../src/time'

/** A registration as another system would list it. */
export type Exported = { line: AdoptedLine; asOf: number }

const settled = (
  events: readonly RegistrationEvent[],
  payment: { transactionId: string; amountFen: number },
) =>
  events.find(
    (one): one is RegistrationEvent<'payment.settle'> =>
      one.type === 'payment.settle' && isSamePayment(one, payment),
  )

function paymentsOf(
  snapshot: Snapshot,
  events: readonly RegistrationEvent[],
  opened: string,
): AdoptedPayment[] {
  const { context } = snapshot
  const paid = context.orders.flatMap(({ transactionId, amountFen }, index) =>
    transactionId === undefined ? [] : [{ transactionId, amountFen, orderNo: orderNumber(context, index) }],
  )
  const others = context.refunds.filter((refund) => !paid.some((payment) => isSamePayment(payment, refund)))
  return [...paid, ...others].map(({ transactionId, amountFen, orderNo }) => {
    const refund = refundOfPayment(snapshot, { transactionId, amountFen })
    const event = settled(events, { transactionId, amountFen })
    // A payment that is dated in the future counts when it is reported; a list has none before the opening.
    const dated = event && (Date.parse(event.paidAt) > Date.parse(event.at) ? event.at : event.paidAt)
    const paidAt = dated && (Date.parse(dated) < Date.parse(opened) ? opened : dated)
    return omitUndefined({
      transactionId,
      amountFen,
      orderNo,
      paidAt,
      refund: refund && (refund.settled ? ('settled' as const) : ('due' as const)),
    })
  })
}

/** Why the registration, its marks or its certificate are void: the last finding, or the deadline of the last fact. */
function findingOf(
  events: readonly RegistrationEvent[],
  voidedBy: string | undefined,
): AdoptedLine['finding'] {
  if (voidedBy !== undefined) return voidedBy as AdoptedLine['finding']
  const last = events.findLast(({ type }) => type === 'finding.record' || type === 'misconduct.record')
  if (last?.type === 'finding.record') return last.finding
  return last?.type === 'misconduct.record' ? 'misconduct' : undefined
}

/** What the snapshot does not say. */
type ExportOptions = {
  /** Whether the list has the instants of the events. */
  dated?: boolean
  /** The reason of the last fact that made something void. */
  voidedBy?: string | undefined
  /** The marks before they were void. */
  marks?: Record<string, number> | undefined
}

/** Writes a registration as a line. */
export function exportedLine(
  input: OpenInput,
  events: readonly RegistrationEvent[],
  snapshot: Snapshot,
  { dated = true, voidedBy, marks }: ExportOptions = {},
): Exported {
  const { context } = snapshot
  const { application, education, revoked } = context
  const status = education === undefined ? 'none' : (education.result ?? 'pending')
  const profile = events.findLast((one) => one.type === 'profile.submit')?.profile
  // An instant of an event that happened twice says too little.
  const once = events.filter(({ type }) => events.filter((one) => one.type === type).length === 1)
  const instants = Object.fromEntries(once.map(({ type, at }) => [type, at]))
  const payments = paymentsOf(snapshot, events, input.at)
  const line = omitUndefined({
    registrationId: context.registrationId,
    candidateId: context.candidateId,
    state: stateLine(snapshot),
    kind: input.kind,
    level: application?.level,
    specialty: application?.specialty,
    subjects: application?.subjects,
    place: application?.place,
    origin: education?.origin,
    higher: education?.higher,
    education: status,
    profile: input.candidate === undefined && context.photo !== true ? profile : undefined,
    route: context.route,
    evidence: context.evidence,
    history:
      events.filter(({ type }) => type === 'history.amend').length !== 1
        ? input.history
        : {
            integrity: context.integrity,
            credits: context.credits,
            ...(context.forfeitedElsewhere && { commitmentForfeited: true }),
          },
    payments: payments.length > 0 ? payments : undefined,
    marks: marks ?? revoked?.marks ?? context.marks,
    review: context.review,
    endedBy: context.endedBy,
    finding:
      context.endedBy === undefined && !stateLine(snapshot).startsWith('ended')
        ? undefined
        : findingOf(events, voidedBy),
    spotCheck: context.spotCheck === undefined ? undefined : formatInstant(context.spotCheck),
    mail: context.mail,
    certificateNo: context.certificateNo,
    openedAt: dated ? input.at : undefined,
    instants: dated && Object.keys(instants).length > 0 ? instants : undefined,
  }) as AdoptedLine
  return { line, asOf: Math.max(context.at, ...events.map(({ at }) => Date.parse(at))) }
}
