import { describe, expect, it } from 'vitest'
import { checkOptions } from '../../src/postgres/options'

describe('a wrong option of a store', () => {
  const instant = 'must be an instant with seconds and an offset, such as 2024-04-08T10:00:00+08:00'

  it.each([
    ['prune', {}],
    ['archive', { write: () => {} }],
    ['find', { orderBy: 'id' }],
  ] as const)('names the type that an instant has: %s', (call, others) => {
    const name = call === 'find' ? 'dueBefore' : 'before'
    for (const before of [new Date(), 5, 'yesterday', '2024-04-08'])
      expect(() => checkOptions(call, { ...others, [name]: before })).toThrow(
        new RangeError(`${call}: ${name} ${instant}`),
      )
  })

  it('is named as the code names it, without the title of a field of an event', () => {
    expect(() => checkOptions('archive', { write: () => {} })).toThrow(
      new RangeError('archive: before is missing'),
    )
    expect(() => checkOptions('log', { limit: 'x' })).toThrow(/^log: limit must be a number/)
  })
})
