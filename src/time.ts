import { TZDate } from '@date-fns/tz/date'
import { addMonths } from 'date-fns/addMonths'
import { addYears } from 'date-fns/addYears'
import schedule from './holidays.json'

/** An instant in milliseconds since 1970-01-01T00:00:00Z, as snapshots store it. */
export type Millis = number

/** A half-open interval: `opens <= t < closes`. */
export type TimeWindow = [opens: Millis, closes: Millis]

/** The weekdays off and the weekend days worked in one year, as `MM-DD` or `YYYY-MM-DD`. */
type YearSchedule = { off: string[]; work: string[] }

/** Working-day schedules by year; they add to the bundled ones or replace them (`notice.calendar`). */
export type WorkingDayCalendar = { [year: string]: YearSchedule }

/** A period that begins with an event: a number of days or working days, or a fixed end from the notice. */
export type TimeLimit =
  | { days: number; startDay?: 'skip' | 'count' | undefined }
  | { workingDays: number; startDay?: 'skip' | 'count' | undefined }
  | { closes: string }

export const hour: Millis = 3_600_000
export const day: Millis = 24 * hour

/** The offset of Shanghai time, which has had no summer time since 1991-09-15. */
const offset: Millis = 8 * hour

/** Later than any deadline: the instant of a deadline that does not apply. */
export const never: Millis = Date.parse('9999-01-01T00:00:00+08:00')

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/
const dayForm = /^\d{4}-\d{2}-\d{2}$/

/** Whether the day exists. JavaScript parses 31 April as 1 May. */
function isDay(day: string): boolean {
  // Every month has at least 28 days.
  return day.slice(8) <= '28' || new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8))
}

/** Caches the last result: every rule of an event parses the same instant. */
let lastParsed: { iso: string; at: Millis } = { iso: '', at: Number.NaN }

/**
 * @param iso an instant in ISO 8601 with an offset (`2024-04-08T10:00:00+08:00`)
 * @returns milliseconds; `NaN` for anything else
 */
export function parseInstant(iso: string): Millis {
  if (iso !== lastParsed.iso) {
    lastParsed = { iso, at: instantForm.test(iso) && isDay(iso.slice(0, 10)) ? Date.parse(iso) : Number.NaN }
  }
  return lastParsed.at
}

/** Caches the last result: every fact of an event has the same instant. */
let lastFormatted: { at: Millis; iso: string } = { at: Number.NaN, iso: '' }

/**
 * @returns the instant in ISO 8601 with the offset `+08:00`; a zero fraction is left out
 * @example `formatInstant(1712541600000)` returns `'2024-04-08T10:00:00+08:00'`
 */
export function formatInstant(at: Millis): string {
  if (at !== lastFormatted.at) {
    const local = new Date(at + offset).toISOString()
    lastFormatted = { at, iso: `${local.slice(0, local.endsWith('.000Z') ? 19 : 23)}+08:00` }
  }
  return lastFormatted.iso
}

/** @returns the Shanghai day of an instant, `YYYY-MM-DD` */
export function shanghaiDay(at: Millis): string {
  return new Date(at + offset).toISOString().slice(0, 10)
}

/**
 * @param dayOrInstant `YYYY-MM-DD`, meaning 00:00 in Shanghai, or an instant with an offset
 * @returns milliseconds; `NaN` for anything else
 */
export function startOf(dayOrInstant: string): Millis {
  return parseInstant(dayForm.test(dayOrInstant) ? `${dayOrInstant}T00:00:00+08:00` : dayOrInstant)
}

/** Calculates in UTC, because Shanghai had summer time from 1986 to 1991, when some days had 23 or 25 hours. */
const utcDate = (day: string): TZDate => new TZDate(Date.parse(day), 'UTC')
const utcDay = (date: Date): string => new Date(date.getTime()).toISOString().slice(0, 10)

/**
 * @param day a Shanghai day, `YYYY-MM-DD`
 * @returns the same day that many years later; 28 February if 29 February does not exist
 */
export function yearsLater(day: string, years: number): string {
  return utcDay(addYears(utcDate(day), years))
}

/**
 * @param day a Shanghai day, `YYYY-MM-DD`
 * @param years may have a fraction; rounded to whole months
 * @returns the same day that many years earlier; the last day of the month if it does not exist
 */
export function yearsEarlier(day: string, years: number): string {
  return utcDay(addMonths(utcDate(day), -Math.round(years * 12)))
}

/** Whether `opens <= at < closes`. */
export function within([opens, closes]: TimeWindow, at: Millis): boolean {
  return opens <= at && at < closes
}

const bundledCalendar: WorkingDayCalendar = schedule

/** Shanghai days are numbered from 1970-01-01. Each has 24 hours. */
const dayNumber = (at: Millis): number => Math.floor((at + offset) / day)
const startOfDay = (number: number): Millis => number * day - offset

/** The days of a schedule as day numbers. */
type DayNumbers = { off: ReadonlySet<number>; work: ReadonlySet<number> }
const dayNumbersCache = new WeakMap<YearSchedule, DayNumbers>()

function dayNumbersOf(schedule: YearSchedule, year: number): DayNumbers {
  let sets = dayNumbersCache.get(schedule)
  if (sets === undefined) {
    // A day is `MM-DD` or `YYYY-MM-DD`.
    const numbers = (days: string[]) =>
      new Set(days.map((date) => dayNumber(startOf(date.length === 5 ? `${year}-${date}` : date))))
    sets = { off: numbers(schedule.off), work: numbers(schedule.work) }
    dayNumbersCache.set(schedule, sets)
  }
  return sets
}

function isWorkingDay(number: number, { off, work }: DayNumbers): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (number + 4) % 7
  return weekday === 0 || weekday === 6 ? work.has(number) : !off.has(number)
}

/**
 * Computes when a span that begins at `start` ends.
 *
 * Days are Shanghai days, and a span ends at 00:00 after its last day. The day of the start is skipped by default;
 * `startDay: 'count'` counts it, for `workingDays` only if it is a working day. Working days follow the State Council's
 * yearly notices (2004–2026 are bundled) and `calendar`.
 *
 * @returns the instant, or the year whose schedule is missing
 */
export function spanEnd(
  start: Millis,
  span: TimeLimit,
  calendar: WorkingDayCalendar = {},
): { closes: Millis } | { unknownYear: number } {
  if ('closes' in span) return { closes: parseInstant(span.closes) }
  let number = dayNumber(start) + (span.startDay === 'count' ? 0 : 1)
  if ('days' in span) return { closes: startOfDay(number + span.days) }
  for (let left = span.workingDays; left > 0; number += 1) {
    const year = new Date(number * day).getUTCFullYear()
    const schedule = calendar[year] ?? bundledCalendar[year]
    if (schedule === undefined) return { unknownYear: year }
    if (isWorkingDay(number, dayNumbersOf(schedule, year))) left -= 1
  }
  return { closes: startOfDay(number) }
}

type Timer = { cancel: () => void }

/** The longest delay that `setTimeout` accepts; a longer one fires at once. */
export const maxTimeout: Millis = 2 ** 31 - 1

/** The `clock` option of XState's `createActor`. */
export type Clock = {
  /** Runs `run` once, after `delay` milliseconds. */
  setTimeout: (run: () => void, delay: number) => Timer
  /** Cancels a pending call. */
  clearTimeout: (timer: Timer | undefined) => void
}

/** The current instant. Only this function reads the system clock. */
export const systemTime = (): Millis => Date.now()

/** @param now read at each step, so that a timer that wakes early waits for the rest of the delay */
function createClock(now: () => Millis): Clock {
  return {
    setTimeout(run, delay) {
      const due = now() + delay
      let handle: ReturnType<typeof setTimeout>
      const step = () => {
        const left = due - now()
        if (left <= 0) run()
        else handle = setTimeout(step, Math.min(left, maxTimeout))
      }
      handle = setTimeout(step, Math.min(Math.max(delay, 0), maxTimeout))
      return { cancel: () => clearTimeout(handle) }
    },
    clearTimeout(timer) {
      timer?.cancel()
    },
  }
}

/**
 * A clock for deadlines that are months away: `createActor(registrationMachine, { clock: longClock })`. It waits in
 * steps, because `setTimeout` fires at once for delays over 24.8 days. To use another source of time, call it:
 * `longClock(() => now)`.
 * @example
 * ```ts
 * import { longClock, registrationMachine } from 'baokao'
 * import { given } from 'baokao/testing'
 * import { createActor } from 'xstate'
 *
 * const actor = createActor(registrationMachine, { input: undefined, clock: longClock })
 * typeof actor.clock.setTimeout // 'function'
 * ```
 */
export const longClock: Clock & ((now?: () => Millis) => Clock) = Object.assign(
  (now: () => Millis = systemTime) => createClock(now),
  createClock(systemTime),
)
