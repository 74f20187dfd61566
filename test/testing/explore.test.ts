import { describe, expect, it } from 'vitest'
import { runJourney } from '../../src'
import { hasForfeited } from '../../src/model/commitment'
import { type ExplorationNode, explore, pathsTo, runScenario } from '../../src/testing'
import { shrink } from '../../src/testing/violation'
import { examOf, noticeOf, verified } from '../support/scenario'

const notice = noticeOf('gd-2024-social-worker')
const input = {
  registrationId: 'R',
  candidateId: 'C',
  exam: examOf('social-worker', {
    levels: examOf('social-worker').levels.filter(({ code }) => code === 'junior'),
  }),
  notice,
  candidate: verified,
  at: notice.windows.registration.opens,
}

describe('pathsTo', () => {
  it.each(['paying.reconciling', 'declaring.proof.reviewing', 'ended.abandoned', 'registered.waiting'])(
    'finds a shortest way to %s, as a journey that can be played',
    (state) => {
      const journey = pathsTo(state, input)
      const run = journey && runJourney(journey)
      expect(run?.issues).toEqual([])
      expect(run?.steps.every(({ decision }) => decision.accepted)).toBe(true)
      const last = run?.steps.at(-1)?.decision.snapshot.value ?? run?.snapshot?.value
      const [stage, inner] = state.split('.')
      expect(JSON.stringify(last)).toContain(`"${stage}":`)
      expect(JSON.stringify(last)).toContain(inner)
    },
  )

  it('says so where there is none', () => {
    expect(pathsTo('certified.paper.delivered', input, { steps: 500 })).toBeUndefined()
  })

  it('names an unknown state, and what is wrong with an opening', () => {
    expect(() => pathsTo('paying.reconcilng', input)).toThrow(
      /no state paying.reconcilng.*paying.reconciling/,
    )
    const named = { ...input, exam: 'social-worker' as never }
    expect(() => pathsTo('paying', named)).toThrow(/input.malformed.*exam: /)
  })
})

describe('explore', () => {
  it('stops after so many decisions, and says that it was cut off', () => {
    const found = explore([{ input }], { steps: 100 })
    expect(found).toMatchObject({ steps: 100, complete: false, violation: undefined })
  })

  it('lets a candidate who gave up the commitment open another registration, with the history that follows', () => {
    const reopened: ExplorationNode[] = []
    explore([{ input }], {
      interruptions: 0,
      steps: 5000,
      onNode: (node) => {
        if (node.from === undefined && node.input.history?.commitmentForfeited) reopened.push(node)
        return undefined
      },
    })
    expect(reopened.length).toBeGreaterThan(0)
    expect(reopened.every(({ snapshot }) => hasForfeited(snapshot.context))).toBe(true)
  })

  it('says what is wrong where nothing can be opened', () => {
    expect(() => explore([{ input: { ...input, at: 'never' } }])).toThrow(/input\.malformed.*at: /)
  })
})

describe('a scenario that violates an invariant', () => {
  it('is judged at each step; one that violates none is not shrunk', () => {
    const journey = pathsTo('registered.waiting', input)
    const events = runJourney(journey as never).steps.map(({ event }) => event)
    expect(runScenario(input, events)).toMatchObject({ violated: undefined })
    expect(shrink(input, events, 'a settlement is never refused')).toBeUndefined()
  })
})
