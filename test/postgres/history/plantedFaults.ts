import type { HistoryLine } from './history'
import type { LogRow, Tables } from './tables'
import { type Entry, grouped, type Registration, type World, worldOf } from './world'

/** Faults that are planted in the evidence of a true run, to see that the checker finds each of them. */

export type Evidence = { history: readonly HistoryLine[]; tables: Tables }

type Plant = {
  /** The invariant whose message must name what is wrong. */
  invariant: string
  plant: (tables: Tables, world: World) => Tables
}

const tooShort = 'the run is too short to plant the fault'

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error(tooShort)
  return value
}

const entriesIn = ({ registrations }: World): Entry[] =>
  [...registrations.values()].flatMap(({ entries }) => entries)

const isAt =
  ({ registration_id, revision }: { registration_id: string; revision: number }) =>
  (row: { registration_id: string; revision: number }): boolean =>
    row.registration_id === registration_id && row.revision === revision

/** The last entry of a registration that was answered to a call of `send`, where other conditions hold. */
function lastAnswered(
  { registrations, calls }: World,
  fits: (entry: Entry) => boolean,
): [Registration, Entry] {
  const isAnswered = ({ call: name }: Entry): boolean => {
    const call = calls.get(name ?? '')
    return call?.what === 'send' && call.answers.some(({ repeated }) => !repeated)
  }
  for (const registration of registrations.values()) {
    const entry = registration.entries.findLast((one) => isAnswered(one) && fits(one))
    if (entry !== undefined) return [registration, entry]
  }
  throw new Error(tooShort)
}

/** Stores an entry once more, as the last one of its registration. */
function again(
  tables: Tables,
  { id, entries }: Registration,
  entry: Entry,
  change: (row: LogRow) => LogRow,
): Tables {
  const row = found(tables.log.find(isAt(entry)))
  const revision = entries.length + 1
  return {
    ...tables,
    log: [...tables.log, change({ ...row, revision })],
    registrations: tables.registrations.map((one) => (one.id === id ? { ...one, revision } : one)),
  }
}

const changed = (tables: Tables, of: Entry, change: (event: Record<string, unknown>) => void): Tables => ({
  ...tables,
  log: tables.log.map((row) => {
    if (!isAt(of)(row)) return row
    const event = JSON.parse(row.event)
    change(event)
    return { ...row, event: JSON.stringify(event) }
  }),
})

const plants = {
  'a write dropped': {
    invariant: 'an answered decision is in the log once, with that content',
    plant(tables, world) {
      // What came after it is dropped, too.
      const [{ id, entries }, { revision }] = lastAnswered(world, ({ accepted }) => accepted)
      const isDropped = (row: { registration_id: string; revision: number }) =>
        row.registration_id === id && row.revision >= revision
      const snapshot = JSON.stringify(entries[revision - 2]?.snapshot)
      return {
        ...tables,
        registrations: tables.registrations.map((row) =>
          row.id === id ? { ...row, revision: revision - 1, snapshot } : row,
        ),
        log: tables.log.filter((row) => !isDropped(row)),
        outbox: tables.outbox.filter((row) => !isDropped(row)),
      }
    },
  },
  'an answered decision stored twice': {
    invariant: 'an answered decision is in the log once, with that content',
    plant(tables, world) {
      const [one, entry] = lastAnswered(world, () => true)
      return again(tables, one, entry, (row) => ({ ...row, key: null }))
    },
  },
  'facts reordered': {
    invariant: 'the facts in the outbox are those of the log, in order',
    plant(tables) {
      const own = found(
        [...grouped(tables.outbox, (row) => row.registration_id).values()].find((rows) => rows.length > 1),
      )
      const [one, other] = [found(own[0]), found(own[1])]
      const swapped = tables.outbox.map((row) =>
        row === one ? { ...other, seq: one.seq } : row === other ? { ...one, seq: other.seq } : row,
      )
      return { ...tables, outbox: swapped }
    },
  },
  'a deadline early': {
    invariant: 'no deadline fires before its instant',
    plant(tables, world) {
      const fired = found(
        entriesIn(world).find((entry) => entry.call === undefined && entry.fired.length > 0),
      )
      return changed(tables, fired, (event) => {
        event.at = new Date(Date.parse(event.at as string) - 3_600_000).toISOString()
      })
    },
  },
  'a key decided twice': {
    invariant: 'a key is decided once',
    plant(tables, world) {
      const [one, entry] = lastAnswered(world, ({ key }) => key !== null)
      return again(tables, one, entry, (row) => row)
    },
  },
  'a forfeit lost': {
    invariant: 'a forfeit reaches the registrations of the candidate, later ones when they are opened',
    plant(tables, world) {
      const forfeits = (one: Entry) =>
        (one.type === 'open' || one.call === undefined) &&
        (one.event.history as { commitmentForfeited?: true } | undefined)?.commitmentForfeited === true
      const all = entriesIn(world).filter(forfeits)
      return all.reduce(
        (before, entry) =>
          changed(before, entry, ({ history }) => {
            delete (history as { commitmentForfeited?: true }).commitmentForfeited
          }),
        found(all[0] && tables),
      )
    },
  },
  'a refund lost': {
    invariant: 'every refund that is owed has its fact, once',
    plant(tables) {
      const due = found(tables.outbox.find(({ fact }) => fact.includes('"refund.due"')))
      return { ...tables, outbox: tables.outbox.filter((row) => row !== due) }
    },
  },
  'a snapshot that does not replay': {
    invariant: 'the stored snapshot is the log replayed, byte for byte',
    plant(tables) {
      const [first, ...rest] = tables.registrations
      const { snapshot, ...row } = found(first)
      const moved = snapshot.replace(/"at":(\d+)/, (_, at) => `"at":${Number(at) + 1}`)
      return { ...tables, registrations: [{ ...row, snapshot: moved }, ...rest] }
    },
  },
} satisfies Record<string, Plant>

export type PlantedFault = keyof typeof plants

export const plantedFaults = Object.keys(plants) as PlantedFault[]

/** The invariant that a planted fault violates. */
export const invariantOf = (fault: PlantedFault): string => plants[fault].invariant

/** Plants a fault in the tables of a true run. */
export const planted = (fault: PlantedFault, { history, tables }: Evidence): Evidence => ({
  history,
  tables: plants[fault].plant(tables, worldOf(history, tables)),
})
