import { describe, expect, it } from 'vitest'
import { exams } from '../../../src'
import { checkList, parseLine } from '../../../src/cli/import/checkList'
import type { ImportSettings } from '../../../src/cli/import/listFormat'
import { parseList } from '../../../src/cli/import/parseList'

const exam = exams['social-worker']

/** The items of a list by line, and its issues as `line column: message`. */
async function check(lines: string[], settings: Omit<ImportSettings, 'exam'> = {}) {
  const list = await parseList('list.csv', lines.join('\n'), { exam, ...settings })
  const { bad, same, issues, lines: count } = await checkList(list)
  const items = new Map<number, ReturnType<typeof parseLine>>()
  for await (const { number, parser } of list.lines()) {
    const item = parseLine(list, parser)
    if (!bad.has(number) && !same.has(number)) items.set(number, item)
  }
  const text = ({ line, column, message }: (typeof issues)[number]) =>
    `${line}${column === undefined ? '' : ` ${column}`}: ${message.en}`
  return {
    count,
    items,
    same,
    bad: [...bad],
    issues: issues.map(text),
    zh: issues.map((one) => one.message.zh),
  }
}

const headings = 'orderNo,transactionId,amount,paidAt'
const payment = (
  changes: { orderNo?: string; transactionId?: string; amount?: string; paidAt?: string } = {},
) => {
  const { orderNo = 'R-1', transactionId = 'T1', amount = '171.00', paidAt = '2024-04-08 10:00' } = changes
  return [orderNo, transactionId, amount, paidAt].map((cell) => `"${cell}"`).join(',')
}
const payments = (...lines: Parameters<typeof payment>[0][]) => check([headings, ...lines.map(payment)])

it('an order of another registration is a bad line', async () => {
  const line = (id: string, orderNo: string) => `${id},${orderNo},T${id}${orderNo},171,2024-04-08 10:00`
  const { issues, items } = await check([
    `registrationId,${headings}`,
    line('P1', 'P1-1'),
    line('P2', 'P1-1'),
    line('P3', '20240001'),
  ])
  expect(issues).toEqual(['3 registrationId: the order P1-1 is not one of the registration P2'])
  expect([...items.values()].map(({ id }) => id)).toEqual(['P1', 'P3'])
})

it('a name that two subjects have is no heading', async () => {
  const [one, other, ...rest] = exam.subjects
  if (one === undefined || other === undefined) throw new Error('the exam has fewer subjects')
  const twin = { ...exam, subjects: [one, { ...other, name: one.name }, ...rest] }
  await expect(parseList('l.csv', `registrationId,${one.name.zh}\nR1,60`, { exam: twin })).rejects.toThrow(
    one.name.zh,
  )
  expect((await check([`registrationId,${other.code}`, 'R1,60'])).issues).toEqual([])
})

describe('an amount', () => {
  it.each([
    ['171', 17_100],
    ['171.5', 17_150],
    [' ¥171.00 ', 17_100],
    ['￥1,171.00', 117_100],
    ['1,234,567', 123_456_700],
    ['0.01', 1],
    ['10000000', 1_000_000_000],
  ])('%j is %d fen', async (amount, amountFen) => {
    const { items, issues } = await payments({ amount })
    expect(issues).toEqual([])
    expect(items.get(2)?.event).toMatchObject({ amountFen })
  })

  it.each([
    '171,00',
    '1,7,1',
    '1¥7￥1',
    '1,171,0.00',
    ',171',
    '1171,000',
    '-171',
    '+171',
    '(171.00)',
    '171.',
    '.5',
    '171.001',
    '171元',
    '171 .00',
    '１７１',
    '1.71E+02',
    '1e2',
    'Infinity',
    '0x10',
    '171¥',
    '¥¥171',
    'constructor',
    '__proto__',
  ])('%j is a bad line', async (amount) => {
    const { issues, items } = await payments({ amount })
    expect(issues).toEqual([`2 amount: "${amount}" is not an amount in yuan such as 171.00`])
    expect(items.size).toBe(0)
  })

  it.each(['0', '0.00', '10000000.01', '90071992547409.93', '9'.repeat(400)])(
    '%s is out of bounds',
    async (amount) => {
      const { issues } = await payments({ amount })
      expect(issues).toEqual([
        expect.stringMatching(/^2 amount: .* must be more than 0 and at most 10 million yuan/),
      ])
    },
  )

  it('in fen has no decimals, and agrees with one in yuan', async () => {
    const list = (fen: string, yuan: string) =>
      check([`${headings},fen`, `R-1,T1,${yuan},2024-04-08 10:00,${fen}`])
    expect((await list('17100', '171')).items.get(2)?.event).toMatchObject({ amountFen: 17_100 })
    expect((await list('17100.0', '171')).issues).toEqual([
      '2 fen: "17100.0" is not an amount in fen such as 17100',
    ])
    expect((await list('171', '171')).issues).toEqual(['2: its two amounts differ'])
    expect((await list('17100', '')).issues).toEqual(['2 amount: must not be empty'])
  })
})

describe('a time of payment', () => {
  it.each([
    ['2024-04-08 10:00:00', '2024-04-08T10:00:00+08:00'],
    ['2024/4/8 9:05', '2024-04-08T09:05:00+08:00'],
    ['2024-04-08T02:00:00Z', '2024-04-08T10:00:00+08:00'],
  ])('%s is read', async (paidAt, instant) => {
    const { items } = await payments({ paidAt })
    expect(items.get(2)?.event).toMatchObject({ paidAt: instant })
  })

  it.each(['45390.4166667', '45390'])(
    '%s is the serial number of a spreadsheet, a bad line',
    async (paidAt) => {
      const { issues } = await payments({ paidAt })
      expect(issues).toEqual([
        `2 paidAt: "${paidAt}" is the serial number of a spreadsheet, not an instant such as 2024-04-08 10:00:00`,
      ])
    },
  )

  it.each([
    '2024-02-30 10:00',
    '2024-04-08',
    '08/04/2024 10:00',
    '2024-04-08 25:00',
    '4月8日',
    '0049-04-08 10:00',
    'constructor',
  ])('%s is a bad line', async (paidAt) => {
    const { issues } = await payments({ paidAt })
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatch(/^2 paidAt: /)
  })
})

describe('a number', () => {
  it.each([
    '1.23457E+17',
    '1,23457E+17',
    '1,2E17',
    '123,0',
    '1.23457e17',
    '1E+17',
    '1,234,567',
    '20240408.0',
    '="123"',
    "'123",
    '`123',
  ])('that a spreadsheet wrote as %s is a bad line that says what to do', async (transactionId) => {
    const quoted = transactionId.replaceAll('"', '""')
    const { issues, zh } = await payments({ transactionId: quoted })
    expect(issues).toEqual([
      expect.stringMatching(/^2 transactionId: .*export the list again, with this column as text$/),
    ])
    expect(zh).toEqual([expect.stringMatching(/设为文本格式/)])
  })

  it('that is marked as a text in the raw file is a bad line among good ones', async () => {
    const { issues, items } = await check([
      headings,
      'R1-1,="123",171,2024-04-08 10:00',
      'R2-1,124,171,2024-04-08 10:00',
    ])
    expect(issues).toEqual([
      '2 transactionId: "="123"" begins with the mark of a text in a spreadsheet; export the list again, with this column as text',
    ])
    expect([...items.keys()]).toEqual([3])
    expect((await marks('R1,="60",60,60')).issues).toEqual([expect.stringMatching(/^2 general: "="60"" is /)])
  })

  it.each(['T1', '12E5', '4200001234202404081234567890', 'R2024-0001-1', '0e0'])(
    'such as %s is taken',
    async (transactionId) => {
      const { issues } = await payments({ transactionId })
      expect(issues).toEqual([])
    },
  )

  it('in a column of ids is checked as well', async () => {
    const { issues } = await payments({ orderNo: '1.23457E+17' })
    expect(issues).toEqual([expect.stringMatching(/^2 orderNo: "1.23457E\+17" is in scientific notation/)])
    const { issues: marks } = await check(['registrationId,law', '2.0240408E16,60'])
    expect(marks).toEqual([expect.stringMatching(/^2 registrationId: /)])
  })

  const long = (transactionId: string, i: number) => ({ orderNo: `R${i}-1`, transactionId })

  it('that ends in zeros beyond 15 digits is shortened if the whole column shows it', async () => {
    const { issues, bad } = await payments(
      ...['202404081234561000', '202404081234562000', '202404081234563000', 'T4', '12345678'].map(long),
    )
    expect(bad).toEqual([2, 3, 4])
    expect(issues[0]).toBe(
      '2 transactionId: ids longer than 15 digits end in zeros, so a spreadsheet has lost their last digits; export the list again, with this column as text',
    )
  })

  it('that was kept as text among shortened ones does not hide them', async () => {
    const { bad } = await payments(
      ...['20240408123456100000000', '20240408123456200000000', '20240408123456312345678'].map(long),
    )
    expect(bad).toEqual([2, 3])
  })

  it('that ends in zeros by accident is taken', async () => {
    expect((await payments(long('2024040812345670', 0))).bad).toEqual([])
    const numbers = Array.from({ length: 2000 }, (_, i) => long(`20240408${String(1e9 + i * 37)}`, i))
    expect(numbers.some(({ transactionId }) => transactionId.endsWith('000'))).toBe(true)
    expect((await payments(...numbers)).bad).toEqual([])
  })

  it('on two lines that differ makes both bad; the same line again is harmless', async () => {
    const { bad, issues, same, items } = await payments(
      {},
      { amount: '¥171' },
      { transactionId: 'T2' },
      { transactionId: 'T2', amount: '172' },
      { transactionId: 'T2', amount: '173' },
      { transactionId: 'T3', amount: 'x' },
      { transactionId: 'T3' },
    )
    expect([...same]).toEqual([[3, 2]])
    expect([...items.keys()]).toEqual([2])
    expect(bad).toEqual([4, 5, 6, 7, 8])
    expect(issues).toEqual([
      '4 transactionId: T2 is also on line 5, with other values',
      '5 transactionId: T2 is also on line 4, with other values',
      '6 transactionId: T2 is also on line 4, with other values',
      '7 amount: "x" is not an amount in yuan such as 171.00',
      '7 transactionId: T3 is also on line 8, with other values',
      '8 transactionId: T3 is also on line 7, with other values',
    ])
  })

  it('is at most as long as an event takes', async () => {
    const { issues } = await payments({ transactionId: 'T'.repeat(101) })
    expect(issues).toEqual([expect.stringMatching(/^2 transactionId: .*100/)])
  })
})

const marks = (...cells: string[]) => check(['registrationId,general,law,practice', ...cells])

describe('a mark', () => {
  it.each([
    ['85', 85],
    ['85.5', 85.5],
    ['0', 0],
    ['-0', 0],
    ['100.00', 100],
    ['缺考', -1],
    ['Absent', -1],
    ['-2', -2],
    ['成绩无效', -4],
  ])('%s is %d', async (cell, mark) => {
    const { items, issues } = await marks(`R,60,${cell},60`)
    expect(issues).toEqual([])
    expect(items.get(2)?.event).toMatchObject({ marks: { general: 60, law: mark, practice: 60 } })
  })

  it.each([
    'Infinity',
    '-Infinity',
    'NaN',
    '1e2',
    '8O',
    '0x10',
    '８５',
    '85分',
    '85,5',
    '+85',
    '85.',
    '.5',
    '59.995',
    '5 9',
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    '#N/A',
    '#####',
    '60%',
  ])('%s is a bad line', async (cell) => {
    const { issues } = await marks(`R,60,"${cell}",60`)
    expect(issues).toEqual([
      `2 law: "${cell}" is not a mark: a number with at most two decimals, absent, misconduct or invalid`,
    ])
  })

  it.each(['100.5', '101', '-3', '-1.5', '9'.repeat(400)])('%s is out of bounds', async (cell) => {
    const { issues } = await marks(`R,60,${cell},60`)
    expect(issues).toEqual([expect.stringMatching(/^2 law: .* is not between 0 and 100$/)])
  })
})

describe('a line', () => {
  it('may lack its last empty cells, and has none beyond the heading', async () => {
    const { issues, items } = await marks('R1,60', 'R2,60,60,60,,,', 'R3,60,60,60,,x', 'R4', ',60')
    expect([...items.keys()]).toEqual([2, 3])
    expect(issues).toEqual([
      '4: 2 more cells than the heading has columns',
      '5: no marks',
      '6 registrationId: must not be empty',
    ])
  })

  it('with a value below no heading is bad', async () => {
    const { issues, items } = await check(['registrationId,,law,,', 'R1,,60', 'R2,x,60'])
    expect([...items.keys()]).toEqual([2])
    expect(issues).toEqual(['3: column 2 has a value and no heading'])
  })

  it('with a character that cannot be seen is bad', async () => {
    const { issues } = await marks(
      'R\u200b1,60,60,60',
      'R\u202e2,60,60,60',
      '"R\n3",60,60,60',
      'R4,6\u00ad0,60,60',
      'R5\uFEFF,60,60,60',
      '\u2028R6,60,60,60',
    )
    expect(issues).toEqual([
      '2 registrationId: contains the invisible character U+200B',
      '3 registrationId: contains the invisible character U+202E',
      '4 registrationId: contains the invisible character U+000A',
      '6 general: contains the invisible character U+00AD',
      expect.stringMatching(/^6 general: "6\\u\{00ad\}0" is not a mark/),
      '7 registrationId: contains the invisible character U+FEFF',
      '8 registrationId: contains the invisible character U+2028',
    ])
  })

  it.each(['constructor', '__proto__', 'toString'])(
    'may be for a registration or transaction %s',
    async (name) => {
      expect((await marks(`${name},60,60,60`)).items.get(2)?.id).toBe(name)
      expect((await payments({ transactionId: name })).items.get(2)?.event).toMatchObject({
        transactionId: name,
      })
    },
  )

  it('again for the same registration is harmless if it is the same, otherwise both are bad', async () => {
    const { issues, same } = await marks('R1,60,60,60', 'R1,60.0,60,60', 'R2,60,60,60', 'R2,60,60,59')
    expect([...same]).toEqual([[3, 2]])
    expect(issues).toEqual([
      '4 registrationId: R2 is also on line 5, with other values',
      '5 registrationId: R2 is also on line 4, with other values',
    ])
  })
})

describe('a heading', () => {
  const heading = (line: string, settings: Omit<ImportSettings, 'exam'> = {}) =>
    check([line, 'R,60,60'], settings).then(
      () => 'taken',
      (error: Error) => error.message,
    )

  it.each(['constructor', '__proto__', 'toString', '\u202eevil', 'x'.repeat(1000)])(
    '%s is unknown',
    async (column) => {
      const message = await heading(`registrationId,law,${column}`)
      expect(message).toMatch(/^list.csv: line 1: unknown column /)
      expect(message).not.toMatch(/\u202e|x{100}/)
    },
  )

  it('is read in both languages, in any order and case, with its line', async () => {
    expect(await heading('社会工作实务,报名号,Law and Policy')).toBe('taken')
    expect(await heading('law,REGISTRATIONID')).toBe('taken')
    await expect(check(['', '', 'registrationId,law,room', 'R,1,2'])).rejects.toThrow(
      'list.csv: line 3: unknown column room',
    )
  })

  it('with two columns for the same is rejected', async () => {
    expect(await heading('registrationId,law,社会工作法规与政策')).toMatch(
      /column 社会工作法规与政策 repeats another/,
    )
    expect(await heading('registrationId,报名号,law')).toMatch(/column 报名号 repeats another/)
  })

  it('alone is a list without lines', async () => {
    expect((await check(['registrationId,law'])).count).toBe(0)
  })
})

describe('a list of corrections', () => {
  it('has a reason for each line, in a column or for all', async () => {
    const correct = { reason: '登分错误' }
    const { items } = await check(['registrationId,law,reason', 'R1,60,合分错误', 'R2,61,'], { correct })
    expect([...items.values()].map(({ event }) => event)).toMatchObject([
      { type: 'marks.correct', marks: { law: 60 }, reason: '合分错误' },
      { type: 'marks.correct', marks: { law: 61 }, reason: '登分错误' },
    ])
    const { issues } = await check(['registrationId,law,更正原因', 'R1,60,'], { correct: {} })
    expect(issues).toEqual(['2 更正原因: must not be empty'])
  })

  it('needs a reason and --correct', async () => {
    await expect(check(['registrationId,law', 'R1,60'], { correct: {} })).rejects.toThrow(
      'a marks list lacks reason;',
    )
    await expect(check(['registrationId,law,reason', 'R1,60,x'])).rejects.toThrow(
      'unknown column reason; a list with reasons needs --correct',
    )
    await expect(check([headings, payment()], { correct: { reason: 'x' } })).rejects.toThrow(
      /a marks list lacks registrationId, general or law/,
    )
  })
})
