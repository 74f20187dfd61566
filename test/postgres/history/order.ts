import type { Invariants } from './check'
import { entryAt, isRecorded } from './decisions'
import type { Answered } from './history'
import { named, place, said } from './words'
import { type Call, grouped, isKept, type World } from './world'

/** Order: the log of a registration agrees with the order of the calls in time. */

type Reply = { call: Call; answer: Answered }

/** The last entry that a caller knew of at a time, for the answers of one registration. */
class Known {
  private readonly points: { time: number; revision: number; by: Reply }[]

  constructor(replies: readonly Reply[], timeOf: (replies: Reply) => number | undefined) {
    let highest: { revision: number; by: Reply } | undefined
    this.points = replies
      .flatMap((by) => {
        const time = timeOf(by)
        return time === undefined ? [] : [{ time, revision: by.answer.revision ?? 0, by }]
      })
      .sort((one, other) => one.time - other.time)
      .map((point) => {
        if (highest === undefined || point.revision > highest.revision) highest = point
        return { ...highest, time: point.time }
      })
  }

  /** @returns the answer with the highest revision before a time */
  before(time: number): { revision: number; by: Reply } | undefined {
    let [low, high] = [0, this.points.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.points[middle]?.time ?? 0) < time) low = middle + 1
      else high = middle
    }
    return this.points[low - 1]
  }
}

const answersOf = (world: World): Map<string, Reply[]> =>
  grouped(
    [...world.calls.values()]
      .filter(isKept)
      .flatMap((call) => call.answers.map((answer) => ({ call, answer })))
      .filter(({ answer }) => answer.revision !== undefined),
    ({ answer }) => answer.id,
  )

/** When a caller outside a transaction may know of its answer. */
const outside = ({ call: { transaction }, answer }: Reply): number | undefined =>
  transaction === undefined ? answer.time : transaction.ended

export const orderInvariants: Invariants = {
  'a decision that began after another was answered comes after it in the log'(world, expect) {
    for (const [id, replies] of answersOf(world)) {
      const recorded = replies.filter(({ call, answer }) => isRecorded(call, answer) && !answer.repeated)
      // A transaction keeps its registrations locked, so that its answers count before it ends.
      const known = new Known(recorded, ({ answer }) => answer.time)
      for (const { call, answer } of recorded) {
        const before = known.before(call.time)
        expect(
          before === undefined || (answer.revision ?? 0) > before.revision,
          () =>
            `${named(call)} is entry ${answer.revision} of ${id}, and began after entry ${before?.revision} was ` +
            `answered to ${before && named(before.by.call)}`,
        )
      }
    }
  },

  'an answer is of a state that stood between its call and the answer'(world, expect) {
    for (const [id, replies] of answersOf(world)) {
      const known = new Known(replies, outside)
      for (const { call, answer } of replies) {
        if (answer.repeated || isRecorded(call, answer)) continue
        const before = known.before(call.time)
        expect(
          before === undefined || (answer.revision ?? 0) >= before.revision,
          () =>
            `${named(call)} was answered ${said(answer)}, and began after entry ${before?.revision} of ${id} was ` +
            `answered to ${before && named(before.by.call)}`,
        )
        const entry = entryAt(world, id, answer.revision)
        const cause = entry?.call === undefined ? undefined : world.calls.get(entry.call)
        expect(
          entry !== undefined && (cause === undefined || cause.time < answer.time),
          () =>
            `${named(call)} was answered ${said(answer)}, ` +
            (entry === undefined ? 'which does not exist' : `before ${place(entry)} was sent`),
        )
      }
    }
  },

  'a repeat has the snapshot of a state that stood between its call and the answer'(world, expect) {
    for (const [id, replies] of answersOf(world)) {
      const known = new Known(replies, outside)
      const { entries = [] } = world.registrations.get(id) ?? {}
      for (const { call, answer } of replies) {
        if (!answer.repeated) continue
        const least = Math.max(answer.revision ?? 0, known.before(call.time)?.revision ?? 0)
        const stood = entries.filter(
          (entry) =>
            entry.revision >= least &&
            (world.calls.get(entry.call ?? '')?.time ?? Number.NEGATIVE_INFINITY) < answer.time,
        )
        expect(
          stood.some(({ digest }) => digest === answer.snapshot),
          () =>
            `${named(call)} was answered ${said(answer)}, with another snapshot than the entries of ${id} from ${least} ` +
            `on lead to, of those that were sent before the answer`,
        )
      }
    }
  },

  'a state that was read is the log replayed to its revision'(world, expect) {
    for (const [id, replies] of answersOf(world))
      for (const { call, answer } of replies) {
        if (call.what !== 'get') continue
        const entry = entryAt(world, id, answer.revision)
        expect(
          entry?.digest === answer.snapshot,
          () => `${named(call)} read another snapshot than ${entry ? place(entry) : 'any entry'} leads to`,
        )
      }
  },

  'an event is decided at the revision that it was sent for'(world, expect) {
    for (const call of world.calls.values()) {
      if (call.ifRevision === undefined || !isKept(call)) continue
      for (const entry of world.entriesOf.get(call.call) ?? [])
        expect(
          entry.revision === call.ifRevision + 1,
          () => `${named(call)} was sent for revision ${call.ifRevision}, and is ${place(entry)}`,
        )
    }
  },
}
