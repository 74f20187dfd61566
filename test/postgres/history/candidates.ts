import {
  type CandidateHistory,
  type CarryOver,
  carryOverAfter,
  type Fact,
  historyFromCarryOvers,
  noCarryOver,
} from '../../../src'
import type { Invariants } from './check'
import { place } from './words'
import { type Entry, grouped, type Registration, type World } from './world'

/** Candidates: what happens in one registration reaches the candidate's others. */

const byCandidate = ({ registrations }: World): Map<string, Registration[]> =>
  grouped(registrations.values(), ({ row }) => row.candidate_id)

/** What a registration means for the others, by the facts that its log emits. */
const carriedBy = ({ row, entries }: Registration): CarryOver =>
  carryOverAfter(
    noCarryOver(row.exam, row.exam_year),
    entries.flatMap(({ facts }) => facts),
  )

const historyIn = ({ event }: Entry): CandidateHistory => (event.history ?? {}) as CandidateHistory

/** The entries in which the store has brought a history: the opening, and its own amendments. */
const brought = ({ entries }: Registration): Entry[] =>
  entries.filter(({ type, call }) => type === 'open' || (type === 'history.amend' && call === undefined))

/** The history that the caller gave when it opened the registration. */
function known({ calls }: World, { entries: [opening] }: Registration): CandidateHistory {
  const call = opening?.call === undefined ? undefined : calls.get(opening.call)
  return (call?.opening?.history ?? {}) as CandidateHistory
}

const sorted = (list: readonly unknown[] = []): string[] =>
  list.map((one) => JSON.stringify(Object.entries(one as object).sort())).sort()

const normal = ({ commitmentForfeited = false, integrity, credits }: CandidateHistory): string =>
  JSON.stringify({ commitmentForfeited, integrity: sorted(integrity), credits: sorted(credits) })

const forfeits = ({ entries }: Registration): Entry | undefined =>
  entries.findLast(({ facts }) => facts.some(({ type }) => type === 'commitment.forfeited'))

/** When the answer that a registration was opened, or an event was decided, had reached a caller. */
function answered({ calls }: World, entry: Entry): number {
  const call = entry.call === undefined ? undefined : calls.get(entry.call)
  const own = call?.answers.find(({ id }) => id === entry.registration_id)?.time
  return (call?.transaction === undefined ? own : call.transaction.ended) ?? Number.POSITIVE_INFINITY
}

export const candidateInvariants: Invariants = {
  'a forfeit reaches the registrations of the candidate, later ones when they are opened'(world, expect) {
    for (const [candidate, own] of byCandidate(world))
      for (const one of own) {
        const entry = forfeits(one)
        if (entry === undefined || carriedBy(one).forfeited !== true) continue
        for (const other of own) {
          if (other === one || other.row.exam !== one.row.exam || other.row.exam_year !== one.row.exam_year)
            continue
          const all = brought(other)
          const [opening] = all
          const reached = all.findLast((brought) => 'history' in brought.event)
          const begun = opening?.call === undefined ? undefined : world.calls.get(opening.call)?.time
          const isLater = begun !== undefined && begun > answered(world, entry)
          expect(
            historyIn(reached as Entry).commitmentForfeited === true &&
              (!isLater || historyIn(opening as Entry).commitmentForfeited === true),
            () =>
              `${candidate} forfeited the commitment in ${place(entry)}, and ` +
              (isLater
                ? `${other.id}, which was opened later, was opened without it`
                : `it has not reached ${other.id}`),
          )
        }
      }
  },

  'every registration has the history of the candidate’s others'(world, expect) {
    for (const own of byCandidate(world).values())
      for (const one of own) {
        const others = own.filter((other) => other !== one).map(carriedBy)
        const of = { exam: one.row.exam, examYear: one.row.exam_year }
        const right = historyFromCarryOvers(of, others, known(world, one))
        const last = brought(one).at(-1)
        expect(
          last !== undefined && normal(historyIn(last)) === normal(right),
          () =>
            `${one.id} has ${last ? JSON.stringify(historyIn(last)) : 'no history'} by ${last ? place(last) : 'no entry'}, ` +
            `and its others give ${JSON.stringify(right)}`,
        )
      }
  },

  'what is stored of a candidate follows from the facts'(world, expect) {
    const stored = new Map(world.tables.candidates.map(({ id, carry_over }) => [id, JSON.parse(carry_over)]))
    for (const [candidate, own] of byCandidate(world)) {
      const all = (stored.get(candidate) ?? {}) as Record<string, { carryOver: CarryOver }>
      const ids = Object.keys(all).sort()
      expect(
        ids.join() ===
          own
            .map(({ id }) => id)
            .sort()
            .join(),
        () => `${candidate} is stored with ${ids.join() || 'no registration'}`,
      )
      for (const one of own) {
        const facts = one.outbox.map(({ fact }) => JSON.parse(fact) as Fact)
        const right = carryOverAfter(noCarryOver(one.row.exam, one.row.exam_year), facts)
        expect(
          JSON.stringify(all[one.id]?.carryOver) === JSON.stringify(right),
          () =>
            `${candidate}: ${one.id} is stored as ${JSON.stringify(all[one.id])}, its facts give ${JSON.stringify(right)}`,
        )
      }
    }
  },
}
