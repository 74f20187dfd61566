import type { Invariants } from './check'
import type { OutboxRow } from './tables'
import { place } from './words'
import { type Entry, grouped, type Registration, type Run, type World } from './world'

/** Facts: the outbox has those of the log, and handlers got each of them, in order. */

const idOf = ({ registration_id, revision, n }: OutboxRow): string => `${registration_id}/${revision}/${n}`
const typeOf = ({ fact }: OutboxRow): string => (JSON.parse(fact) as { type: string }).type
const described = (row: OutboxRow): string => `${idOf(row)} (${typeOf(row)})`

const byFact = ({ runs }: World): Map<string, Run[]> => grouped(runs, ({ fact }) => fact)

/** What happened in the order of the log: the facts of each entry. */
function expected({ entries }: Registration): { id: string; fact: string; entry: Entry }[] {
  return entries.flatMap((entry) =>
    entry.facts.map((fact, n) => ({
      id: `${entry.registration_id}/${entry.revision}/${n}`,
      fact: JSON.stringify(fact),
      entry,
    })),
  )
}

export const factInvariants: Invariants = {
  'the facts in the outbox are those of the log, in order'({ registrations }, expect) {
    for (const registration of registrations.values()) {
      const { id, outbox } = registration
      const facts = expected(registration)
      const ids = new Set(facts.map((one) => one.id))
      for (const [i, { id: fact, fact: content, entry }] of facts.entries()) {
        const row = outbox.find((one) => idOf(one) === fact)
        const at = outbox[i]
        expect(row !== undefined && row.fact === content && row === at, () =>
          row === undefined
            ? `${fact}, ${content} of ${place(entry)}, is not in the outbox`
            : row.fact !== content
              ? `${fact} of ${place(entry)} is ${row.fact} instead of ${content}`
              : `${described(row)} is not in order: ${at ? described(at) : 'nothing'} has its place in ${id}`,
        )
      }
      for (const row of outbox)
        expect(ids.has(idOf(row)), () => `${described(row)} is in the outbox, and no decision emitted it`)
    }
  },

  'every fact is handled at least once, as it is stored'(world, expect) {
    const runs = byFact(world)
    for (const { outbox } of world.registrations.values())
      for (const row of outbox) {
        const own = runs.get(idOf(row)) ?? []
        expect(
          row.delivered && !row.dead && own.some(({ succeeded }) => succeeded),
          () =>
            `${described(row)} was ${row.delivered ? 'marked, but no handler finished it' : 'never handled'}`,
        )
        const other = own.find(({ content }) => content !== row.fact)
        expect(other === undefined, () => `${described(row)} was handled as ${other?.content}`)
      }
    const stored = new Set(world.tables.outbox.map(idOf))
    for (const { fact, content } of world.runs)
      expect(stored.has(fact), () => `${fact} was handled as ${content}, and is not in the outbox`)
  },

  'the facts of a registration are handled in order, never two at once'(world, expect) {
    const runs = byFact(world)
    for (const { outbox } of world.registrations.values()) {
      let before: { row: OutboxRow; finished: number } | undefined
      for (const row of outbox) {
        const own = runs.get(idOf(row)) ?? []
        const [first] = own
        const last = before
        if (last !== undefined && first !== undefined)
          expect(
            first.time > last.finished,
            () => `${described(row)} was handled before ${described(last.row)} had been`,
          )
        const finished = own.find(({ succeeded }) => succeeded)?.until
        before = finished === undefined ? undefined : { row, finished }
      }
    }
    for (const all of grouped(world.runs, ({ fact }) => fact.replace(/\/\d+\/\d+$/, '')).values())
      for (const [i, run] of all.entries()) {
        const last = all[i - 1]
        if (last !== undefined)
          expect(run.time >= last.until, () => `${last.fact} and ${run.fact} were handled at the same time`)
      }
  },

  'no fact is handled before the decision that emitted it'(world, expect) {
    const runs = byFact(world)
    for (const { entries } of world.registrations.values())
      for (const entry of entries) {
        const call = entry.call === undefined ? undefined : world.calls.get(entry.call)
        if (call === undefined) continue
        const earliest = call.transaction?.committing ?? call.time
        for (const [n] of entry.facts.entries()) {
          const [first] = runs.get(`${entry.registration_id}/${entry.revision}/${n}`) ?? []
          if (first === undefined) continue
          expect(
            first.time > earliest,
            () =>
              `${first.fact} was handled before ${call.tx ? `transaction ${call.tx} was committed` : place(entry)}`,
          )
        }
      }
  },
}
