import fc from 'fast-check'
import { decide, eventTypes, type RegistrationEvent, runJourney, type Snapshot } from '../../src'
import { lazy } from '../../src/schema/primitives'
import { day, formatInstant, hour } from '../../src/time'
import { payloadsOf } from './anyPayload'
import { journeysByStage, journeysIn } from './files'
import { event, following, input, opened, path } from './plainPath'

/** For fast-check: snapshots after random events, and values that are neither a snapshot nor an event. */

/** Freezes a value deeply, so that writing to it throws. */
export function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}

/** A deep copy, which can be frozen without freezing anything else. */
export const copy = <T>(value: T): T => structuredClone(value)

/** Every snapshot of the plain path and of the journeys. */
export const stages = lazy((): Snapshot[] => [
  opened(),
  ...path.map(({ type }) => following(type)),
  ...[...journeysByStage(), ...journeysIn('examples/journeys/lives')].flatMap(([, journey]) => {
    const { opened: first, steps } = runJourney(journey)
    return [...(first?.snapshot ? [first.snapshot] : []), ...steps.map(({ decision }) => decision.snapshot)]
  }),
])

export const stage = fc.constant(undefined).chain(() => fc.constantFrom(...stages()))

export const spans = [0, 60_000, hour, 5 * hour, day, 3 * day, 10 * day, 40 * day]

/** An event of any type from the right sender, at the instant of the snapshot or later. */
const someEvent = (snapshot: Snapshot): fc.Arbitrary<RegistrationEvent> =>
  fc.tuple(fc.constantFrom(...eventTypes), fc.constantFrom(...spans)).chain(([type, span]) => {
    const at = formatInstant(snapshot.context.at + span)
    return fc.constantFrom(...payloadsOf(type, snapshot)).map((fields) => event(at, type, fields as never))
  })

/** A snapshot after up to eight random events, some of them refused, from any snapshot of `stages`. */
export const walked: fc.Arbitrary<Snapshot> = fc
  .tuple(stage, fc.infiniteStream(fc.nat()), fc.nat({ max: 8 }))
  .map(([start, choices, length]) => {
    let snapshot = start
    for (let i = 0; i < length; i += 1) {
      const pick = <T>(list: readonly T[]): T => list[choices.next().value % list.length] as T
      const at = formatInstant(snapshot.context.at + pick(spans))
      const type = pick(eventTypes)
      snapshot = decide(snapshot, event(at, type, pick<object>(payloadsOf(type, snapshot)) as never)).snapshot
    }
    return snapshot
  })

/** A snapshot and an event that is sent to it. */
export const sent = walked.chain((snapshot) => someEvent(snapshot).map((next) => ({ snapshot, event: next })))

const trap = (): never => {
  throw new Error('do not touch')
}

/** Values that throw when they are read, and values that JSON cannot represent. */
export const hostile = (): unknown[] => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const own = {
    get type(): string {
      return trap()
    },
  }
  const circle: { self?: unknown; type: string } = { type: 'clock.advance' }
  circle.self = circle
  return [
    proxy,
    own,
    circle,
    new Proxy({}, { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap }),
    {
      type: 'clock.advance',
      at: input.at,
      get by() {
        return trap()
      },
    },
    { type: 'clock.advance', at: { toString: trap }, by: new Proxy({}, { get: trap }) },
    { version: 1, value: new Proxy({}, { ownKeys: trap, get: trap }), context: {} },
    { version: 1, value: 'verifying', context: new Proxy({}, { get: trap, has: trap }) },
    { toString: trap, valueOf: trap, toJSON: trap },
    Symbol('nothing'),
    () => trap(),
    10n,
  ]
}

/** Any values, wrapped in functions because fast-check reads the values that it generates. */
export const garbage: fc.Arbitrary<() => unknown> = fc.oneof(
  fc
    .oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
      fc.record({
        type: fc.constantFrom<unknown>(...eventTypes, 'xstate.init', '__proto__'),
        at: fc.anything(),
        by: fc.anything(),
      }),
    )
    .map((value) => () => value),
  fc.nat({ max: hostile().length - 1 }).map((index) => () => hostile()[index]),
)

/** A valid value with one part removed or replaced. */
export const mutilated = <T extends object>(whole: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc
    .tuple(
      whole,
      fc.infiniteStream(fc.nat()),
      fc.option(fc.oneof(fc.anything(), fc.constantFrom(-1, '', 1e300))),
    )
    .map(([value, choices, instead]) => {
      const draft = copy(value) as Record<string, unknown>
      let part = draft
      for (;;) {
        const keys = Object.keys(part)
        const key = keys[choices.next().value % keys.length] as string
        const below = part[key]
        const deeper = below !== null && typeof below === 'object' && Object.keys(below).length > 0
        if (deeper && choices.next().value % 4 > 0) part = below as Record<string, unknown>
        else {
          if (instead === null) delete part[key]
          else part[key] = instead
          return draft as T
        }
      }
    })
