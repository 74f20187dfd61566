import { describe, expect, it } from 'vitest'
import { type ExamSpec, exams, type Notice, notices } from '../../src'
import { feeOf } from '../../src/model/fees'
import { sessionsFor, sessionTerms, type Terms, termsOf } from '../../src/model/terms'
import { assertPresent } from '../../src/schema/primitives'
import { examOf, noticeOf } from '../support/scenario'

/** An application for each level and specialty that the terms offer. */
const applications = ({ levels, specialties, places }: Terms) =>
  levels.flatMap(({ code, subjects, specialty, specialties: own }) => {
    const chosen = specialty ? (own ?? specialties ?? []) : [undefined]
    const place = assertPresent(places[0])
    return chosen.map((one) => ({ level: code, subjects, place, ...(one && { specialty: one }) }))
  })

const all = Object.entries(notices as Record<string, Notice>).flatMap(([id, notice]) => {
  const exam: ExamSpec = assertPresent(exams[notice.exam])
  const kinds = [undefined, ...(exam.kinds ?? []).map(({ code }) => code)]
  return kinds.map((kind) => ({ id, kind: kind ?? 'any', notice, terms: termsOf(exam, notice, kind) }))
})

describe('the terms of every bundled notice', () => {
  it.each(all)('$id ($kind): have the fees and sessions of the notice', ({ notice, terms }) => {
    expect(applications(terms).length).toBeGreaterThan(0)
    for (const application of applications(terms)) {
      expect([application, feeOf(assertPresent(terms.fee), application)]).toEqual([
        application,
        feeOf(notice.fee, application),
      ])
      expect(sessionsFor(terms, application)).toEqual(sessionsFor(sessionTerms(notice.sessions), application))
    }
  })
})

describe('the terms of one kind', () => {
  const catti = examOf('catti')
  const guizhou = noticeOf('gz-2022-catti-2')

  it('offer its levels and specialties, and the specialties that most levels share once', () => {
    const { levels, specialties } = termsOf(catti, guizhou, 'interpretation')
    const [en, ...others] = ['en', 'ru', 'de', 'es', 'ko'].map((language) => `${language}-interpretation`)
    expect(specialties).toEqual([en, ...others])
    expect(Object.fromEntries(levels.map((level) => [level.code, level.specialties]))).toEqual({
      'level-3': undefined,
      'level-2': undefined,
      'level-2-mti': undefined,
      'level-2-simultaneous': [en],
      'level-1': others,
    })
    expect(termsOf(catti, guizhou, 'translation').levels.map(({ code }) => code)).not.toContain(
      'level-2-simultaneous',
    )
  })

  it('have no sessions of the other kind', () => {
    const days = (kind: string) =>
      termsOf(catti, guizhou, kind).sessions.map((at) => new Date(at).getUTCDate())
    expect(days('interpretation')).toEqual([5, 5])
    expect(days('translation')).toEqual([6, 6])
  })

  it('have one fee where all specialties of a level have the same', () => {
    const { fee } = termsOf(catti, guizhou, 'translation')
    expect(fee?.levels?.['level-3']).toEqual({
      perSubjectFen: 14000,
      subjects: { general: 5100, practice: 5500 },
    })
    expect(termsOf(catti, guizhou, 'interpretation').fee?.levels?.['level-3']).toEqual({
      perSubjectFen: 14000,
    })
  })

  it('keep the fees of specialties that differ', () => {
    const specialties = {
      'en-translation': { perRegistrationFen: 1 },
      'ru-translation': { perRegistrationFen: 2 },
    }
    const notice = noticeOf('gz-2022-catti-2', {
      fee: { perSubjectFen: 1, levels: { 'level-3': { specialties } } },
    })
    expect(termsOf(catti, notice, 'translation').fee).toEqual({
      perSubjectFen: 1,
      levels: { 'level-3': { specialties } },
    })
    expect(termsOf(catti, notice, 'interpretation').fee).toEqual({ perSubjectFen: 1 })
  })
})
