import { describe, expect, it } from 'vitest'
import {
  deadlines,
  decide,
  type EventType,
  explain,
  type RegistrationEvent,
  rules,
  type Snapshot,
} from '../../src'
import { completed, type EventDraft } from '../../src/testing/drafts'
import { eventsFor, variantsOf } from '../../src/testing/eventsFor'
import { formatInstant, parseInstant } from '../../src/time'
import { covering } from '../support/covering'
import { third } from '../support/sample'
import { clockOf, journeys, of, stages, steps } from './explained'

/** An event of a type with the usual fields, at an instant. */
const usual = (snapshot: Snapshot, type: EventType, at: number): RegistrationEvent =>
  completed({ type } as EventDraft, { snapshot, at: formatInstant(at) })

/** Whether `decide` accepts an event of a type with the usual fields, or with some others. */
function takes(snapshot: Snapshot, type: EventType, at: number): boolean {
  const others = () =>
    variantsOf(type, snapshot).map((fields) => ({ ...usual(snapshot, type, at), ...fields }))
  const accepts = (event: RegistrationEvent) => decide(snapshot, event).accepted
  return accepts(usual(snapshot, type, at)) || others().some((event) => accepts(event as RegistrationEvent))
}

/** Whether the year of an instant has no published calendar, which `explain` does not predict. */
const isCalendarUnknown = (snapshot: Snapshot, type: EventType, at: number): boolean => {
  const decision = decide(snapshot, usual(snapshot, type, at))
  return !decision.accepted && decision.refusal.rule === 'calendar.unknown-year'
}

/** They have every transition and every refusal. */
const covered = covering(journeys)

describe('explain, along every journey', () => {
  it.each(covered)('agrees with decide, and names the refusing rule first: %s', (_, journey) => {
    for (const { before, event, decision } of steps(journey)) {
      if (!decision.accepted && rules[decision.refusal.rule].kind === 'intake') continue
      const { possible, rules: standing } = of(explain(before, event.at, event), event.type)
      const rule = decision.accepted ? undefined : decision.refusal.rule
      expect({ event, possible, rule: standing[0] }).toEqual({ event, possible: decision.accepted, rule })
    }
  })

  it.each(covered)('returns the events that a refusal offers: %s', (_, journey) => {
    for (const { event, decision } of steps(journey)) {
      if (decision.accepted) continue
      const offered = explain(decision.snapshot, event.at).filter(
        ({ possible, by }) => possible && by === event.by.role,
      )
      expect(decision.refusal.possible).toEqual(offered.map(({ type }) => type))
    }
  })

  it.each(third(journeys, 0))(
    'calls possible only events that decide accepts with some fields: %s',
    (_, journey) => {
      for (const snapshot of stages(journey)) {
        const events = eventsFor(snapshot)
        for (const { type, possible } of explain(snapshot, clockOf(snapshot))) {
          if (!possible || type === 'clock.advance') continue
          const [complaintId] = snapshot.context.complaints ?? []
          const known = complaintId === undefined ? {} : { complaintId }
          const sent = events.filter((event) => event.type === type)
          const decisions = sent
            .flatMap((event) => [event, { ...event, ...known }])
            .map((one) => decide(snapshot, one))
          const refusals = decisions.map((one) => (one.accepted ? 'taken' : one.refusal.rule))
          expect({ type, refusals }).toEqual({ type, refusals: expect.arrayContaining(['taken']) })
        }
      }
    },
  )

  it.each(third(journeys, 1))(
    'returns the exact instant at which an event becomes impossible: %s',
    (_, journey) => {
      for (const snapshot of stages(journey)) {
        const now = snapshot.context.at
        for (const { type, possible, until, untilAt } of explain(snapshot, formatInstant(now))) {
          // Evaluated without its fields, a rejection counts as possible even where it needs a `dueAt` of its own.
          if (!possible || type === 'postCheck.reject' || !takes(snapshot, type, now)) continue
          const due = untilAt === undefined ? Number.NaN : parseInstant(untilAt)
          const last = parseInstant(deadlines(snapshot).at(-1)?.at ?? formatInstant(now))
          const fate =
            untilAt === undefined
              ? { after: takes(snapshot, type, last) || isCalendarUnknown(snapshot, type, last) }
              : { before: takes(snapshot, type, due - 1), after: takes(snapshot, type, due) }
          const expected = untilAt === undefined ? { after: true } : { before: true, after: false }
          expect({ type, until, ...fate }).toEqual({ type, until, ...expected })
        }
      }
    },
  )

  it.each(third(journeys, 2))(
    'returns the exact instant for a sent event with its fields: %s',
    (_, journey) => {
      for (const { before, event, decision } of steps(journey)) {
        const { untilAt } = of(explain(before, event.at, event), event.type)
        if (!decision.accepted || untilAt === undefined) continue
        const sentAt = (at: number) => decide(before, { ...event, at: formatInstant(at) }).accepted
        const due = parseInstant(untilAt)
        expect({ event, before: sentAt(due - 1), after: sentAt(due) }).toEqual({
          event,
          before: true,
          after: false,
        })
      }
    },
  )
})
