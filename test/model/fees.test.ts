import { describe, expect, it } from 'vitest'
import { fileIssues } from '../../src/cli/fileIssues'
import { type Fees, feeOf } from '../../src/model/fees'
import { noticeOf } from '../support/scenario'

const application = (changes: object = {}) => ({
  level: 'intermediate',
  subjects: ['general', 'law', 'practice'],
  place: '440100',
  ...changes,
})

describe('feeOf', () => {
  it('adds the fee of each subject and, once, that of the registration', () => {
    expect(feeOf({ perSubjectFen: 5700 }, application())).toBe(17_100)
    expect(feeOf({ perRegistrationFen: 1000, perSubjectFen: 5000 }, application())).toBe(16_000)
    expect(feeOf({ perSubjectFen: 6100, subjects: { practice: 6900 } }, application())).toBe(19_100)
    expect(feeOf({ perSubjectFen: 0 }, application())).toBe(0)
  })

  it('replaces single fields by those of the level, and these by those of the specialty', () => {
    const fees: Fees = {
      perRegistrationFen: 1000,
      perSubjectFen: 5000,
      subjects: { law: 7000 },
      levels: {
        intermediate: {
          perSubjectFen: 6000,
          specialties: { a: { perRegistrationFen: 0, subjects: { general: 1 } } },
        },
        junior: { subjects: { law: 1 } },
      },
    }
    // 1000 + 6000 + 7000 + 6000
    expect(feeOf(fees, application())).toBe(20_000)
    // 0 + 1 + 7000 + 6000
    expect(feeOf(fees, application({ specialty: 'a' }))).toBe(13_001)
    expect(feeOf(fees, application({ specialty: 'b' }))).toBe(20_000)
    // 1000 + 5000 + 1 + 5000
    expect(feeOf(fees, application({ level: 'junior' }))).toBe(11_001)
    expect(feeOf(fees, application({ level: 'senior' }))).toBe(18_000)
  })
})

describe('the fees of a notice', () => {
  const issues = (fee: object) =>
    fileIssues('notice', { ...noticeOf('gd-2024-social-worker'), fee }).map(({ path, zh, en }) => ({
      path,
      zh,
      en,
    }))

  it('are valid if every subject on offer has one', () => {
    expect(issues({ perSubjectFen: 0 })).toEqual([])
    expect(issues({ subjects: { general: 1, law: 2, practice: 3 } })).toEqual([])
    expect(
      issues({
        levels: {
          junior: { perSubjectFen: 1 },
          intermediate: { subjects: { law: 1, general: 2, practice: 3 } },
        },
      }),
    ).toEqual([])
  })

  it('have an issue for each subject without a fee', () => {
    expect(issues({ perRegistrationFen: 100 })).toHaveLength(5)
    expect(issues({ subjects: { general: 1, practice: 3 } })).toEqual([
      {
        path: 'fee',
        zh: '级别“intermediate”的科目“law”没有收费，不收费的请写 0',
        en: 'the subject "law" of the level "intermediate" has no fee; write 0 if it is free',
      },
    ])
  })

  it('name an unknown level, specialty or subject, and the nearest', () => {
    const wrong = {
      perSubjectFen: 1,
      subjects: { laws: 1 },
      levels: {
        juniors: { perSubjectFen: 1 },
        junior: { subjects: { law: 1 }, specialties: { x: { perSubjectFen: 1 } } },
      },
    }
    expect(issues(wrong).map(({ path, en }) => `${path}: ${en}`)).toEqual([
      'fee.subjects.laws: the exam has no subject "laws"; did you mean law?',
      'fee.levels.juniors: the exam has no level "juniors"; did you mean junior?',
      'fee.levels.junior.subjects.law: the level "junior" does not have the subject "law"',
      'fee.levels.junior.specialties.x: the exam has no specialty "x"',
    ])
  })

  it('name the field that is empty, negative, a fraction, or not a fee', () => {
    expect(issues({}).map(({ path }) => path)).toContain('fee')
    expect(issues({ perSubjectFen: -1 }).map(({ path }) => path)).toEqual(['fee.perSubjectFen'])
    expect(issues({ perSubjectFen: 0.5 }).map(({ path }) => path)).toEqual(['fee.perSubjectFen'])
    expect(issues({ perSubjectFen: 1, levels: { junior: {} } }).map(({ path }) => path)).toEqual([
      'fee.levels.junior',
    ])
    expect(issues({ perSubjectFen: 1, perExamFen: 1 }).map(({ path }) => path)).toEqual(['fee.perExamFen'])
  })
})
