import { describe, expect, it } from 'vitest'
import { eventTypes, factTypes, ruleIds, schemaNames, titles, toJSONSchema } from '../src'
import { allStatePaths } from '../src/engine/stateTree'
import { titles as titleData } from '../src/titleData'

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
    for (const one of Object.values({ ...titles.states, ...titles.events, ...titles.facts }))
      expect([one.zh, one.en]).toEqual([
        expect.stringMatching(/\p{Script=Han}/u),
        expect.stringMatching(/[a-z]/),
      ])
  })

  it('are the same as data: `npm run generate` writes it', () => {
    expect(titleData).toEqual(titles)
  })
})

describe('JSON Schema', () => {
  it.each(schemaNames)('describes %s', (name) => {
    expect(JSON.stringify(toJSONSchema(name)).length).toBeGreaterThan(name === 'issue' ? 200 : 500)
  })

  it('marks what is personal', () => {
    expect(JSON.stringify(toJSONSchema('event'))).toContain('"x-personal":true')
    expect(JSON.stringify(toJSONSchema('snapshot'))).not.toContain('"x-personal":true')
  })
})
