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
import { allStateNodes, allStatePaths } from '../src/engine/stateTree'
import type { StatePath } from '../src/engine/stateValue'
import type { Language } from '../src/language'
import type { StateMeta } from '../src/machine/setup'
import { roles } from '../src/schema/vocabulary'

describe('titles', () => {
  it('call everything by its name in both languages', () => {
    expect(titles.events['commitment.sign'].zh).toBe('签署告知承诺书')
    expect(titles.facts['refund.due'].en).toBe('Refund owed')
    expect(titles.deadlines['payment.closes'].zh).toBe('缴费截止')
    expect(titles.roles.office.zh).toBe('考试机构')
  })

  it('call a state of a region after both', () => {
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

  it('name every state, event, fact, rule, deadline and role in both languages', () => {
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

  it('name the parallel states of the machine, whose regions their states are named after', () => {
    const parallel = allStateNodes().filter(({ type }) => type === 'parallel')
    expect(texts.parallelStates).toEqual(parallel.map(({ path }) => path.join('.')))
  })

  it('are the texts that the machine and its rules carry', () => {
    for (const { path, meta } of allStateNodes())
      expect((meta as StateMeta).title).toEqual(texts.states[path.join('.') as StatePath])
    for (const id of ruleIds) expect(rules[id]).toMatchObject(texts.rules[id])
  })
})

describe('JSON Schema', () => {
  it.each(schemaNames)('describes %s', (name) => {
    expect(JSON.stringify(toJSONSchema(name)).length).toBeGreaterThan(name === 'issue' ? 200 : 500)
  })

  it('names the schemas and languages there are, for any other', () => {
    expect(() => toJSONSchema('unknown' as SchemaName)).toThrow(
      'There is no schema unknown. There are: event, fact,',
    )
    expect(() => toJSONSchema('event', { lang: 'fr' as Language })).toThrow(
      'There is no language fr. There are: zh, en.',
    )
  })

  it('marks what is personal', () => {
    expect(JSON.stringify(toJSONSchema('event'))).toContain('"x-personal":true')
    expect(JSON.stringify(toJSONSchema('snapshot'))).not.toContain('"x-personal":true')
  })
})
