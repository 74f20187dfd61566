import type { Invariants } from './check'
import { differs, entryAt, entryOf, isRecorded } from './decisions'
import { named, place, places, said } from './words'
import { type Call, grouped, isKept, type World } from './world'

/** Keys: the same event under the same key is decided once. */

const eventOf = ({ event }: Call): string => {
  const { meta: _, ...rest } = event ?? { type: '' }
  return JSON.stringify(rest)
}

/** The calls under keys, by registration and key; openings count as one under their registration. */
const keyed = ({ calls }: World): Map<string, Call[]> => {
  const groups = grouped(calls.values(), ({ what, id, key }) =>
    what === 'open' ? `${id} open` : what === 'send' && key !== undefined ? `${id} "${key}"` : '',
  )
  groups.delete('')
  return groups
}

export const keyInvariants: Invariants = {
  'a key is decided once'({ registrations }, expect) {
    for (const { id, entries } of registrations.values())
      for (const [key, all] of grouped(entries, (entry) => entry.key)) {
        if (key === null) continue
        expect(all.length === 1, () => `"${key}" of ${id} was decided ${all.length} times: ${places(all)}`)
      }
  },

  'only the first answer under a key is not marked as repeated'(world, expect) {
    for (const [key, calls] of keyed(world)) {
      const first = calls.filter(
        (call) =>
          isKept(call) &&
          call.answers.some(
            (answer) =>
              !answer.repeated &&
              isRecorded(call, answer) &&
              !(call.retryRefused === true && !answer.accepted),
          ),
      )
      expect(
        first.length <= 1,
        () =>
          `${key} was answered ${first.length} times as if for the first time: ${first.map(named).join(', ')}`,
      )
    }
  },

  'every answer under a key is that of the log'(world, expect) {
    for (const calls of keyed(world).values())
      for (const call of calls)
        for (const answer of isKept(call) ? call.answers : []) {
          if (!answer.repeated) continue
          const entry = entryAt(world, answer.id, call.what === 'open' ? 1 : answer.revision)
          const sameKey = entry !== undefined && (call.what === 'open' || entry.key === call.key)
          const difference = entry && differs(entryOf(world, entry, answer), answer)
          expect(
            sameKey && entry.call !== call.call && difference === undefined,
            () =>
              `${named(call)} was answered ${said(answer)}, and ` +
              (sameKey ? `${place(entry)} ${difference ?? 'is its own'}` : 'no such entry has this key'),
          )
        }
  },

  'another event under a used key is refused'(world, expect) {
    for (const calls of keyed(world).values()) {
      const [first] = calls.filter(({ call, what }) => what === 'send' && world.entriesOf.has(call))
      if (first === undefined || world.entriesOf.get(first.call)?.[0]?.key === null) continue
      for (const call of calls) {
        if (eventOf(call) === eventOf(first) || !isKept(call)) continue
        for (const answer of call.answers)
          expect(
            // It may have been refused before the key was used, for a reason that does not use it.
            !answer.accepted && !isRecorded(call, answer) && !world.entriesOf.has(call.call),
            () => `${named(call)} was answered ${said(answer)}, although its key is that of ${named(first)}`,
          )
      }
    }
  },
}
