import type { Invariants } from './check'
import { named, place, places } from './words'
import { type Call, type Entry, grouped, isKept, type World } from './world'

/** All or nothing: transactions of the caller, batches, and calls whose outcome is not known. */

/** Calls by what they are stored with. */
const together = ({ calls }: World, of: (call: Call) => string | undefined): Map<string, Call[]> => {
  const groups = grouped(calls.values(), (call) => of(call) ?? '')
  groups.delete('')
  return groups
}

/**
 * Whether a call makes an entry if it is stored: the store itself refuses an event for a registration that does not
 * exist, or dated in the future, and one under a used key is a repeat.
 */
function mustBeLogged({ calls, registrations }: World, { id, key, event, time }: Call): boolean {
  const isUsed = registrations.get(id)?.entries.some((entry) => entry.key === key) ?? false
  const isOpened = [...calls.values()].some(
    (call) =>
      call.what === 'open' &&
      call.id === id &&
      call.answers.some((answer) => answer.time < time && answer.accepted),
  )
  return isOpened && !isUsed && event?.at === undefined
}

/** @returns whether the facts of an entry are in the outbox */
const hasFacts = ({ registrations }: World, { registration_id, revision, facts }: Entry): boolean =>
  registrations.get(registration_id)?.outbox.filter((row) => row.revision === revision).length ===
  facts.length

export const transactionInvariants: Invariants = {
  'a transaction that was rolled back leaves nothing'(world, expect) {
    const calls = together(world, ({ tx }) => tx)
    for (const { tx, outcome, committing, kept } of world.transactions.values()) {
      if (outcome === 'committed') continue
      if (outcome === 'rolledBack' || committing === undefined)
        expect(!kept, () => `transaction ${tx} was not committed, and its row is stored`)
      if (kept) continue
      for (const call of calls.get(tx) ?? []) {
        const entries = world.entriesOf.get(call.call) ?? []
        expect(
          entries.length === 0,
          () => `${named(call)} was not committed, and is logged as ${places(entries)}`,
        )
      }
    }
  },

  'a transaction that was committed is stored, with the rows of the caller'({ transactions }, expect) {
    for (const { tx, outcome, kept } of transactions.values())
      if (outcome === 'committed')
        expect(kept, () => `transaction ${tx} was committed, and its row is missing`)
  },

  'a call whose outcome was lost is stored as a whole or not at all'(world, expect) {
    for (const call of world.calls.values()) {
      const isLost = call.answers.length === 0 && call.returned === undefined
      const mayBeStored = call.failed === undefined || ['unavailable', 'closed'].includes(call.failed.code)
      const inLost = call.transaction?.outcome === 'unknown'
      if (call.what === 'get' || !(inLost || (isLost && mayBeStored))) continue
      const entries = world.entriesOf.get(call.call) ?? []
      const half = entries.find((entry) => !hasFacts(world, entry))
      expect(
        half === undefined && (isKept(call) || entries.length === 0),
        () =>
          `${named(call)} got no answer, and is ${half ? place(half) : places(entries)} without its facts`,
      )
    }
    for (const [batch, calls] of together(world, ({ batch }) => batch)) {
      if (calls.every(({ answers }) => answers.length > 0)) continue
      const stored = calls.filter(({ call }) => world.entriesOf.has(call))
      if (stored.length === 0) continue
      const missing = calls.filter((call) => !world.entriesOf.has(call.call) && mustBeLogged(world, call))
      expect(
        missing.length === 0,
        () =>
          `batch ${batch} got no answer, and is stored in part: ${stored.map(named).join(', ')} ` +
          `without ${missing.map(named).join(', ')}`,
      )
    }
    for (const [tx, calls] of together(world, ({ tx }) => tx)) {
      if (world.transactions.get(tx)?.outcome !== 'unknown') continue
      const answered = calls.filter(({ answers }) =>
        answers.some(({ accepted, repeated }) => accepted && !repeated),
      )
      const stored = answered.filter(({ call }) => world.entriesOf.has(call))
      const { kept = false } = world.transactions.get(tx) ?? {}
      expect(
        stored.length === (kept ? answered.length : 0),
        () =>
          `transaction ${tx} got no answer, its row is ${kept ? 'stored' : 'missing'}, and ${stored.length} of its ` +
          `${answered.length} accepted calls are in the log: ${answered.map(named).join(', ')}`,
      )
    }
  },
}
