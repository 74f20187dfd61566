import type { Language, LocalizedText } from './language'
import { formatInstant, type Millis } from './time'

/**
 * Texts with places for values, and the form of values in them. `{name}` is replaced with a value; `[…]` is left out if a
 * value in it is missing.
 */

const place = /\{(\w+)\}/g
const optionalPart = /\[([^\]]*)\]/g

/** The names of the values of a template. */
export const valueNamesIn = (template: string): string[] => [
  ...new Set([...template.matchAll(place)].map(([, name = '']) => name)),
]

/** @param textOf the text of a value; empty if it is missing */
export function fill(template: string, textOf: (name: string) => string): string {
  return template
    .replace(optionalPart, (_, part: string) => (valueNamesIn(part).every(textOf) ? part : ''))
    .replace(place, (_, name: string) => textOf(name))
}

/** Returns a text in both languages without the parts that have values. */
export const withoutValues = ({ zh, en }: LocalizedText): LocalizedText => ({
  zh: zh.replace(optionalPart, ''),
  en: en.replace(optionalPart, ''),
})

export const punctuation = {
  colon: { zh: '：', en: ': ' },
  comma: { zh: '、', en: ', ' },
}

/** An amount of fen in yuan: `¥171.00`. */
export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)

/**
 * `4月8日9:00`, or `8 April 09:00`, in China.
 * @param near if given, the year is added unless it is the year of this instant
 */
export function dateText(at: Millis, lang: Language, near = at): string {
  const [, year, month, day, hour, minute] =
    /^(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(formatInstant(at)) ?? []
  const otherYear = formatInstant(near).slice(0, 4) !== year
  return lang === 'zh'
    ? `${otherYear ? `${year}年` : ''}${Number(month)}月${Number(day)}日${Number(hour)}:${minute}`
    : `${Number(day)} ${months[Number(month) - 1]} ${otherYear ? `${year} ` : ''}${hour}:${minute}`
}
