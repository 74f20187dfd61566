import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type RuleId, ruleIds, rules } from '../../src'
import { inProject, readText } from '../support/files'

/** The describe block of one rule: its file, its §, and the titles of its tests. */
type RuleBlock = { file: string; id: string; cites: string[]; titles: string[] }

const files = readdirSync(inProject('test/rules')).filter((file) => file.endsWith('.test.ts'))

const blocks = files
  .filter((file) => file !== 'complete.test.ts')
  .flatMap((file): RuleBlock[] =>
    readText(`test/rules/${file}`)
      .split(/^(?=describe\()/m)
      .slice(1)
      .map((text) => {
        const [id = '', ...cites] = /^describe\('([^']*)'/.exec(text)?.[1]?.split(' §') ?? []
        const titles = [...text.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*'((?:[^'\\]|\\.)*)'/g)]
        return { file, id, cites, titles: titles.map((match) => match[1] ?? '') }
      }),
  )

/** Advice is tested with the eligibility, which is no guard. */
const guarding = ruleIds.filter((id) => rules[id].kind !== 'advice')

describe('the tests of the rules', () => {
  it('have one block for each rule, and none for anything else', () => {
    expect(blocks.map(({ id }) => id).sort()).toEqual([...guarding].sort())
  })

  it('name the § of each rule as the rule does', () => {
    const known = blocks.filter(({ id }) => guarding.includes(id as RuleId))
    const cited = known.map(({ id, cites }) => ({ id, cites }))
    expect(cited).toEqual(known.map(({ id }) => ({ id, cites: rules[id as RuleId].cites })))
  })

  it('show each rule from both sides', () => {
    const sides = (id: RuleId): [RegExp, RegExp] =>
      rules[id].kind === 'branch' ? [/^takes /, /^does not take /] : [/^accepts /, /^refuses /]
    const oneSided = guarding.filter((id) => {
      const { titles = [] } = blocks.find((block) => block.id === id) ?? {}
      return !sides(id).every((side) => titles.some((title) => side.test(title)))
    })
    expect(oneSided).toEqual([])
  })
})
