import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { read } from '../../src/schema/issues'

/** The messages for invalid input. */
describe('a mistake is described in words, in both languages', () => {
  const nothing = undefined
  it.each<[string, z.ZodType, unknown, string, string]>([
    ['nothing where something must be', z.object({}), nothing, '缺少此项', 'is missing'],
    ['no choice where one must be made', z.enum(['a', 'b']), nothing, '缺少此项', 'is missing'],
    ['none of the choices', z.enum(['a', 'b']), 'c', '须为以下之一：a、b', 'must be one of: a, b'],
    [
      'none of the choices where an object may stand too',
      z.union([z.enum(['a', 'b']), z.object({})]),
      'c',
      '须为以下之一：a、b',
      'must be one of: a, b',
    ],
    ['no text', z.string(), 7, '须为文本', 'must be a text'],
    ['no number', z.number(), '7', '须为数字', 'must be a number'],
    ['a fraction', z.int(), 7.5, '须为整数', 'must be a whole number'],
    ['neither true nor false', z.boolean(), 'yes', '须为 true 或 false', 'must be true or false'],
    ['no list', z.array(z.string()), {}, '须为列表', 'must be a list'],
    ['no object', z.object({}), null, '须为一组字段', 'must be an object with fields'],
    ['no record', z.record(z.string(), z.string()), [], '须为一组字段', 'must be an object with fields'],
    ['an empty text', z.string().min(1), '', '不能为空', 'must not be empty'],
    ['a short text', z.string().min(2), 'a', '至少 2 个字符', 'must have at least 2 characters'],
    ['a long text', z.string().max(2), 'abc', '至多 2 个字符', 'must have at most 2 characters'],
    ['an empty list', z.array(z.string()).min(1), [], '不能为空', 'must not be empty'],
    ['a long list', z.array(z.string()).max(1), ['a', 'b'], '至多 1 项', 'must have at most 1 entries'],
    ['less than the least', z.number().min(1), 0, '不得小于 1', 'must be at least 1'],
    ['no more than what must be exceeded', z.number().gt(0), 0, '须大于 0', 'must be more than 0'],
    ['more than the most', z.number().max(9), 10, '不得大于 9', 'must be at most 9'],
    ['as much as must not be reached', z.number().lt(9), 9, '须小于 9', 'must be less than 9'],
    ['no day', z.iso.date(), 'today', '须为日期，例如 2024-04-08', 'must be a day, such as 2024-04-08'],
  ])('%s', (_, schema, input, zh, en) => {
    expect(read(schema, input)).toEqual({ issues: [{ path: '', zh, en }] })
  })

  it('and by zod’s where it has better ones', () => {
    const { issues } = read(z.string().regex(/^R/), 'S')
    expect(issues?.[0]?.zh).toMatch(/\p{Script=Han}/u)
    expect(issues?.[0]?.en).toMatch(/pattern/)
  })
})
