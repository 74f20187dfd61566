import { describe, expect, it } from 'vitest'
import {
  type CarryOver,
  carryOverAfter,
  type Fact,
  historyFromCarryOvers,
  noCarryOver,
  open,
  runJourney,
} from '../../src'
import { openInputOf } from '../../src/journey'
import { changedHistory } from '../../src/persistence/propagation'
import { journeyPath, readText } from '../support/files'

const journeyOf = (name: string) => JSON.parse(readText(journeyPath(name)))

/** The carry-over of a journey's registration. */
function carryOverOf(name: string): CarryOver {
  const run = runJourney(journeyOf(name))
  const { exam, year } = run.snapshot?.context.terms ?? { exam: '', year: 0 }
  return run.steps.reduce(
    (carryOver, { decision }) => carryOverAfter(carryOver, decision.facts),
    noCarryOver(exam, year),
  )
}

const here = { exam: 'social-worker', examYear: 2024 }

describe('a carry-over', () => {
  it('starts empty, and does not change if no fact affects other registrations', () => {
    const none = noCarryOver('social-worker', 2024)
    expect(carryOverAfter(none, [{ type: 'spotCheck.answered', at: '2024-06-01T00:00:00+08:00' }])).toBe(none)
    expect(historyFromCarryOvers(here, [none])).toEqual({})
  })

  it('no longer bars a commitment whose withdrawal was void, and takes the forfeit back (§5.1.4)', () => {
    const carryOver = carryOverOf('paid-before-the-withdrawal')
    expect(carryOver).not.toHaveProperty('forfeited')
    const [before, after] = [{ commitmentForfeited: true }, historyFromCarryOvers(here, [carryOver])]
    expect(changedHistory(before, after)).toEqual({ commitmentForfeited: false })
    expect(changedHistory(after, before)).toEqual(before)
    expect(changedHistory(before, { ...before })).toBeUndefined()
  })

  it('bars a forfeited commitment for the same exam and year only (§5.1.4, §6.4.5)', () => {
    const carryOver = carryOverOf('no-return')
    expect(carryOver).toMatchObject({ ...here, forfeited: true })
    expect(historyFromCarryOvers(here, [carryOver])).toEqual({ commitmentForfeited: true })
    expect(historyFromCarryOvers({ ...here, examYear: 2025 }, [carryOver])).toEqual({})
    expect(historyFromCarryOvers({ ...here, exam: 'economics' }, [carryOver])).toEqual({})
  })

  it('keeps the commitment barred in the next registration', () => {
    const { input } = openInputOf(journeyOf('no-return'))
    const history = historyFromCarryOvers(here, [carryOverOf('no-return')], input.history)
    expect(open({ ...input, history }).snapshot?.context.forfeitedElsewhere).toBe(true)
  })

  it('carries each integrity record once to every exam (§5, Order 31)', () => {
    const record = { kind: 'serious', from: '2024-07-01', until: '2029-07-01' } as const
    const carryOver = carryOverAfter(noCarryOver('economics', 2023), [
      { type: 'integrity.recorded', at: '2024-07-01T10:00:00+08:00', ...record },
    ])
    expect(historyFromCarryOvers(here, [carryOver])).toEqual({ integrity: [record] })
    const { until: _, ...forGood } = record
    const emitted = { type: 'integrity.recorded', at: '2024-07-01T10:00:00+08:00', ...forGood } as const
    expect(carryOverAfter(noCarryOver('economics', 2023), [emitted]).records).toStrictEqual([forGood])
    const known = { integrity: [{ until: record.until, from: record.from, kind: record.kind }] }
    expect(historyFromCarryOvers(here, [carryOver, carryOver], known).integrity).toHaveLength(1)
  })

  it('loses only the withdrawn record when a decision is overturned', () => {
    const withdrawn = carryOverOf('voided-registration-overturned-late')
    expect(withdrawn.records).toEqual([])
    const at = '2024-07-01T10:00:00+08:00'
    const record = { kind: 'serious', from: '2024-07-01' } as const
    const others = [
      { ...record, from: '2024-01-01' },
      { ...record, kind: 'especiallySerious' },
    ] as const
    const carryOver = { ...noCarryOver('economics', 2023), records: [record, ...others] }
    expect(carryOverAfter(carryOver, [{ type: 'integrity.withdrawn', at, ...record }]).records).toEqual(
      others,
    )
  })

  const earned: Fact<'credits.earned'> = {
    type: 'credits.earned',
    at: '2024-08-01T10:00:00+08:00',
    level: 'intermediate',
    subjects: ['practice', 'law'],
    examYear: 2024,
    validThrough: 2025,
  }

  it('carries the passes of the latest fact to the same exam (§9.2)', () => {
    const once = carryOverAfter(noCarryOver('social-worker', 2024), [earned])
    const credit = { year: 2024, level: 'intermediate', validThrough: 2025 }
    const both = [
      { subject: 'practice', ...credit },
      { subject: 'law', ...credit },
    ]
    expect(historyFromCarryOvers({ ...here, examYear: 2025 }, [once]).credits).toStrictEqual(both)
    expect(historyFromCarryOvers({ exam: 'economics', examYear: 2025 }, [once])).toEqual({})
    const fewer = carryOverAfter(once, [{ ...earned, subjects: ['law'] }])
    expect(historyFromCarryOvers(here, [fewer]).credits).toEqual(both.slice(1))
    expect(carryOverAfter(once, [{ ...earned, subjects: [] }]).credits).toEqual([])
  })

  it('stores the specialty of a pass', () => {
    const specialised = carryOverAfter(noCarryOver('economics', 2023), [{ ...earned, specialty: 'finance' }])
    expect(specialised.credits).toMatchObject([{ specialty: 'finance' }, { specialty: 'finance' }])
  })

  it('loses passes that are voided (§16)', () => {
    const { at, examYear } = earned
    const voided: Fact<'scores.voided'> = {
      type: 'scores.voided',
      at,
      subjects: ['law'],
      examYear,
      reason: 'ineligible',
    }
    const carryOver = carryOverAfter(noCarryOver('social-worker', 2024), [earned, voided])
    expect(carryOver.credits.map(({ subject }) => subject)).toEqual(['practice'])
    expect(carryOverOf('found-after-revocation').credits).toEqual([])
  })

  it('is optional: the history keeps what the caller gives', () => {
    const credit = { subject: 'law', year: 2023 }
    expect(historyFromCarryOvers(here, [], { commitmentForfeited: true, credits: [credit] })).toEqual({
      commitmentForfeited: true,
      credits: [credit],
    })
    expect(historyFromCarryOvers(here, [], { commitmentForfeited: false })).toEqual({})
  })
})
