import { describe, expect, it } from 'vitest'
import { namedStates } from '../../src/adoption/namedStates'
import { allStatePaths } from '../../src/machine/states'
import { titles } from '../../src/titles'

describe('the states that a text names', () => {
  it.each(allStatePaths())('include %s by its path and its titles', (path) => {
    for (const text of [path, titles.states[path].zh, titles.states[path].en.toUpperCase()])
      expect(namedStates(text)).toMatchObject({ states: expect.arrayContaining([[path]]) })
  })

  it('can be parallel, separated in several ways', () => {
    const states = [['qualifying.check.approved', 'qualifying.publicNotice.open']]
    for (const text of [
      'qualifying.check.approved qualifying.publicNotice.open',
      'qualifying.check.approved; qualifying.publicNotice.open',
      '核查通过+公示中',
    ])
      expect(namedStates(text)).toEqual({ states })
  })

  it('are those that are possible, if a title has several', () => {
    expect(namedStates('成绩不合格')).toEqual({ states: [['notPassed'], ['ended.notPassed']] })
  })

  it.each(['', '已交费', 'paying.waiting', 'paying.awaiting registered.waiting'])(
    'do not exist: %j',
    (text) => {
      expect(namedStates(text)).toHaveProperty('mistake')
    },
  )
})
