import { z } from 'zod'
import { en, zhCN } from 'zod/locales'
import { assertPresent, once } from './primitives'

/** A mistake in what was given: where, and what is wrong, in both languages. */
export type Issue = { path: string; zh: string; en: string }

type Parsed<T> = { data: T; issues?: undefined } | { data?: undefined; issues: Issue[] }

type Lang = 'zh' | 'en'

const text = (zh: string, en: string): Record<Lang, string> => ({ zh, en })

/** What zod would call an invalid format, in words that say what is missing. */
const forms: Record<string, Record<Lang, string>> = {
  datetime: text(
    '须为带秒和时区的时刻，例如 2024-04-08T10:00:00+08:00',
    'must be an instant with seconds and an offset, such as 2024-04-08T10:00:00+08:00',
  ),
  date: text('须为日期，例如 2024-04-08', 'must be a day, such as 2024-04-08'),
}

/** What something has to be, by zod's name for it. */
const kinds: Record<string, Record<Lang, string>> = {
  string: text('须为文本', 'must be a text'),
  number: text('须为数字', 'must be a number'),
  int: text('须为整数', 'must be a whole number'),
  boolean: text('须为 true 或 false', 'must be true or false'),
  array: text('须为列表', 'must be a list'),
  object: text('须为一组字段', 'must be an object with fields'),
  record: text('须为一组字段', 'must be an object with fields'),
}

const missing = text('缺少此项', 'is missing')

/** How many of what, by zod's name for what is too small or too big. */
const counted: Record<string, (n: string) => Record<Lang, string>> = {
  string: (n) => text(`${n} 个字符`, `${n} characters`),
  array: (n) => text(`${n} 项`, `${n} entries`),
}

const amount = (origin: string, n: number | bigint): Record<Lang, string> =>
  counted[origin]?.(`${n}`) ?? text(`${n}`, `${n}`)

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>) {
  const { zh, en } = amount(origin, minimum)
  if (!(origin in counted))
    return inclusive
      ? text(`不得小于 ${zh}`, `must be at least ${en}`)
      : text(`须大于 ${zh}`, `must be more than ${en}`)
  return minimum === 1
    ? text('不能为空', 'must not be empty')
    : text(`至少 ${zh}`, `must have at least ${en}`)
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>) {
  const { zh, en } = amount(origin, maximum)
  if (origin in counted) return text(`至多 ${zh}`, `must have at most ${en}`)
  return inclusive
    ? text(`不得大于 ${zh}`, `must be at most ${en}`)
    : text(`须小于 ${zh}`, `must be less than ${en}`)
}

/** What is said of something that is none of what may stand there. */
export const oneOf = (known: readonly unknown[]): Record<Lang, string> =>
  text(`须为以下之一：${known.join('、')}`, `must be one of: ${known.join(', ')}`)

/** Words of our own for what is wrong most often; zod has the words for everything else. */
function wordsOf(issue: z.core.$ZodRawIssue): Record<Lang, string> | undefined {
  if (issue.input === undefined && issue.code !== 'custom') return missing
  switch (issue.code) {
    case 'invalid_format':
      return forms[issue.format]
    case 'invalid_type':
      return kinds[issue.expected]
    case 'invalid_value':
      return oneOf(issue.values)
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    default:
      return undefined
  }
}

/** What the one form says that has the type of what was given, where several are allowed. */
function ofFittingForm(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_union') return undefined
  const [fitting, ...others] = issue.errors.flatMap(([only, ...more]) =>
    only === undefined || more.length > 0 || only.path.length > 0 || only.code === 'invalid_type'
      ? []
      : [only],
  )
  return others.length > 0 ? undefined : fitting?.message
}

const library = once(() => {
  const told = (lang: Lang, theirs: z.core.$ZodErrorMap): z.core.$ZodErrorMap => {
    return (issue) => wordsOf(issue)?.[lang] ?? ofFittingForm(issue) ?? theirs(issue)
  }
  return { zh: told('zh', zhCN().localeError), en: told('en', en().localeError) }
})

/** A check of our own brings its words along. */
const ownWords = (issue: z.core.$ZodIssue): Record<Lang, string> | undefined =>
  issue.code === 'custom' ? (issue.params as Record<Lang, string> | undefined) : undefined

const compiled = new WeakMap<z.ZodType, z.ZodType>()

/** The same schema, compiled on first use where the surroundings allow it (a page may forbid made code). */
export function swift<T>(schema: z.ZodType<T>): z.ZodType<T> {
  let fast = compiled.get(schema) as z.ZodType<T> | undefined
  if (fast === undefined) {
    try {
      fast = z.compile(schema)
    } catch {
      fast = schema
    }
    compiled.set(schema, fast)
  }
  return fast
}

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.')

/**
 * Reads something unknown by a schema.
 * @returns what was read, or every mistake with its path; never throws, whatever the input does when it is read
 */
export function read<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  try {
    const parsed = swift(schema).safeParse(input)
    if (parsed.success) return { data: parsed.data }
    const say = (lang: Lang): string[] =>
      assertPresent(schema.safeParse(input, { error: library()[lang] }).error).issues.map(
        (issue) => ownWords(issue)?.[lang] ?? issue.message,
      )
    const [zh, english] = [say('zh'), say('en')]
    return {
      issues: parsed.error.issues.map(({ path }, i) => ({
        path: dotted(path),
        zh: assertPresent(zh[i]),
        en: assertPresent(english[i]),
      })),
    }
  } catch {
    return { issues: [{ path: '', zh: '内容无法读取', en: 'it cannot be read' }] }
  }
}

/** Hears of a mistake: where it is, and what it is in both languages. */
export type Complain = (path: (string | number)[], zh: string, en: string) => void

/** Lets a sense check say what is wrong where, in both languages. */
const complaining = (ctx: z.core.$RefinementCtx): Complain => {
  return (path, zh, en) => ctx.addIssue({ code: 'custom', path, message: en, params: { zh, en } })
}

/**
 * Sense checks that run beside those of shape, so that every mistake is told at once. One that meets a value without the
 * shape it needs says nothing: that mistake is told already.
 */
export function sense<T>(
  ...checks: ((value: T, complain: Complain) => void)[]
): [check: (value: T, ctx: z.core.$RefinementCtx<T>) => void, params: { when: () => boolean }] {
  const run = (value: T, ctx: z.core.$RefinementCtx<T>) => {
    for (const check of checks) {
      try {
        check(value, complaining(ctx))
      } catch {}
    }
  }
  return [run, { when: () => true }]
}
