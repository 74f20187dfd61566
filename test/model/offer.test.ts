import { describe, expect, it } from 'vitest'
import { type ExamSpec, type Notice, open } from '../../src'
import { fileIssues } from '../../src/cli/fileIssues'
import { termsOf } from '../../src/model/terms'
import { accepts, expectState, refuses } from '../rules/verdict'
import { examOf, marks, noticeOf, on, scenario, verified } from '../support/scenario'

const exam = examOf('social-worker')
const base = noticeOf('gd-2024-social-worker')
const issuesOf = (notice: object) => fileIssues('notice', notice).map(({ path, en }) => `${path}: ${en}`)

const save = (level: string, subjects: string[], specialty?: string) =>
  ({
    type: 'application.save',
    application: { level, subjects, place: '440100', ...(specialty && { specialty }) },
  }) as const

describe('sessions of single levels', () => {
  /** The junior practice paper ends half an hour earlier, and a day before the others. */
  const notice: Notice = {
    ...base,
    sessions: [
      { subject: 'general', starts: on('06-15 09:00'), ends: on('06-15 11:00') },
      { subject: 'practice', levels: ['junior'], starts: on('06-15 14:00'), ends: on('06-15 16:00') },
      { subject: 'law', starts: on('06-16 09:00'), ends: on('06-16 11:00'), levels: ['intermediate'] },
      { subject: 'practice', levels: ['intermediate'], starts: on('06-16 14:00'), ends: on('06-16 16:30') },
    ],
  }
  const sitting = (level: string, subjects: string[]) =>
    scenario({ notice }).when(save(level, subjects)).to('registered.seated')

  it('end the exam of a candidate with the last session of the level', () => {
    const junior = sitting('junior', ['general', 'practice'])
    expectState(accepts(junior, 'clock.advance', on('06-15 15:59:59')), 'registered.seated')
    expectState(accepts(junior, 'clock.advance', on('06-15 16:00')), 'marking')
    const intermediate = sitting('intermediate', ['general', 'law', 'practice'])
    expectState(accepts(intermediate, 'clock.advance', on('06-16 16:29:59')), 'registered.seated')
    expectState(accepts(intermediate, 'clock.advance', on('06-16 16:30')), 'marking')
  })

  it('stay those of the level when an amendment moves sessions', () => {
    const registered = scenario({ notice })
      .when(save('junior', ['general', 'practice']))
      .to('registered.waiting')
    const sessions = notice.sessions.map((session) => ({
      ...session,
      starts: session.starts.replace('06-1', '06-2'),
      ends: session.ends.replace('06-1', '06-2'),
    }))
    const moved = accepts(registered, { type: 'notice.amend', sessions })
    expect(moved.snapshot.context.terms.sessions).toEqual(
      [on('06-25 09:00'), on('06-25 16:00')].map((at) => Date.parse(at)),
    )
  })

  it('offer only the levels and specialties that they name', () => {
    const held = notice.sessions.filter(({ levels = ['junior'] }) => levels.includes('junior'))
    const offered = termsOf(exam, { ...notice, sessions: held }).levels.map(({ code }) => code)
    expect(offered).toEqual(['junior', 'intermediate'])
    const juniorOnly = held.map((session) => ({ ...session, levels: ['junior'] }))
    expect(termsOf(exam, { ...notice, sessions: juniorOnly }).levels.map(({ code }) => code)).toEqual([
      'junior',
    ])
    const catti = noticeOf('gd-2022-catti-1')
    const one = {
      ...catti,
      sessions: catti.sessions.map((each) => ({ ...each, specialties: ['fr-translation'] })),
    }
    const filling = scenario({ exam: examOf('catti'), notice: one }).to('filling.application')
    accepts(filling, save('level-3', ['general', 'practice'], 'fr-translation'))
    refuses('application.offered', filling, save('level-3', ['general', 'practice'], 'en-translation'))
  })

  it('have an issue for a level or specialty that the exam does not have', () => {
    const session = { ...base.sessions[0], levels: ['juniors'], specialties: ['x'] }
    expect(issuesOf({ ...base, sessions: [session, ...base.sessions] })).toEqual([
      'sessions.0.levels.0: the exam has no level "juniors"; did you mean junior?',
      'sessions.0.specialties.0: the exam has no specialty "x"',
    ])
  })
})

describe('pass marks by level', () => {
  const notice: Notice = {
    ...base,
    passMarks: { general: 60, law: 60, practice: { levels: { junior: 55, intermediate: 58 } } },
  }
  const marked = (level: string, subjects: string[], practice: number) =>
    accepts(
      scenario({ notice }).when(save(level, subjects)).to('marking'),
      marks({ practice }),
      on('08-05 10:00'),
    )

  it('judge a candidate by the mark of the own level', () => {
    expectState(marked('junior', ['general', 'practice'], 55), 'qualifying')
    expectState(marked('junior', ['general', 'practice'], 54.5), 'notPassed.open')
    expectState(marked('intermediate', ['general', 'law', 'practice'], 58), 'qualifying')
    expectState(marked('intermediate', ['general', 'law', 'practice'], 57.5), 'notPassed.open')
  })

  it('replace that of the level only, if an amendment names one', () => {
    const registered = scenario({ notice })
      .when(save('junior', ['general', 'practice']))
      .to('marking')
    const amended = accepts(registered, {
      type: 'notice.amend',
      passMarks: { practice: { levels: { intermediate: 90 } }, general: { levels: { junior: 61 } } },
    })
    expect(amended.snapshot.context.terms.passMarks).toMatchObject({ general: 61, practice: 55 })
    const before = scenario({ notice }).to('filling.application')
    const early = accepts(before, {
      type: 'notice.amend',
      passMarks: { general: { levels: { junior: 61 } } },
    })
    const passMarksAfter = (level: string, subjects: string[]) =>
      early.when(save(level, subjects)).to('registered.waiting').snapshot.context.terms.passMarks
    expect(passMarksAfter('junior', ['general', 'practice'])).toMatchObject({ general: 61 })
    expect(passMarksAfter('intermediate', ['general', 'law', 'practice'])).toMatchObject({ general: 60 })
  })

  it('have an issue for a level that the exam does not have', () => {
    expect(issuesOf({ ...base, passMarks: { general: { levels: { juniors: 1 } } } })).toEqual([
      'passMarks.general.levels.juniors: the exam has no level "juniors"; did you mean junior?',
    ])
    expect(issuesOf({ ...base, passMarks: { general: {} } }).length).toBeGreaterThan(0)
  })
})

describe('pass marks by specialty', () => {
  const notice = noticeOf('gd-2023-economics', {
    passMarks: { basics: 84, specialty: { specialties: { finance: 60, tourism: 65 } } },
  })
  const confirmed = scenario({ exam: examOf('economics'), notice }).when(
    save('junior', ['basics', 'specialty'], 'finance'),
  )
  const amendments: [what: string, passMarks: NonNullable<Notice['passMarks']>, pass: number][] = [
    ['its level', { specialty: { levels: { junior: 80 } } }, 60],
    [
      'its level and another specialty',
      { specialty: { levels: { junior: 80 }, specialties: { tourism: 50 } } },
      60,
    ],
    ['its specialty', { specialty: { specialties: { finance: 70 } } }, 70],
    ['all', { specialty: 75 }, 75],
  ]

  it.each(amendments)(
    'win over that of the level, whenever an amendment sets one for %s',
    (_, passMarks, pass) => {
      for (const when of ['paying.awaiting', 'registered.waiting', 'marking']) {
        const amended = accepts(confirmed.to(when as 'marking'), { type: 'notice.amend', passMarks })
        const marked = (specialty: number) =>
          accepts(amended.to('marking'), marks({ basics: 84, specialty }), on('12-20 10:00', 2023))
        expectState(marked(pass), 'qualifying')
        expectState(marked(pass - 0.5), 'notPassed.open')
      }
    },
  )

  it('stay those of the specialty through several amendments after payment', () => {
    const amend = (passMarks: NonNullable<Notice['passMarks']>) =>
      ({ type: 'notice.amend', passMarks }) as const
    const amended = confirmed
      .to('marking')
      .when(amend({ basics: 80 }))
      .when(amend({ specialty: { levels: { junior: 90 } } }))
    expectState(accepts(amended, marks({ basics: 80, specialty: 60 }), on('12-20 10:00', 2023)), 'qualifying')
  })
})

describe('a subject that all specialties share', () => {
  const economics = examOf('economics')
  const shared: ExamSpec = {
    ...economics,
    subjects: economics.subjects.map((subject) =>
      subject.code === 'basics' ? { ...subject, common: true } : subject,
    ),
  }
  const [level] = economics.levels.filter(({ validityYears }) => validityYears > 1)
  const [before = '', now = ''] = level?.specialties ?? economics.specialties ?? []
  const credit = { subject: 'basics', year: 2022, level: level?.code ?? '', specialty: before }
  const passing = (spec: ExamSpec) =>
    scenario({ exam: spec, notice: noticeOf('gd-2023-economics'), history: { credits: [credit] } }).to(
      'filling.application',
    )

  it('keeps its credit when the specialty changes', () => {
    const changed = save(level?.code ?? '', ['basics'], now)
    refuses('application.already-credited', passing(shared), changed)
    accepts(passing(economics), changed)
  })

  it('keeps no credit of another level', () => {
    const other = { ...credit, level: 'senior' }
    const filling = scenario({
      exam: shared,
      notice: noticeOf('gd-2023-economics'),
      history: { credits: [other] },
    }).to('filling.application')
    accepts(filling, save(level?.code ?? '', ['basics'], now))
  })
})

describe('the kinds of an exam', () => {
  const kinds = examOf('catti')
  const notice = noticeOf('gd-2022-catti-1')
  const opened = (kind?: string) =>
    open({
      registrationId: 'R',
      candidateId: 'C',
      exam: kinds,
      notice,
      candidate: verified,
      at: notice.windows.registration.opens,
      ...(kind !== undefined && { kind }),
    })
  /** The specialties on offer of a kind, or of all. */
  const offered = (kind?: string) => {
    const { levels = [], specialties = [] } = opened(kind).snapshot?.context.terms ?? {}
    return new Set(levels.flatMap((level) => level.specialties ?? specialties))
  }

  it('offer the specialties of the chosen kind alone; without one, all', () => {
    const of = (kind: string) => ['en', 'ja', 'fr', 'ar', 'pt'].map((language) => `${language}-${kind}`)
    for (const kind of ['translation', 'interpretation']) {
      expect([...offered(kind)].sort()).toEqual(of(kind).sort())
      expect(opened(kind).snapshot?.context.terms.kind).toBe(kind)
    }
    expect([...offered()].sort()).toEqual([...of('translation'), ...of('interpretation')].sort())
  })

  it('offer only the levels of the kind', () => {
    const only = {
      ...kinds,
      levels: kinds.levels.map((level) =>
        level.code === 'level-1' ? { ...level, kinds: ['interpretation'] } : level,
      ),
    }
    const codes = (kind: string) => termsOf(only, notice, kind).levels.map(({ code }) => code)
    expect(codes('translation')).not.toContain('level-1')
    expect(codes('interpretation')).toContain('level-1')
  })

  it('are refused by name if the exam does not have them', () => {
    const refused = (kind: string, exam: ExamSpec) => {
      const at = notice.windows.registration.opens
      const decision = open({ registrationId: 'R', candidateId: 'C', exam, notice, kind, at })
      return decision.accepted ? [] : decision.refusal.issues?.map(({ path, en }) => `${path}: ${en}`)
    }
    expect(refused('translations', kinds)).toEqual([
      'kind: the exam has no kind "translations"; did you mean translation?',
    ])
    const { kinds: _kinds, specialtyKinds: _of, ...without } = kinds
    const levels = without.levels.map(({ kinds: _, ...level }) => level)
    expect(refused('translation', { ...without, levels })).toEqual([
      'kind: the exam has no kind "translation"',
    ])
  })

  it('are refused if the notice has no session of them', () => {
    const translation = notice.sessions.map((session) => ({
      ...session,
      specialties: (kinds.specialties ?? []).filter((one) => one.endsWith('-translation')),
    }))
    const at = notice.windows.registration.opens
    const issues = (kind: string) => {
      const given = { ...notice, sessions: translation }
      const decision = open({ registrationId: 'R', candidateId: 'C', exam: kinds, notice: given, kind, at })
      return decision.accepted ? [] : decision.refusal.issues?.map(({ path, en }) => `${path}: ${en}`)
    }
    expect(issues('translation')).toEqual([])
    expect(issues('interpretation')).toEqual(['kind: the notice does not offer the kind "interpretation"'])
  })

  it('have an issue in the exam if a specialty or level names one that does not exist', () => {
    const wrong = { ...kinds, specialtyKinds: { 'en-translation': 'oral', 'xx-translation': 'translation' } }
    expect(fileIssues('exam', wrong).map(({ path, en }) => `${path}: ${en}`)).toEqual([
      'specialtyKinds.xx-translation: the exam has no specialty "xx-translation"; did you mean en-translation?',
      'specialtyKinds.en-translation: the exam has no kind "oral"',
    ])
  })
})
