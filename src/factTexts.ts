import data from '../data/factTexts.json'
import type { Snapshot } from './engine/snapshot'
import type { Fact } from './facts'
import { type LabelOptions, valueLabel } from './labels'
import type { LocalizedText } from './language'
import { type ExamSpec, exams } from './model/exam'
import { namedInstant } from './model/instants'
import { dateText, fill } from './templates'
import { parseInstant } from './time'

/** The form of a text: a text message of at most 70 Chinese or 160 English characters, or the text of a mail. */
export type TextForm = 'sms' | 'mail'

/**
 * The texts of a fact. `{name}` is replaced with the value of a field of the fact, the exam, or an instant of the
 * notice. `[…]` is left out if a value in it is missing.
 */
export type FactText = Readonly<Record<TextForm, LocalizedText>>

/** The options of `textFor`. */
export type TextOptions = Pick<LabelOptions, 'lang'> & {
  form: TextForm
  /** The exam, if it is not bundled: it names the exam, its levels and its subjects. */
  exam?: ExamSpec | undefined
  /** Texts that replace those of this library, by type of fact, or for marks by `marks.published/passed`, `…/failed`,
   * `…/unjudged`. */
  texts?: Readonly<Record<string, FactText>> | undefined
}

/** The key of the text of a fact: its type, and for marks whether all were passed, if that is known. */
function textKey(fact: Fact): string {
  if (fact.type !== 'marks.published' && fact.type !== 'marks.corrected') return fact.type
  return `${fact.type}/${fact.passed === undefined ? 'unjudged' : fact.passed ? 'passed' : 'failed'}`
}

/** The maximum length of one text message, in characters. */
const longest = { zh: 70, en: 160 }

/** Replaces the name of the exam if that makes a text message too long. */
const thisExam = { zh: '本次考试', en: 'your exam' }

/**
 * Returns the text for the candidate about a fact, with its values and its deadline: money in yuan, instants as a clock
 * in China shows them. The texts rest on the rules and deadlines of the fact, and cite no § of their own.
 * @param fact a fact of a decision
 * @param snapshot the snapshot of the same decision, or a later one
 * @returns the text; `undefined` for a fact that does not concern the candidate
 * @throws RangeError for another language or form
 * @example
 * ```ts
 * import { textFor } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * const { decision, snapshot } = given('declaring.commitment').when('commitment.sign')
 * const order = decision.facts.find(({ type }) => type === 'order.created')
 * order && textFor(order, snapshot, { lang: 'zh', form: 'sms' }) // '您报考的社会工作者职业水平考试订单已生成，金额¥171.00，请于4月18日17:00前网上缴费，逾期视为放弃。'
 * ```
 */
export function textFor(fact: Fact, snapshot: Snapshot, options: TextOptions): string | undefined {
  const { lang, form, texts = {} } = options
  if ((lang !== 'zh' && lang !== 'en') || (form !== 'sms' && form !== 'mail'))
    throw new RangeError(`There is no text in the language ${String(lang)} and the form ${String(form)}.`)
  const own: Readonly<Record<string, FactText | undefined>> = { ...data, ...texts }
  const template = (texts[fact.type] ?? own[textKey(fact)])?.[form][lang]
  if (template === undefined) return undefined
  const exam = options.exam ?? exams[snapshot.context.terms.exam]
  const fields: Readonly<Record<string, unknown>> = fact
  const fieldText = (name: string): string => {
    const instant = namedInstant(snapshot.context, name)
    if (instant !== undefined) return dateText(instant, lang)
    const value = fields[name]
    if (value === undefined) return ''
    const at = typeof value === 'string' && /T\d\d:/.test(value) ? parseInstant(value) : Number.NaN
    return Number.isNaN(at) ? valueLabel(name, value, { lang, exam }) : dateText(at, lang)
  }
  const textWith = (examName: string): string =>
    fill(template, (name) => (name === 'exam' ? examName : fieldText(name)))
  const full = textWith(exam?.name[lang] ?? thisExam[lang])
  return form === 'sms' && full.length > longest[lang] ? textWith(thisExam[lang]) : full
}
