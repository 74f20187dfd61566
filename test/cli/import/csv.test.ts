import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../../src/cli/import/csv'

async function parsed(text: string): Promise<[number, ...string[]][]> {
  const { heading, lines } = await parseCsv('list.csv', text)
  const all: [number, ...string[]][] = [[heading.number, ...heading.cells]]
  for await (const { number, cells } of lines) all.push([number, ...cells])
  return all
}

describe('a CSV file', () => {
  it.each([',', '\t', ';'])('may be separated by %j', async (separator) => {
    const text = [
      `a${separator}b${separator}c`,
      `1${separator}${separator}"x,;\t"`,
      `${separator}${separator}3`,
    ]
    expect(await parsed(text.join('\n'))).toEqual([
      [1, 'a', 'b', 'c'],
      [2, '1', '', 'x,;'],
      [3, '', '', '3'],
    ])
  })

  it('drops lines and last columns that are empty throughout, and counts them', async () => {
    const text = '\n , ,\na,,b,,\n\n1,,2,,\n,,,,\n3\n,,4\n\n'
    expect(await parsed(text)).toEqual([
      [3, 'a', '', 'b'],
      [5, '1', '', '2'],
      [7, '3'],
      [8, '', '', '4'],
    ])
  })

  it('keeps line breaks within quotes, and counts from the first line of each record', async () => {
    expect(await parsed('a,b\n"1\n\n2",x\n 3 ,  "y"\n')).toEqual([
      [1, 'a', 'b'],
      [2, '1\n\n2', 'x'],
      [5, '3', 'y'],
    ])
  })

  it.each([',', '\t', ';'])('keeps the text marks of a spreadsheet, separated by %j', async (separator) => {
    const lines = [
      ['a', 'b', 'c'],
      ['="1"', ' ="2" ', '=""'],
      ['"x,;\t="",y"', '"=""3"""', '="4"'],
    ]
    expect(await parsed(lines.map((cells) => cells.join(separator)).join('\n'))).toEqual([
      [1, 'a', 'b', 'c'],
      [2, '="1"', '="2"', '=""'],
      [3, 'x,;\t=",y', '="3"', '="4"'],
    ])
  })

  it.each(['\uFEFF', '\u2028', '\u2029', '\f', '\v', '\u0085'])(
    'drops spaces around a cell, but not %j, which is no space',
    async (character) => {
      const cells = ['a', `${character}R`, `R${character}`, `"R${character}"`, `"${character}R"`]
      const space = ' \u3000\u00a0\t'
      const lines = cells.map((cell) => `${space}${cell}${space},"${space}x${space}"`)
      expect(await parsed(lines.join('\n'))).toEqual([
        [1, 'a', 'x'],
        [2, `${character}R`, 'x'],
        [3, `R${character}`, 'x'],
        [4, `R${character}`, 'x'],
        [5, `${character}R`, 'x'],
      ])
    },
  )

  it('keeps characters that its parts cut', async () => {
    const text = `a,b\n${Array.from({ length: 9000 }, () => '考生𠀀,证书').join('\n')}`
    const all = await parsed(text)
    expect(all).toHaveLength(9001)
    expect(new Set(all.slice(1).map(([, ...cells]) => cells.join()))).toEqual(new Set(['考生𠀀,证书']))
  })

  const many = Array.from({ length: 500 }, (_, i) => `${i},x`).join('\n')
  it.each([
    ['a quote that is not closed', `a,b\n${many}\n1,"2\n3,4`, 'list.csv: line 502: a quote is not closed'],
    [
      'a quote that swallows many lines',
      `a,b\n1,"2\n${'3,4\n'.repeat(40_000)}`,
      'list.csv: line 2: longer than 65536 characters; is a closing quote missing?',
    ],
    ['a huge cell', `a,b\n1,${'2'.repeat(70_000)}\n`, /line 2: longer than 65536 characters/],
    ['a quote in the middle', `a,b\n${many}\n1,2"3\n`, /line 502: a quote within a cell/],
    ['a quote after a text mark', 'a,b\n1,="2"3\n', /line 2: a quote within a cell/],
    ['a text mark in the middle', 'a,b\n1,x="2"\n', /line 2: a quote within a cell/],
    ['text after a quote', 'a,b\n1,"2"3\n', 'list.csv: line 2: a cell goes on after its closing quote'],
    ['nothing', '', 'list.csv: empty'],
    ['nothing but separators', '\n,,\n \n', 'list.csv: empty'],
  ])('with %s is rejected with its line', async (_, text, message) => {
    await expect(parsed(text)).rejects.toThrow(message)
  })
})
