import { closest, distance } from 'fastest-levenshtein'
import * as z from 'zod'
import type { Language, LocalizedText } from '../language'
import { fieldSchemas, formatOf, isOptional, optionSchemas, schemaOf, zodMessages } from '../zodInternals'
import { lazy } from './primitives'

/** Messages for invalid input in both languages. They replace some of zod's messages. */

const text = (zh: string, en: string): LocalizedText => ({ zh, en })

/** Messages for invalid formats, by zod's name of the format. */
const formatMessages: Record<string, LocalizedText> = {
  datetime: text(
    '须为带秒和时区的时刻，例如 2024-04-08T10:00:00+08:00',
    'must be an instant with seconds and an offset, such as 2024-04-08T10:00:00+08:00',
  ),
  date: text('须为日期，例如 2024-04-08', 'must be a day, such as 2024-04-08'),
  email: text('须为电子邮箱地址', 'must be an e-mail address'),
  url: text('须为 http 或 https 网址', 'must be an http or https address'),
}

const patternMessages = new Map<string, LocalizedText>()

/** A text that matches a pattern, which its messages describe in words. */
export function patternShape(pattern: RegExp, zh: string, en: string): z.ZodString {
  patternMessages.set(String(pattern), text(zh, en))
  return z.string().regex(pattern)
}

/** Messages for wrong types, by zod's name of the expected type. */
const typeMessages: Record<string, LocalizedText> = {
  string: text('须为文本', 'must be a text'),
  number: text('须为数字', 'must be a number'),
  int: text('须为整数', 'must be a whole number'),
  boolean: text('须为 true 或 false', 'must be true or false'),
  array: text('须为列表', 'must be a list'),
  object: text('须为一组字段', 'must be an object with fields'),
  record: text('须为一组字段', 'must be an object with fields'),
}

const missing = text('未填写', 'is missing')

/** Units of length, by zod's name of the type; other types are compared by value. */
const lengthUnits: Record<string, (n: string) => LocalizedText> = {
  string: (n) => text(`${n} 个字符`, `${n} characters`),
  array: (n) => text(`${n} 项`, `${n} entries`),
}

const amount = (origin: string, n: number | bigint): LocalizedText =>
  lengthUnits[origin]?.(`${n}`) ?? text(`${n}`, `${n}`)

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>) {
  const { zh, en } = amount(origin, minimum)
  if (!(origin in lengthUnits))
    return inclusive
      ? text(`不得小于 ${zh}`, `must be at least ${en}`)
      : text(`须大于 ${zh}`, `must be more than ${en}`)
  return minimum === 1
    ? text('不能为空', 'must not be empty')
    : text(`至少 ${zh}`, `must have at least ${en}`)
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>) {
  const { zh, en } = amount(origin, maximum)
  if (origin in lengthUnits) return text(`至多 ${zh}`, `must have at most ${en}`)
  return inclusive
    ? text(`不得大于 ${zh}`, `must be at most ${en}`)
    : text(`须小于 ${zh}`, `must be less than ${en}`)
}

function fieldsOf(option: z.ZodType): string | undefined {
  const fields = fieldSchemas(option)
  if (fields === undefined) return undefined
  return `{ ${Object.entries(fields)
    .map(([key, field]) => (isOptional(field) ? `${key}?` : key))
    .join(', ')} }`
}

/** The message for a union if the input fits no option. It lists the options if all are objects. */
function noOption(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): LocalizedText {
  const options = optionSchemas(schemaOf(issue)).map(fieldsOf)
  return options.length > 0 && options.every((option) => option !== undefined)
    ? text(`须为以下形式之一：${options.join('、')}`, `must have one of the forms ${options.join(', ')}`)
    : text('格式不符', 'has none of the allowed forms')
}

/** The message for a value that is not in a list of allowed values. */
export const oneOfMessage = (allowed: readonly unknown[]): LocalizedText =>
  text(`须为以下之一：${allowed.join('、')}`, `must be one of: ${allowed.join(', ')}`)

/** Replaces zod's messages for the most frequent issues; zod's locales have the others. */
function messageOf(issue: z.core.$ZodRawIssue): LocalizedText | undefined {
  if (issue.input === undefined && issue.code !== 'custom') return missing
  switch (issue.code) {
    case 'invalid_format':
      return (
        formatMessages[issue.format] ??
        patternMessages.get(String(issue.pattern)) ??
        text('格式有误', 'has a wrong format')
      )
    case 'invalid_type':
      return formatMessages[formatOf(schemaOf(issue)) ?? ''] ?? typeMessages[issue.expected]
    case 'invalid_value':
      return oneOfMessage(issue.values)
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    case 'invalid_union':
      return noOption(issue)
    case 'invalid_key':
      return text('名称有误', 'has an invalid name')
    default:
      return undefined
  }
}

/** Returns the known name that a misspelt name probably means; `undefined` if no name is close. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const lower = given.toLowerCase()
  const nearest = closest(
    lower,
    known.map((name) => name.toLowerCase()),
  )
  // In `order.made` only `made` can be misspelt: a long `order.` must not make any name of that group near.
  const group = lower.slice(0, lower.lastIndexOf('.') + 1)
  const ownLength = nearest.startsWith(group) ? lower.length - group.length : lower.length
  if (distance(lower, nearest) > ownLength / 3) return undefined
  return known.find((name) => name.toLowerCase() === nearest)
}

/** All known names, as the end of a message for an unknown name. */
export const thereAre = (known: readonly string[]): LocalizedText =>
  text(`；可用的有：${known.join('、')}`, `; there are: ${known.join(', ')}`)

/**
 * The nearest known name, as the end of a message for an unknown name.
 * @param otherwise the end if no name is close; by default nothing
 */
export function didYouMean(
  given: string,
  known: readonly string[],
  otherwise: LocalizedText = text('', ''),
): LocalizedText {
  const nearest = nearestName(given, known)
  return nearest === undefined ? otherwise : text(`；是否指 ${nearest}？`, `; did you mean ${nearest}?`)
}

/** The message for a field that the object does not have. */
export function unknownField(given: string, known: readonly string[]): LocalizedText {
  const { zh, en } = didYouMean(given, known, thereAre(known))
  return text(`没有这个字段${zh}`, `there is no such field${en}`)
}

/** The message for an event type that is unknown, missing or not a text. */
export function unknownType(given: unknown, known: readonly string[]): LocalizedText {
  if (given === undefined) return missing
  if (typeof given !== 'string') return text('须为文本', 'must be a text')
  const { zh, en } = didYouMean(given, known)
  return text(`没有这种事项${zh}`, `there is no such event${en}`)
}

/** Separates the messages for the unknown keys of one object. */
export const separator = '\n'

/** The maximum number of unknown keys of one object that are reported by name. */
export const maxUnknown = 20

export const moreUnknown = (n: number): LocalizedText =>
  text(`另有 ${n} 个没有定义的字段`, `has ${n} more unknown fields`)

/** Returns one line for each unknown key, because zod reports all unknown keys of an object in one issue. */
function unknownFields(issue: z.core.$ZodRawIssue, language: Language): string | undefined {
  const fields = issue.code === 'unrecognized_keys' ? fieldSchemas(schemaOf(issue)) : undefined
  if (issue.code !== 'unrecognized_keys' || fields === undefined) return undefined
  const known = Object.keys(fields)
  return issue.keys
    .slice(0, maxUnknown)
    .map((key) => unknownField(key, known)[language])
    .join(separator)
}

/** zod's error map for each language. */
export const errorMaps = lazy(() => {
  const errorMap =
    (language: Language, zodLocale: z.core.$ZodErrorMap): z.core.$ZodErrorMap =>
    (issue) =>
      messageOf(issue)?.[language] ?? unknownFields(issue, language) ?? zodLocale(issue)
  const { zh, en } = zodMessages()
  return { zh: errorMap('zh', zh), en: errorMap('en', en) }
})
