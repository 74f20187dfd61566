import { describe, expect, it } from 'vitest'
import { decide, exams, noticeSchema, notices, open, runJourney, type Snapshot } from '../../src'
import { demoCommand } from '../../src/cli/demoCommand'
import { demoOn } from '../../src/cli/demoJourney'
import { illustrativeNotice } from '../../src/journeys'
import { given } from '../../src/testing'
import { formatInstant, parseInstant, startOf } from '../../src/time'
import { leaves, means } from '../support/provenance'

const exam = exams['social-worker']
const candidate = { photo: true, education: { origin: 'domestic', result: 'passed' } } as const
const by = { role: 'candidate', id: 'C' } as const

/** The first and last day of a year, a leap day, days in December, and days whose exam is in the next year. */
const days = [
  '2026-01-01',
  '2024-02-29',
  '2026-12-31',
  '2026-12-04',
  '2027-03-01',
  '2026-10-25',
  '2030-06-15',
]

/** Opens a registration at an instant. */
const opened = (today: string, at: string) =>
  open({ registrationId: 'R', candidateId: 'C', exam, notice: illustrativeNotice(today), candidate, at })

describe.each(days)('the illustrative notice of %s', (today) => {
  const notice = illustrativeNotice(today)
  const [firstSecond, lastSecond] = [`${today}T00:00:00+08:00`, `${today}T23:59:59+08:00`]

  it('is valid, and belongs to the exam', () => {
    expect(noticeSchema.safeParse(notice).error).toBeUndefined()
    expect(opened(today, firstSecond).accepted).toBe(true)
  })

  it('has registration and payment open during the whole day, but not ten days later', () => {
    for (const { opens, closes } of [notice.windows.registration, notice.windows.payment].flat()) {
      expect(parseInstant(opens)).toBeLessThanOrEqual(parseInstant(firstSecond))
      expect(parseInstant(closes)).toBeGreaterThan(parseInstant(lastSecond))
    }
    const { snapshot } = opened(today, lastSecond)
    const application = { level: 'junior', subjects: ['general', 'practice'], place: '440100' }
    const save = (at: string) =>
      decide(snapshot as Snapshot, { type: 'application.save', at, by, application }).accepted
    expect(save(lastSecond)).toBe(true)
    expect(save(formatInstant(parseInstant(lastSecond) + 10 * 86_400_000))).toBe(false)
  })

  it('has its exam on a weekend, in the exam year, after admit cards', () => {
    for (const { starts } of notice.sessions) {
      expect([0, 6]).toContain(new Date(`${starts.slice(0, 10)}T00:00:00Z`).getUTCDay())
      expect(Number(starts.slice(0, 4))).toBe(notice.examYear)
      expect(parseInstant(starts)).toBeGreaterThan(parseInstant(notice.windows.admitCard.closes))
    }
    const weeks = (startOf(notice.sessions[0]?.starts.slice(0, 10) ?? '') - startOf(today)) / (7 * 86_400_000)
    expect(weeks).toBeGreaterThan(9)
    expect(weeks).toBeLessThan(11)
  })

  it('marks every value as illustrative, and claims no source', () => {
    expect(notice.sources).toBeUndefined()
    const labels = ['id', 'exam', 'examYear', 'region', 'sessions.*.subject', 'illustrative']
    const marks = [...labels, ...(notice.illustrative ?? [])]
    expect(leaves(notice).filter((leaf) => !marks.some((path) => means(path, leaf)))).toEqual([])
  })

  it('has the working days of every year until the certificate, also of years that the library lacks', () => {
    const certified = given('certified', { exam, notice, route: 'proof' })
    expect(certified.snapshot.context.terms.year).toBe(notice.examYear)
    const { calendar = {} } = notice
    expect(Object.keys(calendar)).toContain(today.slice(0, 4))
    expect(Object.keys(calendar)).toContain(`${notice.examYear + 1}`)
  })

  it('carries the demonstration', () => {
    const { journey, notes } = demoOn(today)
    expect(runJourney(journey)).toMatchObject({ passed: true })
    expect(notes).toHaveLength(journey.steps.length)
  })
})

describe('an illustrative notice', () => {
  it('has the schedule of the State Council where the library knows it, else the holidays with fixed dates', () => {
    const { calendar = {} } = illustrativeNotice('2026-12-31')
    expect(calendar['2026']?.work).toContain('10-10')
    expect(calendar['2028']).toEqual({
      off: ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'],
      work: [],
    })
    const bare = { ...illustrativeNotice('2098-03-01'), calendar: undefined }
    expect(() => given('certified', { exam, notice: bare, route: 'proof' }).snapshot).toThrow(
      'calendar.unknown-year',
    )
  })

  it('is not among the bundled notices', () => {
    expect(Object.keys(notices).filter((id) => id.includes('illustrative'))).toEqual([])
  })

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    '',
    'today',
    '2026-01-01T00:00:00+08:00',
    '0999-01-01',
    '9000-01-01',
  ])('is refused for %j, which is no day', (wrong) => {
    expect(() => illustrativeNotice(wrong)).toThrow(RangeError)
    expect(() => illustrativeNotice(wrong)).toThrow(`There is no day ${wrong}. A day is YYYY-MM-DD`)
  })

  it.each([undefined, null, 20270301, {}])('is refused for %j, which is no text', (wrong) => {
    expect(() => illustrativeNotice(wrong as unknown as string)).toThrow(RangeError)
  })

  it('is the same whenever it is asked for', () => {
    expect(illustrativeNotice('2027-03-01')).toEqual(illustrativeNotice('2027-03-01'))
    expect(illustrativeNotice('2027-03-01').id).toBe('illustrative-2027-03-01')
  })
})

describe('the demonstration', () => {
  const style = { lang: 'en', colors: { bold: String, cyan: String } } as never

  it('refuses a day that does not exist', () => {
    expect(() => demoCommand(style, () => {}, '2026-02-29')).toThrow('--today 2026-02-29: no such day')
  })
})
