import holidays from '../holidays.json'
import type { Notice } from '../model/notice'
import { notices } from '../model/notices'
import { day as dayLength, shanghaiDay, startOf, type WorkingDayCalendar } from '../time'

/** The Shanghai day that many days later. */
const daysLater = (day: string, days: number): string => shanghaiDay(startOf(day) + days * dayLength)

/** An instant in Shanghai: a day, and `HH:MM`. */
const instant = (day: string, time: string): string => `${day}T${time}:00+08:00`

/** The first Saturday on or after a day. */
const saturdayFrom = (day: string): string => daysLater(day, 6 - new Date(`${day}T00:00:00Z`).getUTCDay())

const known: WorkingDayCalendar = holidays

/** The holidays that have the same dates every year. The others are not known until the State Council announces them. */
const fixedHolidays = { off: ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'], work: [] }

/** The schedules of the years, so that the notice does not depend on those of the library. */
const calendarOf = (first: number, last: number): WorkingDayCalendar =>
  Object.fromEntries(
    Array.from({ length: last - first + 1 }, (_, i) => [first + i, known[first + i] ?? fixedHolidays]),
  )

/**
 * Returns a complete notice of the social-worker exam in Guangdong for demonstrations and tests: registration and
 * payment are open during the whole given day, and the exam is on a weekend about ten weeks later. It is invented, and
 * `illustrative` marks every value; fee, pass marks and spans are those of the notice of 2024.
 *
 * Its `calendar` has the working days from the year of the day to the year after the exam. Years whose schedule the
 * library does not have yet get only the holidays with fixed dates.
 *
 * Pure: it does not read the clock.
 *
 * @param today a day in Shanghai, `YYYY-MM-DD`, from 1949 to 8990
 * @throws RangeError if there is no such day
 * @example
 * ```ts
 * import { illustrativeNotice } from 'baokao/journeys'
 *
 * illustrativeNotice('2027-03-01').windows.payment.closes // '2027-03-11T17:00:00+08:00'
 * ```
 */
export function illustrativeNotice(today: string): Notice {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(String(today)) && !Number.isNaN(startOf(today))
  const year = Number(String(today).slice(0, 4))
  if (!isDay || year < 1949 || year > 8990)
    throw new RangeError(`There is no day ${String(today)}. A day is YYYY-MM-DD, such as 2027-03-01.`)
  const opens = instant(daysLater(today, -1), '09:00')
  const saturday = saturdayFrom(daysLater(today, 66))
  const sunday = daysLater(saturday, 1)
  const examYear = Number(sunday.slice(0, 4))
  const { sources: _, ...template } = notices['gd-2024-social-worker']
  return {
    ...template,
    id: `illustrative-${today}`,
    examYear,
    windows: {
      registration: { opens, closes: instant(daysLater(today, 9), '17:00') },
      proofReview: { closes: instant(daysLater(today, 10), '17:00') },
      payment: { opens, closes: instant(daysLater(today, 10), '17:00') },
      admitCard: {
        opens: instant(daysLater(saturday, -4), '09:00'),
        closes: instant(daysLater(saturday, -1), '17:00'),
      },
    },
    sessions: [
      { subject: 'law', starts: instant(saturday, '14:00'), ends: instant(saturday, '16:00') },
      { subject: 'general', starts: instant(sunday, '09:00'), ends: instant(sunday, '11:00') },
      { subject: 'practice', starts: instant(sunday, '14:00'), ends: instant(sunday, '16:30') },
    ],
    calendar: calendarOf(year, examYear + 1),
    illustrative: [
      ...['places', 'commitment', 'windows', 'sessions', 'fee', 'passMarks', 'scoreReview', 'postCheck'],
      ...['publicNotice', 'calendar'],
    ],
  }
}
