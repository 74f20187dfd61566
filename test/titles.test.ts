import { describe, expect, it } from 'vitest'
import { schemaNames, titles, toJSONSchema } from '../src'

describe('titles', () => {
  it('call everything by its name in both languages', () => {
    expect(titles.event('commitment.sign').zh).toBe('签署告知承诺书')
    expect(titles.fact('refund.due').en).toBe('Refund owed')
    expect(titles.deadline('payment.closes').zh).toBe('缴费截止')
    expect(titles.role('office').zh).toBe('考试机构')
  })

  it('call a state of a region after both', () => {
    expect(titles.states({ paying: 'awaiting' })).toEqual([
      { path: 'paying.awaiting', title: { zh: '待缴费', en: 'Awaiting payment' } },
    ])
    expect(titles.states({ qualifying: { check: 'rejected', publicNotice: 'open' } })).toEqual([
      {
        path: 'qualifying.check.rejected',
        title: { zh: '报考条件在线核查：核查不通过', en: 'Check: rejected' },
      },
      { path: 'qualifying.publicNotice.open', title: { zh: '公示：公示中', en: 'Public notice: open' } },
    ])
    expect(titles.states('nowhere' as never)).toEqual([])
  })
})

describe('JSON Schema', () => {
  it.each(schemaNames)('describes %s', (name) => {
    expect(JSON.stringify(toJSONSchema(name)).length).toBeGreaterThan(200)
  })

  it('marks what is personal', () => {
    expect(JSON.stringify(toJSONSchema('event'))).toContain('"x-personal":true')
    expect(JSON.stringify(toJSONSchema('snapshot'))).not.toContain('"x-personal":true')
  })
})
