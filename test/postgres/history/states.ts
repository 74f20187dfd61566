import { deadlines, type Fact, type Snapshot, statePaths } from '../../../src'
import type { Invariants } from './check'
import { place } from './words'
import { grouped, type Registration } from './world'

/** Registrations as they are stored: their revision, snapshot and columns, and their money. */

function parsed({ row }: Registration): Snapshot | undefined {
  try {
    return JSON.parse(row.snapshot) as Snapshot
  } catch {
    return undefined
  }
}

type Payment = { transactionId: string; orderNo: string; amountFen: number }

const transaction = ({ transactionId, orderNo, amountFen }: Payment): string =>
  JSON.stringify([transactionId, orderNo, amountFen])

const sum = (amounts: Iterable<number>): number => [...amounts].reduce((total, amount) => total + amount, 0)

/** The money of a registration in fen: what its log received, and what the facts in the outbox made of it. */
function money({ entries, outbox }: Registration): {
  received: number
  kept: number
  owed: number
  repaid: number
} {
  const received = new Map<string, number>()
  for (const { type, accepted, event } of entries)
    if (type === 'payment.settle' && accepted) {
      const payment = event as unknown as Payment
      received.set(transaction(payment), payment.amountFen)
    }
  const kept = new Map<string, number>()
  const owed = new Map<string, number>()
  let repaid = 0
  for (const row of outbox) {
    const fact = JSON.parse(row.fact) as Fact
    if (fact.type === 'registration.completed' && fact.transactionId !== undefined)
      kept.set(transaction({ ...fact, transactionId: fact.transactionId }), fact.amountFen)
    if (fact.type === 'refund.due') {
      kept.delete(transaction(fact))
      owed.set(fact.refundId, fact.amountFen)
    }
    if (fact.type === 'refund.settled') {
      repaid += owed.get(fact.refundId) ?? 0
      owed.delete(fact.refundId)
    }
  }
  return { received: sum(received.values()), kept: sum(kept.values()), owed: sum(owed.values()), repaid }
}

export const stateInvariants: Invariants = {
  'the revision of a registration is the number of its entries'({ registrations, tables }, expect) {
    for (const { id, row, entries } of registrations.values()) {
      const gap = entries.findIndex(({ revision }, i) => revision !== i + 1)
      expect(gap < 0, () => `${id} has no entry ${gap + 1}`)
      expect(
        row.revision === entries.length,
        () => `${id} is at revision ${row.revision}, and has ${entries.length} entries`,
      )
    }
    for (const id of new Set([...tables.log, ...tables.outbox].map(({ registration_id }) => registration_id)))
      expect(registrations.has(id), () => `${id} has entries or facts, and is not stored`)
  },

  'the stored snapshot is the log replayed, byte for byte'({ registrations }, expect) {
    for (const { id, row, entries } of registrations.values()) {
      const text = JSON.stringify(entries.at(-1)?.snapshot ?? null)
      const at = [...text].findIndex((letter, i) => letter !== row.snapshot[i])
      expect(
        row.snapshot === text,
        () =>
          `${id} is stored with ${row.snapshot.slice(Math.max(0, at - 30), at + 30)}, its ${entries.length} entries ` +
          `lead to ${text.slice(Math.max(0, at - 30), at + 30)}`,
      )
    }
  },

  'the columns of a registration are those of its snapshot'({ registrations }, expect) {
    for (const registration of registrations.values()) {
      const { id, row } = registration
      const snapshot = parsed(registration)
      if (snapshot === undefined) continue
      const { terms, registrationId, candidateId } = snapshot.context
      const due = deadlines(snapshot).find(({ expected }) => expected !== true)
      const state = statePaths(snapshot.value).join(' ')
      const columns = {
        id: registrationId,
        candidate_id: candidateId,
        exam: terms.exam,
        exam_year: terms.year,
        notice_id: terms.notice,
        state,
        ended: state.startsWith('ended.'),
        next_due: due === undefined ? null : Date.parse(due.at),
        snapshot_version: snapshot.version,
      }
      for (const [name, value] of Object.entries(columns)) {
        const stored = row[name as keyof typeof columns]
        expect(stored === value, () => `${name} of ${id} is ${stored}, and its snapshot gives ${value}`)
      }
    }
  },

  'the money received is kept, owed or paid back'({ registrations }, expect) {
    for (const registration of registrations.values()) {
      const { received, kept, owed, repaid } = money(registration)
      if (received === 0 && kept + owed + repaid === 0) continue
      expect(
        received === kept + owed + repaid,
        () =>
          `${registration.id} received ${received} fen, and its facts keep ${kept}, owe ${owed} and have paid back ` +
          `${repaid}: ${Math.abs(received - kept - owed - repaid)} fen are ${received > kept + owed + repaid ? 'lost' : 'too much'}`,
      )
    }
  },

  'every refund that is owed has its fact, once'({ registrations }, expect) {
    for (const { id, entries, outbox } of registrations.values()) {
      const refunds = entries.at(-1)?.snapshot?.context.refunds ?? []
      const facts = outbox.flatMap((row) => {
        const fact = JSON.parse(row.fact) as Fact
        return fact.type === 'refund.due' ? [fact] : []
      })
      const byId = grouped(facts, ({ refundId }) => refundId)
      for (const [i, refund] of refunds.entries()) {
        const refundId = `${id}-F${i + 1}`
        const own = byId.get(refundId) ?? []
        const since = entries.find(({ snapshot }) => (snapshot?.context.refunds.length ?? 0) > i)
        expect(
          own.length > 0 && own.every((fact) => transaction(fact) === transaction(refund)),
          () =>
            `${refundId} of ${refund.amountFen} fen is owed since ${since && place(since)}, and ` +
            (own.length === 0 ? 'has no fact in the outbox' : `its fact is ${JSON.stringify(own)}`),
        )
        // Its fact comes again only if the due date has moved.
        expect(
          own.every(({ dueAt }, n) => dueAt !== own[n - 1]?.dueAt),
          () => `${refundId} has the same fact twice in the outbox`,
        )
      }
      for (const refundId of byId.keys())
        expect(
          refunds.some((_, i) => refundId === `${id}-F${i + 1}`),
          () => `${refundId} is in the outbox, and is not owed`,
        )
    }
  },
}
