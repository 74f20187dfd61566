import { describe, expect, it } from 'vitest'
import { eventTypes, type Journey, runJourney } from '../../src'
import { given } from '../../src/testing'
import { day } from '../../src/time'
import { noticeWindows, timeAxis } from '../../src/view/page/axis'
import { emptyValue, eventFieldsSchema, eventFromForm, initialFields } from '../../src/view/page/formFields'
import { citingSection, eventsRefusedBy, lookUp, statesAccepting } from '../../src/view/page/lookup'
import {
  moneyAt,
  nextDeadlineAt,
  playJourney,
  withEvent,
  withoutLastEvent,
} from '../../src/view/page/playedJourney'
import { journeysByStage } from '../support/files'

const journeys = journeysByStage()

describe('a path on the page', () => {
  it('has a moment for the opening and for each step', () => {
    for (const [, journey] of journeys)
      expect(playJourney(journey).moments).toHaveLength(journey.steps.length + 1)
    expect(playJourney({} as Journey)).toMatchObject({ moments: [], run: { passed: false } })
  })

  it('splits the money received into kept, owed and repaid', () => {
    for (const [name, journey] of journeys) {
      const { moments } = playJourney(journey)
      const settled = new Map(
        moments.flatMap(({ event }) =>
          event?.type === 'payment.settle'
            ? [[`${event.transactionId} ${event.orderNo} ${event.amountFen}`, event.amountFen] as const]
            : [],
        ),
      )
      const { kept, owed, repaid } = moneyAt(moments)
      const into = [...settled.values()].reduce((sum, fen) => sum + fen, 0)
      expect(kept + owed + repaid, name).toBe(into)
    }
  })

  it('adds a played event with its expected refusal, and removes it on undo', () => {
    const [, journey] = journeys.find(([name]) => name.includes('no-return')) ?? []
    const path = playJourney({ ...(journey as Journey), steps: [] })
    const by = { role: 'candidate', id: 'C' } as const
    const at = path.moments[0]?.at ?? ''
    const grown = withEvent(path, { type: 'admitCard.print', at, by })
    expect(grown.steps).toMatchObject([{ by: 'candidate', expect: { refused: 'admitCard.window' } }])
    expect(runJourney(grown).passed).toBe(true)
    expect(withoutLastEvent(grown).steps).toEqual([])
    expect(nextDeadlineAt(path.moments[0] as never)).toBe('2024-04-17T17:00:00+08:00')
  })
})

describe('the time axis', () => {
  it('keeps the order, and gives a week enough room next to a year', () => {
    const marks = [0, 7 * day, 372 * day, 373 * day]
    const { x, months } = timeAxis(marks, [], 1000)
    const places = marks.map(x)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect([places[0], places.at(-1)]).toEqual([0, 1000])
    expect((places[1] ?? 0) / ((places[2] ?? 1) - (places[1] ?? 0))).toBeGreaterThan(0.1)
    expect(x(-day)).toBe(0)
    expect(x(999 * day)).toBe(1000)
    expect(months.length).toBeGreaterThan(6)
  })

  it('places events of one instant side by side, in order, before any later event', () => {
    const { x, events } = timeAxis([0, 300 * day], [0, day, day, day, day + 1, 2 * day], 1000)
    for (const [i, place] of events.entries())
      if (i > 0) expect(place - (events[i - 1] ?? 0)).toBeGreaterThan(9)
    expect([events[0], events[1], events[4], events[5]]).toEqual([x(0), x(day), x(day + 1), x(2 * day)])
  })

  it('keeps events apart if other marks are between them or the axis is short', () => {
    const marks = Array.from({ length: 40 }, (_, i) => i * 30 * day)
    const { events } = timeAxis([day + 1, day + 2, ...marks], [day, day + 3, day + 3, 2 * day], 400)
    for (const [i, place] of events.entries())
      if (i > 0) expect(place - (events[i - 1] ?? 0)).toBeGreaterThanOrEqual(11.99)
    expect(timeAxis([0], Array(200).fill(0), 400).events.at(-1)).toBeCloseTo(400)
  })

  it.each(journeys)('keeps the events of %s 12 px apart', (_, journey) => {
    const { moments } = playJourney(journey)
    const times = moments.map(({ snapshot }) => snapshot.context.at)
    const windows = moments[0] ? noticeWindows(moments[0].snapshot.context.terms) : []
    const { events } = timeAxis(
      windows.flatMap(({ from, to }) => [from, to]),
      times,
      1254,
    )
    for (const [i, place] of events.entries())
      if (i > 0) expect(place - (events[i - 1] ?? 0)).toBeGreaterThanOrEqual(11.99)
  })
})

describe('a form', () => {
  it.each(eventTypes)(
    'of %s has a field for each initial value, and returns an event with its type, instant and sender',
    (type) => {
      const { snapshot, at } = given('paying.awaiting')
      const fields = initialFields(type, snapshot, at)
      expect(Object.keys(eventFieldsSchema(type).properties ?? {})).toEqual(
        expect.arrayContaining(Object.keys(fields)),
      )
      expect(eventFromForm(type, fields, at, snapshot)).toMatchObject({
        type,
        at,
        by: { id: expect.any(String) },
      })
    },
  )

  it('starts a new field with a value of its type', () => {
    expect(emptyValue({ enum: ['a', 'b'] })).toBe('a')
    expect(
      emptyValue({
        type: 'object',
        properties: { a: { type: 'integer' }, b: { type: 'string' } },
        required: ['a'],
      }),
    ).toEqual({ a: 0 })
    expect(emptyValue({ type: 'array' })).toEqual([])
    expect(emptyValue({ type: 'boolean' })).toBe(false)
    expect(emptyValue({ const: 'x' })).toBe('x')
    expect(emptyValue({})).toBe('')
  })
})

describe('the lookup', () => {
  it('finds an event by its title in both languages or its id, and a section by its §', () => {
    for (const words of ['撤回承诺', 'commitment.withdraw', 'Withdraw the commitment'])
      expect(lookUp(words)[0]).toMatchObject({ kind: 'event', id: 'commitment.withdraw' })
    expect(lookUp('§5.1.4')[0]).toMatchObject({ kind: 'section', id: '5.1.4' })
    expect(lookUp('  ')).toEqual([])
    expect(lookUp('zzzz')).toEqual([])
  })

  it('links a rule to its events, an event to its states, and a section to its rules', () => {
    expect(eventsRefusedBy('commitment.no-return').map(({ type }) => type)).toContain('route.choose')
    expect(statesAccepting('route.choose').map(({ path }) => path)).toContain('filling.route')
    expect(citingSection('5.1.4').rules).toContain('commitment.no-return')
  })
})
