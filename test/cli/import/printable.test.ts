import fc from 'fast-check'
import { expect, it } from 'vitest'
import { printable, printableJson, unprintableIn } from '../../../src/cli/import/printable'

it('what a terminal would act on or hide is escaped', () => {
  expect(printable('\x1b[2J\r\u202e\u200b\u2028\u009b31m\ufeff\u00ad')).toBe(
    '\\u{001b}[2J\\u{000d}\\u{202e}\\u{200b}\\u{2028}\\u{009b}31m\\u{feff}\\u{00ad}',
  )
  expect(printable('报名号 𠀀 é')).toBe('报名号 𠀀 é')
  expect(printable('9'.repeat(100))).toBe(`${'9'.repeat(60)}…`)
  expect(printable('𠀀'.repeat(100))).toBe(`${'𠀀'.repeat(60)}…`)
  expect(unprintableIn('a\u200bb')).toBe('U+200B')
  expect(unprintableIn('报名号')).toBe(undefined)
})

it('JSON with escapes is the same value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = printableJson({ text })
      expect(JSON.parse(json)).toEqual({ text })
      expect(unprintableIn(json)).toBe(undefined)
    }),
  )
})
