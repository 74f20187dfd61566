import { describe, expect, it } from 'vitest'
import {
  allSections,
  createRegistrations,
  defineProvision,
  type EventType,
  eventTypes,
  isIn,
  type Journey,
  type JourneyOptions,
  runJourney,
  type StatePath,
  type StateValue,
} from '../src'
import { events } from '../src/events'
import { misspeltKeys } from '../src/journeyFormat'

const journey = (changes: Partial<Journey> = {}): Journey => ({
  title: 'A journey',
  cites: ['6.4.5'],
  exam: 'social-worker',
  notice: 'gd-2024-social-worker',
  candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } },
  open: '2024-04-08T09:00:00+08:00',
  steps: [],
  ...changes,
})

const save = {
  at: '2024-04-08T09:30:00+08:00',
  by: 'candidate' as const,
  type: 'application.save',
  application: { level: 'intermediate', subjects: ['law'], place: '440100' },
}
const proof = {
  at: '2024-04-08T09:31:00+08:00',
  by: 'candidate' as const,
  type: 'route.choose',
  route: 'proof',
}

const fieldsOf = (type: EventType): string[] => [...Object.keys(events[type].fields), 'meta']

describe('runJourney', () => {
  const failuresOf = (expect: object) =>
    runJourney(journey({ steps: [save, { ...proof, expect }] })).steps[1]?.failures

  it('reports each failed expectation with the actual result', () => {
    expect(failuresOf({ state: ['filling.confirmation', 'paying'] })).toEqual([
      { expected: 'state', state: 'paying', got: ['filling.confirmation'] },
    ])
    expect(failuresOf({ refused: 'commitment.no-return' })).toEqual([
      { expected: 'refused', rule: 'commitment.no-return', got: undefined },
    ])
    expect(failuresOf({ facts: ['order.created'] })).toMatchObject([
      { expected: 'fact', fact: 'order.created' },
    ])
    expect(failuresOf({ absent: ['commitment.forfeited'] })).toMatchObject([{ expected: 'absent' }])
    const early = runJourney(journey({ steps: [proof] })).steps[0]
    expect(early?.failures).toEqual([{ expected: 'accepted', got: 'refused' }])
  })

  it('compares the fields of a fact deeply', () => {
    expect(failuresOf({ facts: [{ type: 'commitment.forfeited', examYear: 2024 }] })).toEqual([])
    expect(failuresOf({ facts: [{ type: 'commitment.forfeited', examYear: 2023 }] })).toHaveLength(1)
    expect(failuresOf({ facts: [{ type: 'commitment.forfeited', exam: ['social-worker'] }] })).toHaveLength(1)
    const confirm = { at: '2024-04-08T09:32:00+08:00', by: 'candidate' as const, type: 'application.confirm' }
    const subjects = (expected: string[]) =>
      runJourney(
        journey({
          steps: [
            save,
            proof,
            { ...confirm, expect: { facts: [{ type: 'application.confirmed', subjects: expected }] } },
          ],
        }),
      ).passed
    expect(subjects(['law'])).toBe(true)
    expect(subjects(['law', 'general'])).toBe(false)
    expect(subjects(['general'])).toBe(false)
  })

  it('accepts ids other than R and C, and a sender with an id', () => {
    const by = { role: 'candidate', id: 'somebody' }
    const steps = [{ ...save, by }, proof]
    const run = runJourney(journey({ steps }), { ids: { registrationId: 'X', candidateId: 'somebody' } })
    expect(run.passed).toBe(true)
    expect(run.snapshot?.context).toMatchObject({ registrationId: 'X', candidateId: 'somebody' })
    expect(runJourney(journey({ steps })).steps[0]?.decision).toMatchObject({
      refusal: { rule: 'actor.personal-act' },
    })
  })

  it('reports unknown states, facts and rules in an expectation, also under `absent`', () => {
    const expect_ = {
      state: ['paying', 'payed'],
      facts: ['order.made', { type: 'order.paid' }, { amountFen: 1 }],
      absent: ['commitment.gone'],
      refused: 'commitment.never',
    }
    const run = runJourney(journey({ steps: [save, { ...proof, expect: expect_ }] }))
    expect(run.steps).toEqual([])
    expect(run.issues.map(({ path, en }) => `${path}: ${en}`)).toEqual([
      'steps.1.expect.state.1: there is no state called "payed"',
      'steps.1.expect.facts.0: there is no fact called "order.made"',
      'steps.1.expect.facts.1: there is no fact called "order.paid"',
      'steps.1.expect.absent.0: there is no fact called "commitment.gone"',
      'steps.1.expect.refused: there is no rule called "commitment.never"',
    ])
    expect(run.issues[0]?.zh).toBe('没有名为“payed”的状态')
    const one = runJourney(journey({ steps: [{ ...save, expect: { state: 'payed' } }] }))
    expect(one.issues.map(({ path }) => path)).toEqual(['steps.0.expect.state'])
  })

  it('names the nearest exam, notice, state, fact and rule for a misspelt one', () => {
    const expect_ = {
      state: 'payng',
      facts: ['order.creatd'],
      absent: ['commitment.forfeit'],
      refused: 'commitment.noreturn',
    }
    const messages = ({ issues }: ReturnType<typeof runJourney>) => issues.map(({ zh, en }) => [en, zh])
    expect(messages(runJourney(journey({ steps: [{ ...save, expect: expect_ }] })))).toEqual([
      ['there is no state called "payng"; did you mean paying?', '没有名为“payng”的状态；是否指 paying？'],
      [
        'there is no fact called "order.creatd"; did you mean order.created?',
        '没有名为“order.creatd”的结果；是否指 order.created？',
      ],
      [
        'there is no fact called "commitment.forfeit"; did you mean commitment.forfeited?',
        '没有名为“commitment.forfeit”的结果；是否指 commitment.forfeited？',
      ],
      [
        'there is no rule called "commitment.noreturn"; did you mean commitment.no-return?',
        '没有名为“commitment.noreturn”的规则；是否指 commitment.no-return？',
      ],
    ])
    const misnamed = journey({ exam: 'data/exams/social-workr.json', notice: 'gd-2024-social-worke' })
    expect(messages(runJourney(misnamed))).toEqual([
      [
        'nothing bundled is called "data/exams/social-workr.json"; did you mean social-worker?',
        '没有名为“data/exams/social-workr.json”的内置数据；是否指 social-worker？',
      ],
      [
        'nothing bundled is called "gd-2024-social-worke"; did you mean gd-2024-social-worker?',
        '没有名为“gd-2024-social-worke”的内置数据；是否指 gd-2024-social-worker？',
      ],
    ])
  })

  it('reports a misspelt field of a step, and takes no field of an event for one', () => {
    const misspelt = { ...save, exepct: { state: 'paying' } }
    expect(runJourney(journey({ steps: [misspelt] }))).toMatchObject({
      steps: [],
      issues: [{ path: 'steps.0.exepct', en: 'there is no such field; did you mean expect?' }],
    })
    for (const type of eventTypes)
      expect([type, misspeltKeys(Object.fromEntries(fieldsOf(type).map((key) => [key, 1])))]).toEqual([
        type,
        [],
      ])
  })

  it('reports a § that the text does not have, and accepts every § and `policy`', () => {
    const cites = (...cited: string[]) =>
      runJourney(journey({ cites: cited })).issues.map(({ path, zh, en }) => [path, en, zh])
    expect(cites('6.4.5', '17', '§6.4.5')).toEqual([
      ['cites.1', 'the text has no § "17"', '原文没有第“17”节'],
      ['cites.2', 'the text has no § "§6.4.5"; did you mean 6.4.5?', '原文没有第“§6.4.5”节；是否指 6.4.5？'],
    ])
    expect(cites('policy', ...allSections.map(({ number }) => number))).toEqual([])
    expect(cites()).toEqual([])
  })

  it('cites local law only under provisions that cite it', () => {
    const law = { document: '某市报名公告（示例）', article: '第三条' }
    const provision = defineProvision({
      id: 'x.local',
      cites: [law],
      title: { zh: '示例', en: 'Example' },
      message: { zh: '示例。', en: 'Example.' },
      before: [['filling.route', 'route.choose']],
      standsAgainst: () => false,
    })
    const registrations = createRegistrations({ provisions: [provision] })
    const issues = (cite: string, options: JourneyOptions = { registrations }) =>
      runJourney(journey({ cites: ['6.4.5', 'policy', cite] }), options).issues.map(({ en, zh }) => [en, zh])
    const own = registrations.rules['x.local'].cites[0] as string
    expect(own).toBe('某市报名公告（示例） 第三条')
    expect(issues(own)).toEqual([])
    expect(issues(own, {})).toEqual([[`the text has no § "${own}"`, `原文没有第“${own}”节`]])
    expect(issues('某市规定')).toEqual([
      [`no provision cites "某市规定"; there are: ${own}`, `地方规定没有引用“某市规定”；可用的有：${own}`],
    ])
    expect(issues('某市报名公告（示例） 第四条')[0]?.[0]).toContain(`did you mean ${own}?`)
    expect(issues('17')).toEqual([['the text has no § "17"', '原文没有第“17”节']])
  })

  it('reports the mistakes of a journey and runs no step', () => {
    const wrong = (changes: object) => runJourney({ ...journey(), ...changes } as Journey)
    expect(wrong({ exam: 'data/exams/none.json', notice: 'none' }).issues.map(({ path }) => path)).toEqual([
      'exam',
      'notice',
    ])
    expect(wrong({ open: 'yesterday' }).issues).toMatchObject([{ path: 'open' }])
    expect(wrong({ opne: '' }).passed).toBe(false)
    expect(wrong({ notice: { id: 'n' } }).issues.length).toBeGreaterThan(3)
    expect(wrong({ steps: [{ ...save, expect: { sate: 'x' } }] }).issues).toMatchObject([
      { path: 'steps.0.expect.sate' },
    ])
    for (const none of [null, undefined, 1, 'x', [], {}]) {
      const run = runJourney(none as unknown as Journey)
      expect(run).toMatchObject({ title: '?', passed: false, steps: [], snapshot: null })
      expect(run.issues.length).toBeGreaterThan(0)
    }
  })
})

describe('isIn', () => {
  it('matches the current state and its parent, and no other state', () => {
    const value: StateValue = { paying: 'awaiting' }
    expect(isIn(value, 'paying')).toBe(true)
    expect(isIn(value, 'paying.awaiting')).toBe(true)
    expect(isIn(value, 'paying.reconciling')).toBe(false)
    expect(isIn('nowhere' as StateValue, 'paying')).toBe(false)
  })
  it.each(['pay', 'paying.await', 'awaiting', '', 'nowhere'])(
    'throws for %j, which is not a state path',
    (path) => {
      expect(() => isIn({ paying: 'awaiting' }, path as StatePath)).toThrow(`There is no state ${path}.`)
    },
  )
})
