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
    'returns a journey to %s whose events are all accepted',
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

  it('returns `undefined` if it finds no path', () => {
    expect(pathsTo('certified.paper.delivered', input, { steps: 500 })).toBeUndefined()
  })

  it('throws on an unknown state, and on an invalid opening with its issues', () => {
    expect(() => pathsTo('paying.reconcilng', input)).toThrow(
      /no state paying.reconcilng.*paying.reconciling/,
    )
    const named = { ...input, exam: 'social-worker' as never }
    expect(() => pathsTo('paying', named)).toThrow(/input.malformed.*exam: /)
  })
})

describe('explore', () => {
  it('stops at the limit of steps, and reports that it is incomplete', () => {
    const found = explore([{ input }], { steps: 100 })
    expect(found).toMatchObject({ steps: 100, complete: false, violation: undefined })
  })

  it('opens another registration, with the resulting history, after a commitment is forfeited', () => {
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

  it('throws with the issues if the opening is invalid', () => {
    expect(() => explore([{ input: { ...input, at: 'never' } }])).toThrow(/input\.malformed.*at: /)
  })
})

describe('a scenario without a violation', () => {
  it('has no violated invariant, and is not shrunk', () => {
    const journey = pathsTo('registered.waiting', input)
    const events = runJourney(journey as never).steps.map(({ event }) => event)
    expect(runScenario(input, events)).toMatchObject({ violated: undefined })
    expect(shrink(input, events, 'a settlement is never refused')).toBeUndefined()
  })
})
