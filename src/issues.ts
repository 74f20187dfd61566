import { z } from 'zod'
import { en, zhCN } from 'zod/locales'
import { certain, once } from './words'

/** A mistake in what was given: where, and what is wrong, in both languages. */
export type Issue = { path: string; zh: string; en: string }

type Parsed<T> = { data: T; issues?: undefined } | { data?: undefined; issues: Issue[] }

type Lang = 'zh' | 'en'

const library = once(() => ({ zh: zhCN().localeError, en: en().localeError }))

/** What zod would call an invalid format, in words that say what is missing. */
const forms: Record<string, Record<Lang, string>> = {
  datetime: {
    zh: '须为带秒和时区的时刻，例如 2024-04-08T10:00:00+08:00',
    en: 'must be an instant with seconds and an offset, such as 2024-04-08T10:00:00+08:00',
  },
  date: { zh: '须为日期，例如 2024-04-08', en: 'must be a day, such as 2024-04-08' },
}

/** A check of our own brings its words along; zod has the words for everything else. */
function wordsOf(issue: z.core.$ZodIssue): Record<Lang, string> | undefined {
  if (issue.code === 'invalid_format') return forms[issue.format]
  return issue.code === 'custom' ? (issue.params as Record<Lang, string> | undefined) : undefined
}

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
      certain(schema.safeParse(input, { error: library()[lang] }).error).issues.map(
        (issue) => wordsOf(issue)?.[lang] ?? issue.message,
      )
    const [zh, english] = [say('zh'), say('en')]
    return {
      issues: parsed.error.issues.map(({ path }, i) => ({
        path: dotted(path),
        zh: certain(zh[i]),
        en: certain(english[i]),
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
