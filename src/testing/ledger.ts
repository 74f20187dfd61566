import type { Decision } from '../engine/decide'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { type CarryOver, carryOverAfter, noCarryOver } from '../model/carryOver'
import type { OpenInput } from '../model/opening'
import { transactionKey } from '../model/orders'

/**
 * A registration as a portal can derive it from the sent events and the emitted facts, without a snapshot. The
 * invariants compare decisions with it. Amounts are in fen.
 */
export type Ledger = {
  /** Amounts received from the bank, by transaction: its number, order and amount. */
  settled: Readonly<Record<string, number>>
  /** The payment that completed the registration, unless it is due back; none for an order of 0. */
  kept: { transactionId: string; orderNo: string; amountFen: number } | undefined
  /** Refunds due, by refund id. */
  owed: Readonly<Record<string, { transactionId: string; amountFen: number }>>
  /** Amounts paid back, by refund id. */
  repaid: Readonly<Record<string, number>>
  completed: boolean
  /** Whether the commitment was forfeited, here or in another registration for this exam and year. */
  forfeited: boolean
  /** Findings that were not overturned. */
  findings: readonly string[]
  /** Whether a spot check is open. */
  demanded: boolean
  /** Whether a score review is open. */
  reviewing: boolean
  /** Ids of open complaints. */
  complaints: readonly string[]
  /** The data for the candidate's other registrations. */
  carryOver: CarryOver
}

/** The ledger of a newly opened registration. */
export const newLedger = ({ exam, notice, history }: OpenInput): Ledger => ({
  settled: {},
  kept: undefined,
  owed: {},
  repaid: {},
  completed: false,
  forfeited: history?.commitmentForfeited === true,
  findings: [],
  demanded: false,
  reviewing: false,
  complaints: [],
  carryOver: noCarryOver(exam.code, notice.examYear),
})

function afterFact(ledger: Ledger, fact: Fact): Ledger {
  switch (fact.type) {
    case 'registration.completed': {
      const { transactionId, orderNo, amountFen } = fact
      const kept = transactionId === undefined ? undefined : { transactionId, orderNo, amountFen }
      return { ...ledger, completed: true, kept }
    }
    case 'refund.due': {
      const { refundId, transactionId, amountFen } = fact
      const isKept = ledger.kept !== undefined && transactionKey(ledger.kept) === transactionKey(fact)
      const kept = isKept ? undefined : ledger.kept
      return { ...ledger, kept, owed: { ...ledger.owed, [refundId]: { transactionId, amountFen } } }
    }
    case 'refund.settled': {
      const { [fact.refundId]: paid, ...owed } = ledger.owed
      return { ...ledger, owed, repaid: { ...ledger.repaid, [fact.refundId]: paid?.amountFen ?? 0 } }
    }
    case 'commitment.forfeited':
      return { ...ledger, forfeited: true }
    case 'commitment.restored':
      return { ...ledger, forfeited: false }
    case 'finding.recorded':
      return { ...ledger, findings: [...ledger.findings, fact.finding] }
    case 'decision.overturned':
      return { ...ledger, findings: [], demanded: false }
    case 'spotCheck.demanded':
      return { ...ledger, demanded: true }
    case 'spotCheck.answered':
      return { ...ledger, demanded: false }
    default:
      return ledger
  }
}

function afterEvent(ledger: Ledger, event: RegistrationEvent): Ledger {
  switch (event.type) {
    case 'payment.settle':
      // A repeated transaction counts once.
      return { ...ledger, settled: { ...ledger.settled, [transactionKey(event)]: event.amountFen } }
    case 'marks.publish':
      return { ...ledger, reviewing: false }
    case 'scoreReview.request':
      return { ...ledger, reviewing: true }
    case 'scoreReview.decide':
      return { ...ledger, reviewing: false }
    case 'complaint.receive':
      return { ...ledger, complaints: [...new Set([...ledger.complaints, event.complaintId])] }
    case 'complaint.dismiss':
      return { ...ledger, complaints: ledger.complaints.filter((id) => id !== event.complaintId) }
    default:
      return ledger
  }
}

/** The ledger after a decision. A refused event adds only the facts of the deadlines that fired before it. */
export function nextLedger(ledger: Ledger, event: RegistrationEvent, decision: Decision): Ledger {
  const withEvent = decision.accepted ? afterEvent(ledger, event) : ledger
  const withFacts = decision.facts.reduce(afterFact, withEvent)
  const carryOver = carryOverAfter(ledger.carryOver, decision.facts)
  return carryOver === ledger.carryOver ? withFacts : { ...withFacts, carryOver }
}

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0)

/** The money received, and the money kept, due back or paid back, in fen; equal if no money is lost. */
export function balance({ settled, kept, owed, repaid }: Ledger): { in: number; out: number } {
  return {
    in: sum(Object.values(settled)),
    out:
      (kept?.amountFen ?? 0) +
      sum(Object.values(owed).map(({ amountFen }) => amountFen)) +
      sum(Object.values(repaid)),
  }
}
