import type { LocalizedText } from '../../language'

/** Finds ids and transaction numbers that a spreadsheet has changed: it stores them as numbers of 15 digits. */

const exportAsText: LocalizedText = {
  zh: '请在电子表格中将该列设为文本格式，并从来源重新导出',
  en: 'export the list again, with this column as text',
}

/** What a spreadsheet makes of a number. `12E5` is none of them: they write a sign or decimals. */
const spreadsheetForms: [form: RegExp, zh: string, en: string][] = [
  [
    /^\d+([.,]\d+)?E[+-]\d+$|^\d+[.,]\d+E\d+$/i,
    '是科学记数法，末尾的数字已丢失',
    'is in scientific notation: its last digits are lost',
  ],
  [/^\d+[.,]0+$/, '是带小数的数字，不是编号', 'is a number with decimals, not an id'],
  [/^\d{1,3}(,\d{3})+(\.\d+)?$/, '是带分隔符的数字，不是编号', 'is a number with separators, not an id'],
  [/^(=|'|`)/, '以电子表格的文本标记开头', 'begins with the mark of a text in a spreadsheet'],
]

/** Says what a spreadsheet did to an id; `undefined` if it is not visible in the id alone. */
export function spreadsheetForm(id: string): LocalizedText | undefined {
  const [, zh, en] = spreadsheetForms.find(([form]) => form.test(id)) ?? []
  return zh === undefined || en === undefined
    ? undefined
    : { zh: `${zh}；${exportAsText.zh}`, en: `${en}; ${exportAsText.en}` }
}

/** The digits that a spreadsheet keeps of a number. */
const kept = 15

/** How many zeros stand in place of lost digits if a spreadsheet shortened this id; `undefined` for a short one. */
function zerosOf(id: string): number | undefined {
  if (!/^\d+$/.test(id)) return undefined
  const digits = id.replace(/^0+/, '')
  if (digits.length <= kept) return undefined
  return /^0+$/.test(digits.slice(kept)) ? digits.length - kept : 0
}

/**
 * The long ids of one column. A single one that ends in zeros may be right; it is shortened if the zeros of the whole
 * column are no accident: each is one chance in ten, against which stands each long id that ends otherwise.
 */
export class LongIds {
  private evidence = 0
  private readonly suspicious: number[] = []

  add(id: string, line: number): void {
    const zeros = zerosOf(id)
    if (zeros === undefined) return
    this.evidence += zeros === 0 ? -1 : zeros
    if (zeros > 0) this.suspicious.push(line)
  }

  /** The lines whose id a spreadsheet has shortened. */
  get shortened(): readonly number[] {
    return this.evidence >= 3 ? this.suspicious : []
  }

  static readonly message: LocalizedText = {
    zh: `超过 ${kept} 位的编号末尾都是 0，应是电子表格丢失了末尾的数字；${exportAsText.zh}`,
    en: `ids longer than ${kept} digits end in zeros, so a spreadsheet has lost their last digits; ${exportAsText.en}`,
  }
}
