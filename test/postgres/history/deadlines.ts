import { deadlines, type Snapshot } from '../../../src'
import type { Invariants } from './check'
import { instant, named, place } from './words'
import { type Call, type Entry, isKept, type World } from './world'

/** Deadlines: each fires at its instant, neither before it nor after a later event. */

const timeOf = (at: unknown): number => Date.parse(at as string)

/** The next deadline that fires. */
function nextDeadline(snapshot: Snapshot): { name: string; at: number } | undefined {
  const next = deadlines(snapshot).find(({ expected }) => expected !== true)
  return next && { name: next.name, at: timeOf(next.at) }
}

/** The calls of `fireDeadlines`; one without an answer may run on in the database. */
const firing = ({ calls }: World): (Call & { until: string; ended: number })[] =>
  [...calls.values()].flatMap((call) => {
    const { what, until, returned } = call
    return what === 'fireDeadlines' && until !== undefined
      ? [{ ...call, until, ended: returned?.time ?? Number.POSITIVE_INFINITY }]
      : []
  })

/** For each entry of a registration the time after which it was decided: its call, or that of an earlier entry, began. */
function begins({ calls }: World, entries: readonly Entry[]): number[] {
  let latest = Number.NEGATIVE_INFINITY
  return entries.map(({ call }) => {
    latest = Math.max(latest, calls.get(call ?? '')?.time ?? latest)
    return latest
  })
}

/** When a caller first knew of each entry of a registration, or of a later one. */
function firstKnown({ calls }: World): Map<string, number> {
  const known = new Map<string, number>()
  for (const call of calls.values())
    for (const { id, revision, time } of isKept(call) ? call.answers : []) {
      if (revision === undefined) continue
      const of = `${id}/${revision}`
      known.set(of, Math.min(known.get(of) ?? Number.POSITIVE_INFINITY, time))
    }
  return known
}

const isClock = (entry: Entry): boolean => entry.call === undefined && entry.type === 'clock.advance'

export const deadlineInvariants: Invariants = {
  'no deadline fires before its instant'(world, expect) {
    const known = firstKnown(world)
    const calls = firing(world)
    for (const { id, entries } of world.registrations.values()) {
      const begun = begins(world, entries)
      let seen = Number.POSITIVE_INFINITY
      for (const [i, entry] of [...entries.entries()].reverse()) {
        seen = Math.min(seen, known.get(`${id}/${entry.revision}`) ?? seen)
        const at = timeOf(entry.event.at)
        for (const { name, at: due } of entry.fired)
          expect(timeOf(due) <= at, () => `${name} of ${due} fired in ${place(entry)}, at ${instant(at)}`)
        if (!isClock(entry)) continue
        const running = calls.filter(({ time, ended }) => time < seen && ended > (begun[i] ?? 0))
        expect(
          running.some(({ until }) => timeOf(until) >= at),
          () =>
            `${place(entry)} fired ${entry.fired.map(({ name }) => name).join(', ')} at ${instant(at)}, and then ran ` +
            (running.map(named).join(', ') || 'no fireDeadlines'),
        )
      }
    }
  },

  'no deadline is left behind by a later event'(world, expect) {
    for (const { entries } of world.registrations.values())
      for (const entry of entries) {
        // A refusal by the store decides nothing, and fires nothing.
        if (entry.snapshot === null || entry.rule === 'registration.exists') continue
        const next = nextDeadline(entry.snapshot)
        const { at } = entry.snapshot.context
        expect(
          next === undefined || next.at > at,
          () =>
            `${next?.name} of ${instant(next?.at ?? 0)} has not fired in ${place(entry)}, at ${instant(at)}`,
        )
      }
  },

  'after all deadlines have been fired, none is due'(world, expect) {
    const last = new Map<string, number>()
    for (const { answers, time } of world.calls.values())
      for (const { id } of answers) last.set(id, Math.max(last.get(id) ?? 0, time))
    const whole = firing(world).filter(({ limit, returned }) => limit === undefined && returned !== undefined)
    for (const { id, row } of world.registrations.values()) {
      const after = whole.filter(({ time }) => time > (last.get(id) ?? Number.POSITIVE_INFINITY))
      for (const call of after)
        expect(
          row.next_due === null || row.next_due > timeOf(call.until),
          () => `${id} is due at ${instant(row.next_due ?? 0)}, and ${named(call)} had returned`,
        )
    }
  },
}
