import type { Decision } from '../engine/decide'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { type CarryOver, carryOverAfter, noCarryOver } from '../model/carryOver'
import type { OpenInput } from '../model/context'

/**
 * What a portal knows of a registration from what it sent and what it was told, without looking inside a snapshot. The
 * promises are judged against this.
 */
export type Ledger = {
  /** What came from the bank, by transaction, in fen. */
  settled: Readonly<Record<string, number>>
  /** The payment that completed the registration, while it is kept. */
  kept: { transactionId: string; amountFen: number } | undefined
  /** What is owed back, and what was paid back, by refund, in fen. */
  owed: Readonly<Record<string, { transactionId: string; amountFen: number }>>
  repaid: Readonly<Record<string, number>>
  completed: boolean
  /** The commitment was given up, here or in another registration for this exam and year. */
  forfeited: boolean
  /** Findings that stand, and whether a demand, a review or a complaint is open. */
  findings: readonly string[]
  demanded: boolean
  reviewing: boolean
  complaints: readonly string[]
  /** What the candidate's other registrations have to know. */
  legacy: CarryOver
}

/** The ledger of a registration that is opened. */
export const ledgerOf = ({ exam, notice, history }: OpenInput): Ledger => ({
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
  legacy: noCarryOver(exam.code, notice.examYear),
})

function told(ledger: Ledger, fact: Fact): Ledger {
  switch (fact.type) {
    case 'registration.completed': {
      const { transactionId, amountFen } = fact
      return { ...ledger, completed: true, kept: { transactionId, amountFen } }
    }
    case 'refund.due': {
      const { refundId, transactionId, amountFen } = fact
      const kept = ledger.kept?.transactionId === transactionId ? undefined : ledger.kept
      return { ...ledger, kept, owed: { ...ledger.owed, [refundId]: { transactionId, amountFen } } }
    }
    case 'refund.settled': {
      const { [fact.refundId]: paid, ...owed } = ledger.owed
      return { ...ledger, owed, repaid: { ...ledger.repaid, [fact.refundId]: paid?.amountFen ?? 0 } }
    }
    case 'commitment.forfeited':
      return { ...ledger, forfeited: true }
    case 'finding.recorded':
      return { ...ledger, findings: [...ledger.findings, fact.finding] }
    case 'decision.overturned':
      return { ...ledger, findings: [], demanded: false }
    case 'spotCheck.demanded':
      return { ...ledger, demanded: true }
    case 'spotCheck.answered':
      return { ...ledger, demanded: false }
    case 'marks.published':
      return { ...ledger, reviewing: false }
    default:
      return ledger
  }
}

function sent(ledger: Ledger, event: RegistrationEvent): Ledger {
  switch (event.type) {
    case 'payment.settle':
      // A transaction counts once, as it was told first.
      return { ...ledger, settled: { [event.transactionId]: event.amountFen, ...ledger.settled } }
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

/** The ledger after a decision. */
export function recorded(ledger: Ledger, event: RegistrationEvent, decision: Decision): Ledger {
  const before = decision.accepted ? sent(ledger, event) : ledger
  const after = decision.facts.reduce(told, before)
  const legacy = carryOverAfter(ledger.legacy, decision.facts)
  return legacy === ledger.legacy ? after : { ...after, legacy }
}

const total = (amounts: number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)

/** What came from the bank, and what became of it, in fen. */
export function balance({ settled, kept, owed, repaid }: Ledger): { in: number; out: number } {
  return {
    in: total(Object.values(settled)),
    out:
      (kept?.amountFen ?? 0) +
      total(Object.values(owed).map(({ amountFen }) => amountFen)) +
      total(Object.values(repaid)),
  }
}
