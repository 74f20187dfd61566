import { describe, expect, it } from 'vitest'
import texts from '../data/titles.json'
import {
  eventTypes,
  factTypes,
  ruleIds,
  rules,
  type SchemaName,
  schemaNames,
  titles,
  toJSONSchema,
} from '../src'
import type { Language } from '../src/language'
import type { StateMeta } from '../src/machine/setup'
import type { StatePath } from '../src/machine/states'
import { allStateNodes, allStatePaths } from '../src/machine/states'
import { roles } from '../src/schema/vocabulary'
import { withoutValues } from '../src/templates'

describe('titles', () => {
  it('include the texts of events, facts, deadlines and roles', () => {
    expect(titles.events['commitment.sign'].zh).toBe('签署告知承诺书')
    expect(titles.facts['refund.due'].en).toBe('Refund owed')
    expect(titles.deadlines['payment.closes'].zh).toBe('缴费截止')
    expect(titles.roles.office.zh).toBe('考试机构')
  })

  it('of a state in a region contain both the region and the state', () => {
    expect(titles.states['paying.awaiting']).toEqual({ zh: '待缴费', en: 'Awaiting payment' })
    expect(titles.states['qualifying.check.rejected']).toEqual({
      zh: '报考条件在线核查：核查不通过',
      en: 'Check: rejected',
    })
    expect(titles.states['qualifying.publicNotice.open']).toEqual({
      zh: '公示：公示中',
      en: 'Public notice: open',
    })
  })

  it('cover every state, event, fact, rule and role, in both languages', () => {
    expect(Object.keys(titles.states)).toEqual(allStatePaths())
    expect(Object.keys(titles.events)).toEqual(eventTypes)
    expect(Object.keys(titles.facts)).toEqual(factTypes)
    expect(Object.keys(titles.rules)).toEqual(ruleIds)
    expect(Object.keys(titles.roles)).toEqual(roles)
    for (const one of Object.values({ ...titles.states, ...titles.events, ...titles.facts }))
      expect([one.zh, one.en]).toEqual([
        expect.stringMatching(/\p{Script=Han}/u),
        expect.stringMatching(/[a-z]/),
      ])
  })

  it('list the parallel states of the machine, whose regions are part of the state titles', () => {
    const parallel = allStateNodes().filter(({ type }) => type === 'parallel')
    expect(texts.parallelStates).toEqual(parallel.map(({ path }) => path.join('.')))
  })

  it('match the texts of the machine and its rules', () => {
    for (const { path, meta } of allStateNodes())
      expect((meta as StateMeta).title).toEqual(texts.states[path.join('.') as StatePath])
    for (const id of ruleIds) {
      const { title, message } = texts.rules[id]
      expect(rules[id]).toMatchObject({ title, message: withoutValues(message) })
    }
  })
})

describe('JSON Schema', () => {
  it.each(schemaNames)('describes %s', (name) => {
    expect(JSON.stringify(toJSONSchema(name)).length).toBeGreaterThan(name === 'issue' ? 200 : 500)
  })

  it('throws for an unknown schema or language, and lists the known ones', () => {
    expect(() => toJSONSchema('unknown' as SchemaName)).toThrow(
      'There is no schema unknown. There are: event, fact,',
    )
    expect(() => toJSONSchema('event', { lang: 'fr' as Language })).toThrow(
      'There is no language fr. There are: zh, en.',
    )
  })

  it('marks personal fields of events, and none in snapshots', () => {
    expect(JSON.stringify(toJSONSchema('event'))).toContain('"x-personal":true')
    expect(JSON.stringify(toJSONSchema('snapshot'))).not.toContain('"x-personal":true')
  })
})
