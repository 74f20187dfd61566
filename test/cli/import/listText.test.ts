import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeList, listName, readBytes } from '../../../src/cli/import/listText'

const utf8 = (text: string): Buffer => Buffer.from(text)
const hex = (...parts: string[]): Buffer => Buffer.from(parts.join(''), 'hex')
const utf16 = (text: string, bigEndian: boolean): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}
const decoded = (bytes: Uint8Array): string => decodeList('marks.csv', bytes)
const mistake = (bytes: Uint8Array): string => {
  try {
    return `decoded as ${JSON.stringify(decoded(bytes))}`
  } catch (error) {
    return (error as Error).message
  }
}

const text = '报名号,law\nR,缺考\n'
// 报名号 and 缺考 in GB 18030
const gb18030 = hex('b1a8c3fbbac5', '2c6c61770a522c', 'c8b1bfbc', '0a')

describe('a list is decoded', () => {
  it.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with a byte order mark', utf8(`\uFEFF${text}`)],
    ['UTF-16 LE', utf16(text, false)],
    ['UTF-16 BE', utf16(text, true)],
    ['GB 18030', gb18030],
    ['GB 18030 with a byte order mark', Buffer.concat([hex('84319533'), gb18030])],
  ])('from %s', (_, bytes) => {
    expect(decoded(bytes)).toBe(text)
  })

  it('with every kind of line break, also mixed', () => {
    expect(decoded(utf8('a\r\nb\nc\rd\n\re\r\r\nf'))).toBe('a\nb\nc\nd\n\ne\n\nf')
    expect(decoded(utf16('a\r\nb\rc', true))).toBe('a\nb\nc')
  })

  it('from GB 18030 only if it is not UTF-8 but for a few bytes', () => {
    const line = utf8('R,违纪违规,缺考,成绩无效\r\n')
    const broken = Buffer.concat([utf8(text), line, utf8('R,'), hex('bfbc'), utf8('\r\n'), line])
    expect(mistake(broken)).toBe('marks.csv: line 4 is not UTF-8; save the file as UTF-8')
    expect(mistake(Buffer.concat([hex('efbbbf'), gb18030]))).toBe(
      'marks.csv: line 1 is not UTF-8; save the file as UTF-8',
    )
  })

  it('from GB 18030 whatever Chinese it holds', () => {
    // The characters of GB 2312, by their two bytes.
    const character = fc
      .tuple(fc.integer({ min: 0xb0, max: 0xf7 }), fc.integer({ min: 0xa1, max: 0xf9 }))
      .map(([lead, trail]) => hex(lead.toString(16), trail.toString(16)))
    fc.assert(
      fc.property(fc.array(character, { minLength: 40, maxLength: 80 }), (characters) => {
        const bytes = Buffer.concat([utf8('registrationId,law\n'), ...characters])
        expect(decoded(bytes)).toMatch(/^registrationId,law\n[^\0-\x7f]{40,}$/)
      }),
    )
  })

  it('or rejected with the line that does not fit', () => {
    expect(mistake(hex('610aff41'))).toBe(
      'marks.csv: line 2 is not UTF-8, nor GB 18030; save the file as UTF-8',
    )
    expect(mistake(Buffer.concat([utf16('a\nb', false), hex('00')]))).toMatch(/line 2 is not UTF-16LE/)
    expect(mistake(Buffer.concat([utf16('a\n', false), hex('00d8')]))).toMatch(/line 2 is not UTF-16LE/)
    expect(mistake(utf8('a,b\n1,\0\n'))).toMatch(/line 2 contains NUL/)
    expect(mistake(Buffer.from(text, 'utf16le'))).toMatch(
      /line \d is not UTF-8, nor GB 18030|line \d contains NUL/,
    )
  })

  it.each([
    ['504b0304', 'a spreadsheet (.xlsx)'],
    ['d0cf11e0', 'a spreadsheet (.xls)'],
    ['1f8b', 'compressed (.gz)'],
    ['fffe000061000000', 'UTF-32'],
  ])('not if it begins with %s, as that is %s', (start, what) => {
    expect(mistake(hex(start))).toBe(`marks.csv: ${what}, not CSV; save it as CSV in UTF-8`)
  })
})

describe('a list is read', () => {
  it('from standard input, in whatever parts it arrives', async () => {
    const parts = [...utf8(text)].map((byte) => Uint8Array.of(byte))
    expect(decoded(await readBytes('-', { stdin: Readable.from(parts) }))).toBe(text)
    expect(listName('-')).toBe('stdin')
  })

  it('not from a folder or a missing file', async () => {
    await expect(readBytes('.', process)).rejects.toThrow('.: a folder; one file is expected')
    await expect(readBytes('nowhere.csv', process)).rejects.toThrow('nowhere.csv: no such file')
  })
})
