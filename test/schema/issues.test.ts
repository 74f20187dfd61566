import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { nearestName, patternShape } from '../../src/schema/issueMessages'
import { read } from '../../src/schema/issues'

/** The messages for invalid input. */
describe('the message for an issue, in both languages', () => {
  const nothing = undefined
  it.each<[string, z.ZodType, unknown, string, string]>([
    ['nothing where something must be', z.object({}), nothing, '未填写', 'is missing'],
    ['no choice where one must be made', z.enum(['a', 'b']), nothing, '未填写', 'is missing'],
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
    [
      'none of the forms',
      z.union([z.object({ days: z.int(), start: z.string().optional() }), z.object({ closes: z.string() })]),
      {},
      '须为以下形式之一：{ days, start? }、{ closes }',
      'must have one of the forms { days, start? }, { closes }',
    ],
    [
      'none of the types',
      z.union([z.string(), z.array(z.string())]),
      7,
      '格式不符',
      'has none of the allowed forms',
    ],
  ])('describes %s', (_, schema, input, zh, en) => {
    expect(read(schema, input)).toEqual({ issues: [{ path: '', zh, en }] })
  })

  it('comes from zod if this library has none of its own', () => {
    const { issues } = read(z.number().multipleOf(5), 7)
    expect(issues?.[0]?.zh).toMatch(/\p{Script=Han}/u)
    expect(issues?.[0]?.en).toMatch(/multiple/)
  })

  it('never shows a regular expression', () => {
    expect(read(z.string().regex(/^R/), 'S')).toEqual({
      issues: [{ path: '', zh: '格式有误', en: 'has a wrong format' }],
    })
    const described = patternShape(/^R\d$/, '须为 R 加一位数字', 'must be R and a digit')
    expect(read(described, 'S')).toEqual({
      issues: [{ path: '', zh: '须为 R 加一位数字', en: 'must be R and a digit' }],
    })
  })

  it('names the field by its title, or the nearest field around it that has one', () => {
    const schema = z.strictObject({
      profile: z.strictObject({ employer: z.string().min(1), unnamed: z.int() }),
    })
    expect(read(schema, { profile: { employer: '', unnamed: 'x' } }).issues).toEqual([
      { path: 'profile.employer', zh: '“工作单位”不能为空', en: '“employer” must not be empty' },
      { path: 'profile.unnamed', zh: '“个人信息”须为数字', en: '“profile” must be a number' },
    ])
  })
})

describe('an unknown field', () => {
  const span = z.union([
    z.strictObject({ workingDays: z.int(), startDay: z.string().optional() }),
    z.strictObject({ days: z.int(), startDay: z.string().optional() }),
  ])
  it('is reported by its own path, with one issue for each field', () => {
    const { issues } = read(z.strictObject({ inner: z.strictObject({ days: z.int() }) }), {
      inner: { days: 1, a: 1, b: 2 },
      c: 3,
    })
    expect(issues?.map(({ path }) => path)).toEqual(['inner.a', 'inner.b', 'c'])
  })
  const pathsOf = (schema: z.ZodType, input: unknown) =>
    read(schema, input).issues?.map(({ path, en }) => `${path}: ${en}`)

  it('is reported for the option of a union that the input fits best', () => {
    expect(pathsOf(z.strictObject({ check: span }), { check: { days: 5, startday: 'skip' } })).toEqual([
      'check.startday: there is no such field; did you mean startDay?',
    ])
  })
  it('is reported for the union option whose key it misspells', () => {
    expect(pathsOf(span, { workingDay: 5 })).toEqual([
      'workingDays: “working days” is missing',
      'workingDay: there is no such field; did you mean workingDays?',
    ])
  })
  it('is reported if a name is allowed instead of the object', () => {
    const award = z.union([z.literal('certificate'), z.strictObject({ proofYears: z.int() })])
    expect(pathsOf(award, { proofYear: 3 })).toEqual([
      'proofYears: “years of the proof” is missing',
      'proofYear: there is no such field; did you mean proofYears?',
    ])
    expect(pathsOf(award, 'paper')).toEqual([': must be one of: certificate'])
  })
  it.each([
    ['dueat', 'dueAt'],
    ['passMark', 'passMarks'],
    ['MARKS', 'marks'],
    ['paiment', 'payment'],
    ['mood', undefined],
    ['', undefined],
    ['id', undefined],
  ])('named %j has %j as nearest name', (given, expected) => {
    expect(nearestName(given, ['dueAt', 'passMarks', 'marks', 'payment'])).toBe(expected)
  })
  it.each([
    ['order.creatd', 'order.created'],
    ['ordr.created', 'order.created'],
    ['commitment.never', undefined],
  ])('in a group, as %j, has %j as nearest name', (given, expected) => {
    expect(nearestName(given, ['order.created', 'commitment.offered'])).toBe(expected)
  })
  it('has no nearest name if no field is allowed', () => {
    expect(nearestName('any', [])).toBeUndefined()
  })
})
