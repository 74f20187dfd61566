import places from '../data/places.json'
import type { Language, LocalizedText } from './language'
import { type ExamSpec, exams } from './model/exam'
import { punctuation, yuan } from './templates'
import { formatInstant, parseInstant } from './time'
import { codeTitles, type RuleTexts, titles } from './titles'

/** Texts for people of the fields and values of events and facts. */

export { punctuation, yuan } from './templates'

/** The language, and the exam that names levels, specialties and subjects. */
export type LabelOptions = { lang: Language; exam?: ExamSpec | undefined }

const find = <T>(texts: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(texts, name) ? texts[name] : undefined

/** The title of a field of an event or a fact; the name itself if it has none. */
export const fieldLabel = (name: string, lang: Language): string => find(titles.fields, name)?.[lang] ?? name

/** `2024-04-08 10:00` in China, with seconds if they are not 0. Any other text is unchanged. */
export function clockTime(iso: string): string {
  const at = parseInstant(iso)
  if (Number.isNaN(at)) return iso
  const [date, time] = formatInstant(at).split('T')
  const seconds = time?.slice(5, 8) === ':00' ? '' : (time?.slice(5, 8) ?? '')
  return `${date} ${time?.slice(0, 5)}${seconds}`
}

const nameIn = (list: readonly { code: string; name: LocalizedText }[] | undefined, code: string) =>
  list?.find((one) => one.code === code)?.name

/** The fields whose keys or values are codes of another field. */
const fieldOfCodes: Readonly<Record<string, string>> = {
  marks: 'subject',
  passMarks: 'subject',
  subjects: 'subject',
  levels: 'level',
  specialties: 'specialty',
  specialtyNames: 'specialty',
  specialtyKinds: 'specialty',
  kinds: 'kind',
  places: 'place',
  region: 'place',
  exams: 'exam',
}

/**
 * The title of a code in a field: of a kind, level or subject of the exam, a place, a rule, or a value with a title;
 * `undefined` if it has none.
 */
export function codeTitle(field: string, code: string, exam?: ExamSpec): LocalizedText | undefined {
  const kind = fieldOfCodes[field] ?? field
  const own = (kind === 'kind' ? nameIn(exam?.kinds, code) : undefined) ?? find(codeTitles, `${kind}.${code}`)
  switch (kind) {
    case 'level':
      return nameIn(exam?.levels, code) ?? own
    case 'specialty':
      return find(exam?.specialtyNames ?? {}, code) ?? own
    case 'subject':
      return nameIn(exam?.subjects, code)
    case 'place':
      return find(places, code)
    case 'exam':
      return exams[code]?.name
    case 'education':
      return find(codeTitles, `level.${code}`) ?? find(codeTitles, code)
    case 'fields':
    case 'closed':
      return find(titles.fields, code)
    case 'endedBy':
      return own ?? find(codeTitles, `reason.${code}`) ?? find(titles.states, `ended.${code}`)
    case 'paper':
      return find(titles.states, `certified.paper.${code}`) ?? find(codeTitles, code)
  }
  return (
    own ??
    find(codeTitles, code) ??
    find<RuleTexts>(titles.rules, code)?.title ??
    find(titles.deadlines, code) ??
    find(titles.events, code) ??
    find(titles.facts, code) ??
    find(titles.roles, code)
  )
}

/** The name of a code in a field, such as a level, a subject, a place or a rule; the code itself if it has none. */
export const codeLabel = (field: string, code: string, { lang, exam }: LabelOptions): string =>
  codeTitle(field, code, exam)?.[lang] ?? code

/**
 * The text of a value: names of codes, money in yuan, instants as a clock in China shows them, yes and no.
 * @param field the name of the field that has the value
 */
export function valueLabel(field: string, value: unknown, options: LabelOptions): string {
  const { lang } = options
  if (Array.isArray(value)) {
    const parts = value.map((item) => valueLabel(field, item?.kind ?? item, options))
    return parts.join(punctuation.comma[lang]) || '–'
  }
  if (typeof value === 'object' && value !== null) return fieldsLabel(Object.entries(value), options, field)
  if (typeof value === 'number') return field.endsWith('Fen') ? yuan(value) : String(value)
  if (typeof value === 'boolean') return codeLabel(field, String(value), options)
  const text = String(value)
  return /^\d{4}-\d\d-\d\dT/.test(text) ? clockTime(text) : codeLabel(field, text, options)
}

/**
 * The fields with their values: `级别 中级 · 科目 综合能力、实务`.
 * @param parent the field that has these: codes are the names of the fields of `marks`, `levels` and some others
 */
export function fieldsLabel(
  fields: readonly (readonly [string, unknown])[],
  options: LabelOptions,
  parent = '',
): string {
  const byCode = Object.hasOwn(fieldOfCodes, parent)
  return fields
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const label = byCode ? codeLabel(parent, name, options) : fieldLabel(name, options.lang)
      const isForm = typeof value === 'object' && value !== null && !Array.isArray(value)
      return isForm ? valueLabel(name, value, options) : `${label} ${valueLabel(name, value, options)}`
    })
    .join(' · ')
}
