import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  day,
  formatInstant,
  hour,
  longClock,
  never,
  parseInstant,
  shanghaiDay,
  spanEnd,
  startOf,
  within,
  yearsEarlier,
  yearsLater,
} from '../src/time'
import { inProject } from './support/files'

/** Minutes that each zone is behind UTC in January. This file runs once in each zone (`vitest.config.ts`). */
const behind: Record<string, number> = {
  'Asia/Shanghai': -480,
  'America/Los_Angeles': 480,
  'Pacific/Kiritimati': -840,
  UTC: 0,
}

describe('the zone of the machine', () => {
  const zone = process.env.TZ
  it.runIf(zone !== undefined)('is the zone of this run', () => {
    expect(new Date('2024-01-01T00:00:00Z').getTimezoneOffset()).toBe(behind[zone ?? ''])
  })
})

describe('instants', () => {
  it('are parsed with any offset', () => {
    expect(parseInstant('2024-04-08T10:00:00+08:00')).toBe(1_712_541_600_000)
    expect(parseInstant('2024-04-08T02:00:00Z')).toBe(1_712_541_600_000)
    expect(parseInstant('2024-04-07T19:00:00-07:00')).toBe(1_712_541_600_000)
  })

  it('are NaN without an offset', () => {
    const texts = ['', 'soon', '2024-04-08', '2024-04-08T10:00:00', 'Mon, 08 Apr 2024 10:00:00', '2024']
    expect(texts.filter((text) => !Number.isNaN(parseInstant(text)))).toEqual([])
  })

  it('are NaN on a day that the calendar does not have', () => {
    const days = ['2023-02-29', '2024-02-30', '2024-04-31', '2024-00-30', '2024-13-31', '2024-01-32']
    expect(days.filter((day) => !Number.isNaN(parseInstant(`${day}T10:00:00+08:00`)))).toEqual([])
    expect(days.filter((day) => !Number.isNaN(startOf(day)))).toEqual([])
    expect(parseInstant('2024-02-29T10:00:00+08:00')).toBe(Date.parse('2024-02-29T02:00:00Z'))
    expect(parseInstant('2023-12-31T23:00:00-05:00')).toBe(Date.parse('2024-01-01T04:00:00Z'))
  })

  it('are formatted in China time', () => {
    expect(formatInstant(1_712_541_600_000)).toBe('2024-04-08T10:00:00+08:00')
    expect(formatInstant(Date.parse('2023-12-31T16:00:00Z'))).toBe('2024-01-01T00:00:00+08:00')
  })

  it('are formatted with a fraction only if it is not zero', () => {
    expect(formatInstant(Date.parse('2024-04-08T10:00:00.000+08:00'))).toBe('2024-04-08T10:00:00+08:00')
    expect(formatInstant(Date.parse('2024-04-08T10:00:00.007+08:00'))).toBe('2024-04-08T10:00:00.007+08:00')
    expect(formatInstant(Date.parse('2024-04-08T10:00:00.120+08:00'))).toBe('2024-04-08T10:00:00.120+08:00')
  })

  it('are equal after formatting and parsing', () => {
    for (const at of [0, 1_712_541_600_123, never]) expect(parseInstant(formatInstant(at))).toBe(at)
  })
})

describe('days', () => {
  it('begin at midnight in Shanghai', () => {
    expect(startOf('2024-04-08')).toBe(Date.parse('2024-04-07T16:00:00Z'))
    expect(shanghaiDay(startOf('2024-04-08'))).toBe('2024-04-08')
    expect(shanghaiDay(startOf('2024-04-08') - 1)).toBe('2024-04-07')
    expect(shanghaiDay(startOf('2024-04-09') - 1)).toBe('2024-04-08')
  })

  it('may be instants', () => {
    expect(startOf('2024-04-08T10:00:00+08:00')).toBe(1_712_541_600_000)
  })

  it('are NaN in any other form', () => {
    const texts = ['', 'never', '2024-13-01', '2024-4-8', '2024-04-08T10:00:00']
    expect(texts.filter((text) => !Number.isNaN(startOf(text)))).toEqual([])
  })

  it.each([
    ['2024-06-15', 5, '2029-06-15'],
    ['2024-02-29', 1, '2025-02-28'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2023-12-31', 1, '2024-12-31'],
    ['2024-01-01', 5, '2029-01-01'],
    ['2024-03-10', 5, '2029-03-10'],
  ])('%s plus %i years is %s', (from, years, later) => {
    expect(yearsLater(from, years)).toBe(later)
  })

  it.each([
    ['2024-12-31', 2, '2022-12-31'],
    ['2024-02-29', 1, '2023-02-28'],
    ['2024-12-31', 1.5, '2023-06-30'],
    ['2024-03-10', 0, '2024-03-10'],
  ])('%s minus %d years is %s', (from, years, earlier) => {
    expect(yearsEarlier(from, years)).toBe(earlier)
  })

  it.each(['1986-05-04', '1988-07-15', '1990-09-16', '1991-09-15'])(
    'moves by whole years to and from %s, in the summer time of 1986 to 1991',
    (past) => {
      const now = `2024${past.slice(4)}`
      expect(yearsEarlier(now, 2024 - Number(past.slice(0, 4)))).toBe(past)
      expect(yearsLater(past, 2024 - Number(past.slice(0, 4)))).toBe(now)
    },
  )
})

describe('a window', () => {
  const window = [10, 20] as const
  it.each([
    [9, false],
    [10, true],
    [19, true],
    [20, false],
  ])('includes its opening and excludes its close (at %i: %s)', (at, inside) => {
    expect(within([...window], at)).toBe(inside)
  })
})

/**
 * Ten working days, counted by hand from the State Council's notices: the days that count, and the close if the first
 * day is skipped or counted.
 */
const golden: [start: string, counted: string, closesSkip: string, closesCount: string][] = [
  ['2024-02-02', '02-04 02-05 02-06 02-07 02-08 02-09 02-18 02-19 02-20 02-21', '2024-02-22', '2024-02-21'],
  ['2024-09-25', '09-26 09-27 09-29 09-30 10-08 10-09 10-10 10-11 10-12 10-14', '2024-10-15', '2024-10-13'],
  ['2024-04-25', '04-26 04-28 04-29 04-30 05-06 05-07 05-08 05-09 05-10 05-11', '2024-05-12', '2024-05-11'],
  ['2025-01-22', '01-23 01-24 01-26 01-27 02-05 02-06 02-07 02-08 02-10 02-11', '2025-02-12', '2025-02-11'],
  ['2025-09-24', '09-25 09-26 09-28 09-29 09-30 10-09 10-10 10-11 10-13 10-14', '2025-10-15', '2025-10-14'],
  ['2026-02-09', '02-10 02-11 02-12 02-13 02-14 02-24 02-25 02-26 02-27 02-28', '2026-03-01', '2026-02-28'],
  ['2026-04-27', '04-28 04-29 04-30 05-06 05-07 05-08 05-09 05-11 05-12 05-13', '2026-05-14', '2026-05-13'],
  ['2023-12-19', '12-20 12-21 12-22 12-25 12-26 12-27 12-28 12-29 01-02 01-03', '2024-01-04', '2024-01-03'],
]

describe('ten working days', () => {
  const hours = ['00:00:00', '09:30:00', '23:59:59.999']
  const closing = (start: string, startDay: 'skip' | 'count') =>
    hours.map((clock) => spanEnd(parseInstant(`${start}T${clock}+08:00`), { workingDays: 10, startDay }))

  it.each(golden)('from %s close at 00:00 after the tenth day', (start, _, closesSkip, closesCount) => {
    const at = (closes: string) => hours.map(() => ({ closes: startOf(closes) }))
    expect(closing(start, 'skip')).toEqual(at(closesSkip))
    expect(closing(start, 'count')).toEqual(at(closesCount))
  })

  it.each(golden)('from %s are %s', (start, counted, closesSkip) => {
    const days = counted.split(' ')
    const year = (monthDay: string) => (monthDay < start.slice(5) ? closesSkip : start).slice(0, 4)
    const closes = days.map((_, i) => spanEnd(startOf(start), { workingDays: i + 1, startDay: 'skip' }))
    expect(closes).toEqual(
      days.map((monthDay) => ({ closes: startOf(`${year(monthDay)}-${monthDay}`) + day })),
    )
  })

  it('skip the first day by default', () => {
    const start = startOf('2024-02-02')
    expect(spanEnd(start, { workingDays: 10 })).toEqual({ closes: startOf('2024-02-22') })
  })

  it('count the first day only if it is a working day', () => {
    const saturday = startOf('2024-03-02')
    expect(spanEnd(saturday, { workingDays: 1, startDay: 'count' })).toEqual({
      closes: startOf('2024-03-05'),
    })
  })

  it('include 2024-02-09, where rest is only encouraged, and not the holiday 2025-01-28', () => {
    const eve = startOf('2024-02-09')
    expect(spanEnd(eve, { workingDays: 1, startDay: 'count' })).toEqual({ closes: startOf('2024-02-10') })
    const eveOf2025 = startOf('2025-01-28')
    expect(spanEnd(eveOf2025, { workingDays: 1, startDay: 'count' })).toEqual({
      closes: startOf('2025-02-06'),
    })
  })
})

describe('working weekend days', () => {
  const worked = {
    2023: '01-28 01-29 04-23 05-06 06-25 10-07 10-08',
    2024: '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12',
    2025: '01-26 02-08 04-27 09-28 10-11',
    2026: '01-04 02-14 02-28 05-09 09-20 10-10',
  }
  it.each(Object.entries(worked))('of %s match the notice', (year, days) => {
    const weekend: string[] = []
    const next = startOf(`${Number(year) + 1}-01-01`)
    for (let at = startOf(`${year}-01-01`); at < next; at += day) {
      const isWeekend = [0, 6].includes(new Date(at + 8 * hour).getUTCDay())
      // A span of one counted working day closes a day later exactly if that day is a working day.
      const isWorked = () => {
        const end = spanEnd(at, { workingDays: 1, startDay: 'count' })
        return 'closes' in end && end.closes === at + day
      }
      if (isWeekend && isWorked()) weekend.push(shanghaiDay(at).slice(5))
    }
    expect(weekend.join(' ')).toBe(days)
  })
})

describe('calendar days', () => {
  it('skip the first day by default', () => {
    const start = parseInstant('2024-08-01T10:00:00+08:00')
    expect(spanEnd(start, { days: 30 })).toEqual({ closes: startOf('2024-09-01') })
    expect(spanEnd(start, { days: 30, startDay: 'skip' })).toEqual({ closes: startOf('2024-09-01') })
    expect(spanEnd(start, { days: 30, startDay: 'count' })).toEqual({ closes: startOf('2024-08-31') })
  })

  it('do not depend on a zone that skips an hour', () => {
    const start = parseInstant('2024-03-09T10:00:00+08:00')
    expect(spanEnd(start, { days: 2 })).toEqual({ closes: startOf('2024-03-12') })
  })

  it('need no schedule of working days', () => {
    expect(spanEnd(startOf('2030-01-01'), { days: 1 })).toEqual({ closes: startOf('2030-01-03') })
  })
})

describe('a span with a fixed close', () => {
  it('ends at that close, independent of its start', () => {
    const closes = '2024-09-01T17:00:00+08:00'
    expect(spanEnd(startOf('2024-08-01'), { closes })).toEqual({ closes: parseInstant(closes) })
  })
})

describe('a year without a schedule', () => {
  it.each([
    ['2026-12-21', 'skip', 2027],
    ['2026-12-21', 'count', 2027],
    ['2027-03-01', 'skip', 2027],
    ['2003-06-02', 'count', 2003],
  ] as const)('is returned, not guessed: from %s (%s) it is %i', (start, startDay, year) => {
    expect(spanEnd(startOf(start), { workingDays: 10, startDay })).toEqual({ unknownYear: year })
  })

  it('does not affect a span outside it', () => {
    expect(spanEnd(startOf('2026-12-21'), { workingDays: 8 })).toEqual({ closes: startOf('2027-01-01') })
    expect(spanEnd(startOf('2004-01-01'), { workingDays: 1 })).toEqual({ closes: startOf('2004-01-03') })
  })

  it('may have a schedule in the notice, with or without the year in each day', () => {
    const schedules = [
      { off: ['01-01'], work: ['01-02'] },
      { off: ['2027-01-01'], work: ['2027-01-02'] },
    ]
    for (const schedule of schedules) {
      const end = spanEnd(startOf('2026-12-21'), { workingDays: 10 }, { 2027: schedule })
      expect(end).toEqual({ closes: startOf('2027-01-05') })
    }
  })

  it('a schedule in the notice replaces the one in the library', () => {
    const schedule = { 2024: { off: ['06-04'], work: [] } }
    const end = spanEnd(startOf('2024-06-03'), { workingDays: 1 }, schedule)
    expect(end).toEqual({ closes: startOf('2024-06-06') })
  })
})

describe('the table of holidays', () => {
  it('matches the package chinese-days', () => {
    const check = () =>
      execFileSync(process.execPath, [inProject('scripts/holidays.mjs'), '--check'], { stdio: 'pipe' })
    expect(check).not.toThrow()
  })
})

describe('the long clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: startOf('2024-04-01') })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('waits for months and fires once, neither early nor late', () => {
    const fired: string[] = []
    longClock().setTimeout(() => fired.push(shanghaiDay(Date.now())), 100 * day)
    vi.advanceTimersByTime(100 * day - 1)
    expect(fired).toEqual([])
    vi.advanceTimersByTime(1)
    expect(fired).toEqual(['2024-07-10'])
    vi.advanceTimersByTime(300 * day)
    expect(fired).toHaveLength(1)
  })

  it.each([0, -5])('fires a delay of %i in the next turn, not synchronously', (delay) => {
    const run = vi.fn()
    longClock().setTimeout(run, delay)
    expect(run).not.toHaveBeenCalled()
    vi.advanceTimersByTime(0)
    expect(run).toHaveBeenCalledOnce()
  })

  it('is itself a clock, on the time of the machine', () => {
    const run = vi.fn()
    longClock.setTimeout(run, 100 * day)
    vi.advanceTimersByTime(100 * day - 1)
    expect(run).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(run).toHaveBeenCalledOnce()
    longClock.clearTimeout(longClock.setTimeout(run, day))
    vi.advanceTimersByTime(2 * day)
    expect(run).toHaveBeenCalledOnce()
  })

  it('cancels a timer, even after one step of its sleep', () => {
    const run = vi.fn()
    const clock = longClock()
    const timers = [clock.setTimeout(run, day), clock.setTimeout(run, 100 * day)]
    clock.clearTimeout(timers[0])
    vi.advanceTimersByTime(50 * day)
    clock.clearTimeout(timers[1])
    clock.clearTimeout(undefined)
    vi.advanceTimersByTime(100 * day)
    expect(run).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('sleeps again if a step ends before the timer is due', () => {
    let now = 0
    const run = vi.fn()
    longClock(() => now).setTimeout(run, 10 * day)
    now = 9 * day
    vi.advanceTimersByTime(10 * day)
    expect(run).not.toHaveBeenCalled()
    now = 10 * day
    vi.advanceTimersByTime(day)
    expect(run).toHaveBeenCalledOnce()
  })
})
