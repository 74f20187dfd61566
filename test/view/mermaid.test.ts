import { describe, expect, it } from 'vitest'
import { rules } from '../../src'
import { chart } from '../../src/view/chart'
import { mermaid } from '../../src/view/mermaid'
import { third } from '../support/sample'
import { parsed } from './mermaids'

const { states, transitions } = chart()
const stages = states.filter(({ parent }) => parent === undefined)
const idOf = (path: string) => path.replaceAll('.', '_')
const paths = states.map(({ path }) => path)

const chinese = /\p{Script=Han}/u

describe('the diagram of the whole machine', () => {
  it('has the stages of the path without their inner states', async () => {
    const drawn = await parsed(mermaid())
    expect([...drawn.states.keys()]).toEqual(stages.map(({ path }) => path))
  })

  it('has one arrow for each pair of stages that a transition connects', async () => {
    const drawn = await parsed(mermaid())
    const between = transitions.flatMap(({ from, branches }) =>
      branches.flatMap(({ target }) => {
        const [start, end] = [from.split('.')[0], target?.split('.')[0]]
        return start && end && start !== end ? [`${start} ${end}`] : []
      }),
    )
    expect(drawn.arrows.map(({ from, to }) => `${from} ${to}`).sort()).toEqual([...new Set(between)].sort())
  })

  it('lists in a note the events that are possible at any time', async () => {
    const { states: drawn } = await parsed(mermaid({ lang: 'zh' }))
    const note = drawn.get('ended')?.note
    expect(note).toMatch(/^随时\s+记录核查认定 若报名无效，费用不退 ⊘1\n/)
    expect(note).toMatch(/\n\s*取消报名 ⊘1\n/)
  })
})

describe('the diagram of a state', () => {
  it.each(third(paths, 0))(
    '%s is valid for Mermaid, in both languages, folded and unfolded',
    async (state) => {
      for (const lang of ['zh', 'en'] as const) {
        for (const all of [false, true]) {
          const drawn = await parsed(mermaid({ state, lang, all }))
          const inside = paths.filter((path) => path === state || path.startsWith(`${state}.`))
          for (const path of inside) expect(drawn.states.has(idOf(path))).toBe(true)
        }
      }
    },
  )

  it('has an arrow to each target of its transitions', async () => {
    const drawn = await parsed(mermaid({ state: 'declaring' }))
    expect(drawn.arrows.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'declaring_commitment registered',
      'declaring_commitment declaring_proof_uploading',
      'declaring_commitment declaring_evidence',
      'declaring_commitment paying',
      'declaring_commitment ended_abandoned',
      'declaring_commitment ended_voided',
      'declaring_evidence paying',
      'declaring_evidence declaring_proof_uploading',
      'declaring_evidence ended_abandoned',
      'declaring_evidence ended_voided',
      'declaring_proof_uploading declaring_proof_reviewing',
      'declaring_proof_uploading ended_abandoned',
      'declaring_proof_uploading ended_voided',
      'declaring_proof_reviewing paying',
      'declaring_proof_reviewing ended_abandoned',
      'declaring_proof_reviewing declaring_proof_uploading',
      'declaring_proof_reviewing ended_voided',
    ])
  })

  it('uses the chosen language', () => {
    for (const { path } of states) {
      expect(mermaid({ state: path, lang: 'en', all: true })).not.toMatch(chinese)
      expect(mermaid({ state: path, lang: 'zh' })).toMatch(chinese)
    }
  })

  it('shows the trigger of a transition, its condition and the number of rules that may refuse', () => {
    const zh = mermaid({ state: 'declaring', lang: 'zh' })
    expect(zh).toContain('declaring_commitment --> paying : 签署告知承诺书 否则 ⊘4')
    expect(zh).toContain('签署告知承诺书 若免试级别 ⊘4')
    expect(zh).toContain('declaring_evidence --> ended_abandoned : ◷ 报名截止')
  })

  it('names every refusal rule with the option all', () => {
    for (const { path, kind } of states.filter(({ kind }) => kind === 'atomic')) {
      const text = mermaid({ state: path, all: true })
      const own = transitions.filter(({ from }) => from === path).flatMap(({ refusals }) => refusals)
      const missing = own.filter((id) => !text.includes(`⊘ ${rules[id].title.en}`))
      expect({ path, kind, missing }).toEqual({ path, kind, missing: [] })
    }
  })

  it('shows events that stay in the state; those of every state only with the option all', () => {
    const text = mermaid({ state: 'qualifying.publicNotice.open' })
    expect(text).toContain('Receive a complaint')
    expect(text).not.toContain('Advance the clock')
    expect(mermaid({ state: 'qualifying.publicNotice.open', all: true })).toContain('Advance the clock')
  })

  it('throws for an unknown state', () => {
    expect(() => mermaid({ state: 'nowhere' })).toThrow(new RangeError('There is no state nowhere'))
  })
})
