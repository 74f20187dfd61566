import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createActor, SimulatedClock } from 'xstate'
import {
  deadlines,
  decide,
  type Explanation,
  events,
  eventTypes,
  explain,
  factSchema,
  type OpenInput,
  open,
  type RegistrationEvent,
  registrationMachine,
  type Snapshot,
  senderOf,
  snapshotSchema,
  statePaths,
  toXStateSnapshot,
} from '../src'
import { day, formatInstant, hour, type Millis, parseInstant } from '../src/time'
import { payloadsOf } from './support/anyPayload'
import { allRefusedBy, closes, event, following, input, path, profile, ruleOf } from './support/plainPath'
import { runs } from './support/sample'
import { copy, frozen, garbage, mutilated, sent, spans, stage, stages, walked } from './support/walks'

const functions = [
  (snapshot: unknown, next: unknown) => decide(snapshot as Snapshot, next as RegistrationEvent),
  (snapshot: unknown) => deadlines(snapshot as Snapshot),
  (snapshot: unknown, next: unknown) => explain(snapshot as Snapshot, next as string),
  (snapshot: unknown, next: unknown) => explain(snapshot as Snapshot, input.at, next as RegistrationEvent),
  (snapshot: unknown) => open(snapshot as OpenInput),
]

describe('decide, explain, deadlines and open', () => {
  it('never throw for any arguments', () => {
    fc.assert(
      fc.property(garbage, garbage, (one, other) => {
        for (const call of functions) call(one(), other())
      }),
      runs(500),
    )
  })

  it('never throw for any event to a valid snapshot, which decide refuses without effect', () => {
    fc.assert(
      fc.property(stage, garbage, (snapshot, make) => {
        const junk = make()
        for (const call of functions) call(snapshot, junk)
        const decision = decide(snapshot, junk as RegistrationEvent)
        expect(decision).toMatchObject({ accepted: false, facts: [], fired: [] })
        expect(decision.snapshot).toBe(snapshot)
      }),
      runs(500),
    )
  })

  it('never throw for any snapshot, which decide refuses and returns unchanged', () => {
    fc.assert(
      fc.property(garbage, (make) => {
        const junk = make()
        const decision = decide(junk as Snapshot, path[0] as RegistrationEvent)
        expect(ruleOf(decision)).toBe('snapshot.malformed')
        expect(decision).toMatchObject({ facts: [], fired: [] })
        expect(decision.snapshot).toBe(junk)
        expect(deadlines(junk as Snapshot)).toEqual([])
        expect(explain(junk as Snapshot, input.at)).toEqual(allRefusedBy('snapshot.malformed'))
      }),
      runs(500),
    )
  })

  it('never throw for a snapshot with a missing or wrong part', () => {
    const paid = following('payment.settle')
    fc.assert(
      fc.property(mutilated(stage), fc.nat({ max: 30 }), (snapshot, days) => {
        const at = formatInstant(parseInstant(input.at) + days * day)
        for (const type of eventTypes)
          for (const fields of payloadsOf(type, paid).slice(0, 2)) {
            const decision = decide(snapshot, event(at, type, fields as never))
            expect({ type, rule: ruleOf(decision) }).not.toEqual({ type, rule: 'internal.defect' })
          }
        deadlines(snapshot)
        explain(snapshot, at)
      }),
      runs(100),
    )
  })

  it('never throw for an event with a missing or wrong part', () => {
    const good = sent.map(({ event: next }) => next)
    fc.assert(
      fc.property(stage, mutilated(good), (snapshot, next) => {
        expect(ruleOf(decide(snapshot, next))).not.toBe('internal.defect')
        explain(snapshot, input.at, next)
      }),
      runs(500),
    )
  })

  it('never throw for an input with a missing or wrong part', () => {
    fc.assert(
      fc.property(mutilated(fc.constant(input)), (opening) => {
        const decision = open(opening)
        expect([undefined, 'input.malformed']).toContain(ruleOf(decision))
        if (!decision.accepted) expect(decision.snapshot).toBeNull()
      }),
      runs(500),
    )
  })
})

describe('decide, explain and deadlines', () => {
  it('never change their input, in any state and for any event', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const [before, what] = [frozen(copy(snapshot)), frozen(copy(next))]
        const decision = decide(before, what)
        expect(ruleOf(decision)).not.toBe('internal.defect')
        expect(decision).toEqual(decide(snapshot, next))
        // Writing to a frozen value would throw.
        expect(explain(before, next.at, what)).toEqual(explain(snapshot, next.at, next))
        expect(deadlines(before)).toEqual(deadlines(snapshot))
      }),
      runs(500),
    )
  })
})

describe('a refusal', () => {
  it('advances the clock only by deadlines that fired', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const decision = decide(snapshot, next)
        if (decision.accepted) return
        const last = decision.fired.at(-1)
        if (last === undefined) expect(decision.snapshot).toBe(snapshot)
        // A deadline that an amendment moved into the past fires without moving the clock.
        else expect(decision.snapshot.context.at).toBe(Math.max(snapshot.context.at, parseInstant(last.at)))
      }),
      runs(500),
    )
  })
})

describe('an accepted event', () => {
  it('emits only facts that match their schema', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        for (const fact of decide(snapshot, next).facts) expect(factSchema.parse(fact)).toEqual(fact)
      }),
      runs(500),
    )
  })
})

/** The paths of all values that are undefined. */
function undefinedIn(value: unknown, path = ''): string[] {
  if (value === undefined) return [path]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, part]) => undefinedIn(part, `${path}.${key}`))
}

describe('a snapshot', () => {
  it('is plain JSON: it survives a round trip and has no undefined value', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const text = JSON.stringify(snapshot)
        const parsed = JSON.parse(text) as Snapshot
        expect(parsed).toStrictEqual(snapshot)
        expect(undefinedIn(snapshot)).toEqual([])
        const next = event(formatInstant(snapshot.context.at), 'clock.advance', {})
        expect(JSON.stringify(decide(parsed, next))).toBe(JSON.stringify(decide(snapshot, next)))
      }),
      runs(500),
    )
  })

  it('matches its schema and has no other field', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        expect(snapshotSchema.parse(snapshot)).toStrictEqual(snapshot)
      }),
      runs(500),
    )
  })

  it('contains no personal data, and neither do facts and refusals', () => {
    const secrets = [
      ...Object.values(profile).filter((value) => typeof value === 'string' && value.length > 6),
      profile.name,
      profile.education?.school,
      profile.education?.certificateNo,
      profile.education?.major,
      profile.workHistory?.[0]?.employer,
      '13900000000',
      '陈小',
    ] as string[]
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const text = JSON.stringify(decide(snapshot, next))
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
      }),
      runs(500),
    )
  })
})

describe('deadlines', () => {
  it('are sorted by time, unique and in the future', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const ahead = deadlines(snapshot)
        const at = ahead.map((deadline) => parseInstant(deadline.at))
        expect(at).toEqual([...at].sort((one, other) => one - other))
        expect(new Set(ahead.map(({ name }) => name)).size).toBe(ahead.length)
        for (const { at } of ahead) expect(formatInstant(parseInstant(at))).toBe(at)
        expect(at.filter((due) => due <= snapshot.context.at)).toEqual([])
      }),
      runs(500),
    )
  })

  it('fire when they are due, not earlier', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const first = deadlines(snapshot).find(({ expected }) => !expected)
        if (first === undefined) return
        const before = formatInstant(parseInstant(first.at) - 1)
        expect(decide(snapshot, event(before, 'clock.advance', {})).fired).toEqual([])
        expect(decide(snapshot, event(first.at, 'clock.advance', {})).fired[0]).toEqual(first)
      }),
      runs(300),
    )
  })
})

const withoutFields = eventTypes.filter((type) => Object.keys(events[type].fields).length === 0)

const explained = (snapshot: Snapshot, next: RegistrationEvent, whole = true): Explanation => {
  const all = explain(snapshot, next.at, whole ? next : undefined)
  return all.find(({ type }) => type === next.type) as Explanation
}

describe('explain', () => {
  it('returns every event type once, with its sender', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const all = explain(snapshot, formatInstant(snapshot.context.at))
        expect(all.map(({ type, by }) => [type, by])).toEqual(
          eventTypes.map((type) => [type, senderOf(type)]),
        )
      }),
      runs(100),
    )
  })

  it('agrees with decide on events without fields', () => {
    fc.assert(
      fc.property(walked, fc.constantFrom(...spans), (snapshot, span) => {
        const at = formatInstant(snapshot.context.at + span)
        for (const type of withoutFields) {
          const decision = decide(snapshot, event(at, type, {} as never))
          const { possible, rules } = explained(snapshot, event(at, type, {} as never), false)
          expect({ type, possible, rule: rules[0] }).toEqual({
            type,
            possible: decision.accepted,
            rule: ruleOf(decision),
          })
        }
      }),
      runs(300),
    )
  })

  it('agrees with decide on events with their fields, and returns the refusing rule first', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const decision = decide(snapshot, next)
        const { type, possible, rules } = explained(snapshot, next)
        expect({ type, possible, rule: rules[0] }).toEqual({
          type,
          possible: decision.accepted,
          rule: ruleOf(decision),
        })
      }),
      runs(1000),
    )
  })

  it('never returns an event as impossible that decide accepts', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        if (!decide(snapshot, next).accepted) return
        const { type, possible } = explained(snapshot, next, false)
        expect({ type, possible }).toEqual({ type, possible: true })
      }),
      runs(1000),
    )
  })

  it('returns as `untilAt` the instant from which decide no longer accepts the event', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const at = formatInstant(snapshot.context.at)
        for (const { type, possible, until, untilAt } of explain(snapshot, at)) {
          // A public notice cannot open in a year whose days off are not published: no deadline covers that.
          if (!possible || !withoutFields.includes(type) || type === 'publicNotice.open') continue
          const isAccepted = (when: Millis) =>
            decide(snapshot, event(formatInstant(when), type, {} as never)).accepted
          const ends = untilAt === undefined ? [snapshot.context.at + 120 * day] : [parseInstant(untilAt)]
          const accepted = ends.map((due) => [isAccepted(due - 1), isAccepted(due)])
          expect({ type, until, accepted }).toEqual({
            type,
            until,
            accepted: [[true, untilAt === undefined]],
          })
        }
      }),
      runs(300),
    )
  })

  it('returns as `fromAt` the instant from which decide accepts the event', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const at = formatInstant(snapshot.context.at)
        for (const { type, possible, from, fromAt } of explain(snapshot, at)) {
          if (possible || fromAt === undefined || !withoutFields.includes(type)) continue
          const isAccepted = (when: Millis) =>
            decide(snapshot, event(formatInstant(when), type, {} as never)).accepted
          const due = parseInstant(fromAt)
          const accepted = [isAccepted(due - 1), isAccepted(due)]
          expect({ type, from, accepted }).toEqual({ type, from, accepted: [false, true] })
        }
      }),
      runs(300),
    )
  })

  it('returns the same possible events as a refusal', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const decision = decide(snapshot, next)
        if (decision.accepted) return
        const possible = explain(decision.snapshot, next.at)
          .filter((one) => one.possible && one.by === next.by.role)
          .map(({ type }) => type)
        expect(decision.refusal.possible).toEqual(possible)
      }),
      runs(300),
    )
  })
})

describe('a restored live actor', () => {
  const restored = (snapshot: Snapshot) => {
    const clock = new SimulatedClock()
    clock.set(snapshot.context.at)
    const actor = createActor(registrationMachine, { snapshot: toXStateSnapshot(snapshot), clock }).start()
    return { actor, clock }
  }

  it('has the state and context of the snapshot', () => {
    for (const snapshot of stages()) {
      const { actor } = restored(snapshot)
      expect(actor.getSnapshot().value).toEqual(snapshot.value)
      expect(actor.getSnapshot().context).toEqual(snapshot.context)
    }
  })

  it('fires its deadline on time after a `clock.advance`, not early', () => {
    const { actor, clock } = restored(following('application.save'))
    const due = parseInstant(closes.registration)
    actor.send(event(formatInstant(clock.now() + hour), 'clock.advance', {}))
    // The event is an hour ahead of the actor's clock.
    clock.set(due - hour - 1)
    expect(actor.getSnapshot().matches({ filling: 'route' })).toBe(true)
    clock.set(due - hour)
    expect(actor.getSnapshot().matches({ ended: 'abandoned' })).toBe(true)
  })

  it('reaches the same state as decide if no deadline fires', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const decision = decide(snapshot, next)
        if (decision.fired.length > 0) return
        const { actor } = restored(snapshot)
        actor.send(event(formatInstant(snapshot.context.at), 'clock.advance', {}))
        expect(statePaths(actor.getSnapshot().value)).toEqual(statePaths(snapshot.value))
        actor.send(next)
        expect(actor.getSnapshot().value).toEqual(decision.snapshot.value)
      }),
      runs(200),
    )
  })
})
