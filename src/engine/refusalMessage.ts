import type { RegistrationEvent } from '../events'
import type { Language, LocalizedText } from '../language'
import type { Context } from '../model/context'
import { type NamedInstant, namedInstant } from '../model/instants'
import { subjectName } from '../model/subjectNames'
import type { RuleId } from '../rules'
import type { EventQuery, Rule, RuleParams } from '../rules/rule'
import type { DocumentKind, PhotoBackground } from '../schema/vocabulary'
import { dateText, fill, punctuation, valueNamesIn, yuan } from '../templates'
import { formatInstant, type Millis, parseInstant } from '../time'
import { backgroundTitles, documentTitles, messageTemplates } from '../titles'
import type { Snapshot } from './snapshot'

/**
 * The values of a refusal's message, for those who write their own texts: instants in ISO 8601, money in fen, codes of
 * documents and subjects.
 */
export type RefusalParams = RuleParams & { [Name in NamedInstant]?: string } & {
  /** The instant from which the event is possible if no other event comes first. */
  from?: string
}

type Value = RefusalParams[keyof RefusalParams]
type Moment = { context: Context; at: Millis }

const nameOf = (name: string, code: string, exam: string): LocalizedText | undefined =>
  name === 'subjects' ? subjectName(exam, code) : documentTitles[code as DocumentKind]

/** The text of a value; empty if it is missing, or if it has the code of a subject without a known name. */
function valueText(name: string, value: Value, lang: Language, { context, at }: Moment): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return name === 'amountFen' ? yuan(value) : String(value)
  if (name === 'background') return backgroundTitles[value as PhotoBackground][lang]
  if (typeof value === 'string') {
    const instant = parseInstant(value)
    return Number.isNaN(instant) ? value : dateText(instant, lang, at)
  }
  if (name === 'formats') return value.join(punctuation.comma[lang])
  const names = value.map((code) => nameOf(name, code, context.terms.exam)?.[lang] ?? '')
  return names.every(Boolean) ? names.join(punctuation.comma[lang]) : ''
}

/**
 * Returns the message of a refusal with its values, in both languages, and the values.
 * @param event without a sender if only its type is known
 * @param from the instant from which the event is possible
 */
export function refusalMessage(
  rules: Readonly<Record<RuleId, Rule>>,
  rule: RuleId,
  { context }: Snapshot,
  event: RegistrationEvent | EventQuery,
  at: Millis,
  from?: string,
): { message: LocalizedText; params: RefusalParams } {
  const spec = rules[rule]
  const args = { context, event }
  const own = spec.kind === 'refusal' ? spec : undefined
  const template = messageTemplates[own?.messageFor?.(args) ?? rule] ?? spec.message
  const computed: Readonly<Record<string, Value>> = { ...own?.params?.(args), ...(from && { from }) }
  const params: Record<string, Value> = {}
  for (const name of new Set([...Object.keys(computed), ...valueNamesIn(template.zh + template.en)])) {
    const instant = namedInstant(context, name)
    const known = computed[name] ?? (instant === undefined ? undefined : formatInstant(instant))
    if (known !== undefined && (!Array.isArray(known) || known.length > 0)) params[name] = known
  }
  const textIn = (lang: Language) =>
    fill(template[lang], (name) => valueText(name, params[name], lang, { context, at }))
  return { message: { zh: textIn('zh'), en: textIn('en') }, params: params as RefusalParams }
}
