import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonMistake } from '../../src/cli/jsonMistake'

describe('the place where a text stops being JSON', () => {
  it.each<[what: string, text: string, line: number, column: number]>([
    ['a comma after the last field', '{\n  "a": 1,\n}', 3, 1],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['a missing colon', '{ "a" 1 }', 1, 7],
    ['a field without quotes', '{ "a": { b: 1 } }', 1, 10],
    ['single quotes', "{\r\n  'a': 1 }", 2, 3],
    ['Chinese quotes', '[“a”]', 1, 2],
    ['a full-width space, which JSON does not allow', '{\u3000"a": 1 }', 1, 2],
    ['a comment', '// mine\n{}', 1, 1],
    ['a text across two lines', '[1,\n "a\n b"]', 2, 2],
    ['an unknown escape', '["\\x"]', 1, 2],
    ['a number with a leading zero', '[007]', 1, 3],
    ['an unknown word', '[true, undefined]', 1, 8],
    ['the wrong bracket', '[{}, {]', 1, 7],
    ['more than one value', '{}\n{}', 2, 1],
  ])('is found for %s', (_, text, line, column) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(jsonMistake(text)).toEqual({
      zh: `第 ${line} 行第 ${column} 列有误`,
      en: `the mistake is on line ${line}, column ${column}`,
    })
  })

  it.each([
    ['', 1, 1],
    ['{ "title": ', 1, 12],
    ['[\n  { "a": [1, 2]\n', 3, 1],
  ])('is the end of a text that breaks off: %j', (text, line, column) => {
    expect(jsonMistake(text)).toEqual({
      zh: `在第 ${line} 行第 ${column} 列中断`,
      en: `it breaks off on line ${line}, column ${column}`,
    })
  })

  it('is exact for a mistake that follows any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(jsonMistake(`[${json} ?`).en).toBe(`the mistake is on line 1, column ${json.length + 3}`)
      }),
    )
  })
})
