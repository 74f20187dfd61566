import { TZDate } from '@date-fns/tz/date'
import { addMonths } from 'date-fns/addMonths'
import { addYears } from 'date-fns/addYears'
import schedule from './holidays.json'

/** Milliseconds since 1970-01-01T00:00:00Z: how instants stand inside a snapshot. */
export type Millis = number

/** `opens <= t < closes`. */
export type TimeWindow = [opens: Millis, closes: Millis]

/** Which weekdays are off and which weekend days are worked in one year, as `YYYY-MM-DD`. */
export type YearSchedule = { off: string[]; work: string[] }

/** Working-day schedules by year, beyond or instead of those in the library (`notice.calendar`). */
export type Calendar = { [year: string]: YearSchedule }

/** A stretch of time that begins with an event: so many days or working days, or an instant fixed by the notice. */
export type Span =
  | { days: number; startDay?: 'skip' | 'count' | undefined }
  | { workingDays: number; startDay?: 'skip' | 'count' | undefined }
  | { closes: string }

export const hour: Millis = 3_600_000
export const day: Millis = 24 * hour

/** China has kept one time, eight hours ahead of UTC and without summer time, since 1991-09-15. */
const offset: Millis = 8 * hour

/** Later than anything: where a deadline that does not stand is put. */
export const never: Millis = Date.parse('9999-01-01T00:00:00+08:00')

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/
const dayForm = /^\d{4}-\d{2}-\d{2}$/

/** Whether the calendar has the day: JavaScript reads 31 April as 1 May. */
function isDay(day: string): boolean {
  // Every month has 28.
  return day.slice(8) <= '28' || new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8))
}

/** The last instant that was read: every rule in front of an event asks for the same one. */
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

/** The last instant that was written: every fact of an event tells the same one. */
let lastFormatted: { at: Millis; iso: string } = { at: Number.NaN, iso: '' }

/**
 * @returns the instant in ISO 8601 as a clock in China shows it, without a fraction of zero
 * //=> '2024-04-08T10:00:00+08:00'
 */
export function formatInstant(at: Millis): string {
  if (at !== lastFormatted.at) {
    const local = new Date(at + offset).toISOString()
    lastFormatted = { at, iso: `${local.slice(0, local.endsWith('.000Z') ? 19 : 23)}+08:00` }
  }
  return lastFormatted.iso
}

/** @returns the Shanghai day that the instant falls on, `YYYY-MM-DD` */
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

/**
 * @param day a Shanghai day, `YYYY-MM-DD`
 * @returns the same day so many years later; 28 February where 29 does not exist
 */
export function yearsLater(day: string, years: number): string {
  return shanghaiDay(addYears(new TZDate(startOf(day), 'Asia/Shanghai'), years).getTime())
}

/**
 * @param day a Shanghai day, `YYYY-MM-DD`
 * @param years may have a fraction, in whole months
 * @returns the same day so many years earlier; the last of the month where there is none
 */
export function yearsEarlier(day: string, years: number): string {
  const months = -Math.round(years * 12)
  return shanghaiDay(addMonths(new TZDate(startOf(day), 'Asia/Shanghai'), months).getTime())
}

/** Whether `opens <= at < closes`. */
export function within([opens, closes]: TimeWindow, at: Millis): boolean {
  return opens <= at && at < closes
}

const bundled: Calendar = schedule

/** Shanghai days are counted from 1970-01-01; they are all of one length. */
const dayNumber = (at: Millis): number => Math.floor((at + offset) / day)
const startOfDay = (number: number): Millis => number * day - offset

/** The days of a schedule's lists, by number. */
type Listed = { off: ReadonlySet<number>; work: ReadonlySet<number> }
const schedules = new WeakMap<YearSchedule, Listed>()

function listed(schedule: YearSchedule, year: number): Listed {
  let sets = schedules.get(schedule)
  if (sets === undefined) {
    // A day is given as `MM-DD` or in full.
    const numbers = (days: string[]) =>
      new Set(days.map((date) => dayNumber(startOf(date.length === 5 ? `${year}-${date}` : date))))
    sets = { off: numbers(schedule.off), work: numbers(schedule.work) }
    schedules.set(schedule, sets)
  }
  return sets
}

function isWorkingDay(number: number, { off, work }: Listed): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (number + 4) % 7
  return weekday === 0 || weekday === 6 ? work.has(number) : !off.has(number)
}

/**
 * When a span that begins at `start` is over.
 *
 * Days are Shanghai days, and a span ends at 00:00 after its last one. Days of the calendar (`days`) skip the day of
 * the start unless told otherwise, working days as their `startDay` says: `count` counts the day itself if it is a
 * working day. Which days are worked is in the State Council's yearly notices (2004–2026 bundled) and in `calendar`.
 *
 * @returns the instant, or the year whose schedule nobody has given
 */
export function spanEnd(
  start: Millis,
  span: Span,
  calendar: Calendar = {},
): { closes: Millis } | { unknownYear: number } {
  if ('closes' in span) return { closes: parseInstant(span.closes) }
  let number = dayNumber(start) + (span.startDay === 'count' ? 0 : 1)
  if ('days' in span) return { closes: startOfDay(number + span.days) }
  for (let left = span.workingDays; left > 0; number += 1) {
    const year = new Date(number * day).getUTCFullYear()
    const schedule = calendar[year] ?? bundled[year]
    if (schedule === undefined) return { unknownYear: year }
    if (isWorkingDay(number, listed(schedule, year))) left -= 1
  }
  return { closes: startOfDay(number) }
}

type Timer = { cancel: () => void }

/** The longest delay that `setTimeout` takes; beyond it, it fires at once. */
const longest: Millis = 2 ** 31 - 1

/** What `createActor` takes as `clock`. */
export type Clock = {
  /** Runs `run` once, after `delay` milliseconds. */
  setTimeout: (run: () => void, delay: number) => Timer
  /** Drops what is still to run. */
  clearTimeout: (timer: Timer | undefined) => void
}

/** The one place where the library reads a clock. */
export const machineTime = (): Millis => Date.now()

/** @param now read for how much of a delay is left, so that a step that wakes early does not end the wait early */
function clockOn(now: () => Millis): Clock {
  return {
    setTimeout(run, delay) {
      const due = now() + delay
      let handle: ReturnType<typeof setTimeout>
      const step = () => {
        const left = due - now()
        if (left <= 0) run()
        else handle = setTimeout(step, Math.min(left, longest))
      }
      handle = setTimeout(step, Math.min(Math.max(delay, 0), longest))
      return { cancel: () => clearTimeout(handle) }
    },
    clearTimeout(timer) {
      timer?.cancel()
    },
  }
}

/**
 * A clock that waits for deadlines months away, for `createActor(registrationMachine, { clock: longClock })`: it sleeps
 * in steps, where the bare `setTimeout` fires at once past 24.8 days. Called, it makes one on another source of time:
 * `longClock(() => now)`.
 */
export const longClock: Clock & ((now?: () => Millis) => Clock) = Object.assign(
  (now: () => Millis = machineTime) => clockOn(now),
  clockOn(machineTime),
)
