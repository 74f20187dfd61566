import type * as z from 'zod'
import type { Language, LocalizedText } from '../language'
import { titles } from '../titles'
import { compile, optionIssues } from '../zodInternals'
import { errorMaps, maxUnknown, moreUnknown, separator } from './issueMessages'
import { assertPresent } from './primitives'

/** A mistake in an input, or a defect: its path, and a message in both languages. */
export type Issue = {
  path: string
  zh: string
  en: string
  /** Of a defect: what was thrown, for developers. */
  error?: string
}

type Parsed<T> = { data: T; issues?: undefined } | { data?: undefined; issues: Issue[] }

const isSuggestion = (line: string): boolean => /[?？]$/.test(line)

/**
 * How far an input is from an option of a union. A key that is probably misspelt counts half as much as another
 * mistake.
 */
const distanceOf = (issues: z.core.$ZodIssue[]): number =>
  issues.reduce((sum, issue) => {
    if (issue.code !== 'unrecognized_keys') return sum + 1
    return sum + issue.keys.length - issue.message.split(separator).filter(isSuggestion).length / 2
  }, 0)

/** The issues of the option that the input fits best; `undefined` if several options fit equally well. */
function bestOption(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
  const without = (code: string, all: z.core.$ZodIssue[][]) =>
    all.filter((issues) => !issues.some((issue) => issue.path.length === 0 && issue.code === code))
  const typed = without('invalid_type', optionIssues(issue))
  // An enum reports an object as an invalid value, not as an invalid type.
  const shaped = without('invalid_value', typed)
  const [best, second] = (shaped.length > 0 ? shaped : typed).sort(
    (one, other) => distanceOf(one) - distanceOf(other),
  )
  return best === undefined || (second && distanceOf(second) === distanceOf(best)) ? undefined : best
}

type Message = { path: PropertyKey[]; message: string }

/** Returns the paths and messages of an issue: one for each unknown key, and for a union those of its best option. */
function messagesOf(issue: z.core.$ZodIssue, language: Language, above: PropertyKey[] = []): Message[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    const lines = issue.message.split(separator)
    const rest = issue.keys.length - maxUnknown
    return [
      ...lines.map((message, i) => ({ path: [...path, issue.keys[i] ?? ''], message })),
      ...(rest > 0 ? [{ path, message: moreUnknown(rest)[language] }] : []),
    ]
  }
  const best = issue.code === 'invalid_union' ? bestOption(issue) : undefined
  if (best !== undefined) return best.flatMap((one) => messagesOf(one, language, path))
  return [{ path, message: customMessage(issue)?.[language] ?? issue.message }]
}

/** The message of a custom check, which is given in both languages. */
const customMessage = (issue: z.core.$ZodIssue): LocalizedText | undefined =>
  issue.code === 'custom' ? (issue.params as LocalizedText | undefined) : undefined

const compiledSchemas = new WeakMap<z.ZodType, z.ZodType>()

/** Compiles a schema on first use. */
export function compiled<T>(schema: z.ZodType<T>): z.ZodType<T> {
  let result = compiledSchemas.get(schema) as z.ZodType<T> | undefined
  if (result === undefined) {
    result = compile(schema)
    compiledSchemas.set(schema, result)
  }
  return result
}

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.')

/** The title of the field of an issue, or of the nearest field around it that has one. */
function fieldAt(path: readonly PropertyKey[]): LocalizedText | undefined {
  const titled = [...path].reverse().find((key) => Object.hasOwn(titles.fields, key))
  return titles.fields[titled as keyof typeof titles.fields]
}

/** Matches messages that are predicates, whose subject is the field. */
const isPredicate = /^(must|is|has) /

/** Names the field that a message is about: `“employer” must not be empty`. */
function aboutField(path: readonly PropertyKey[], { zh, en }: LocalizedText): LocalizedText {
  const field = isPredicate.test(en) ? fieldAt(path) : undefined
  return field ? { zh: `“${field.zh}”${zh}`, en: `“${field.en}” ${en}` } : { zh, en }
}

/**
 * Parses unknown input with a schema. Never throws, even if a getter of the input does.
 * @param options.titled whether messages name fields by their titles; titles are those of events and registrations
 * @returns the parsed data, or every issue with its path
 */
export function read<T>(
  schema: z.ZodType<T>,
  input: unknown,
  { titled = true }: { titled?: boolean } = {},
): Parsed<T> {
  try {
    const parsed = compiled(schema).safeParse(input)
    if (parsed.success) return { data: parsed.data }
    const messages = (language: Language): Message[] =>
      assertPresent(schema.safeParse(input, { error: errorMaps()[language] }).error).issues.flatMap((issue) =>
        messagesOf(issue, language),
      )
    const english = messages('en')
    return {
      issues: messages('zh').map(({ path, message }, i) => ({
        path: dotted(path),
        ...aboutField(titled ? path : [], { zh: message, en: assertPresent(english[i]).message }),
      })),
    }
  } catch {
    return { issues: [{ path: '', zh: '内容无法读取', en: 'it cannot be read' }] }
  }
}

/** Adds an issue: its path, and the message in both languages. */
export type AddIssue = (path: (string | number)[], zh: string, en: string) => void

const addIssueTo =
  (ctx: z.core.$RefinementCtx): AddIssue =>
  (path, zh, en) =>
    ctx.addIssue({ code: 'custom', path, message: en, params: { zh, en } })

/**
 * Returns the arguments of `superRefine` for checks across several fields. The checks run even if the shape is wrong,
 * so that all issues are reported together. A check that throws on a wrong shape adds no issue, because the shape has
 * its own.
 */
export function semanticChecks<T>(
  ...checks: ((value: T, addIssue: AddIssue) => void)[]
): [check: (value: T, ctx: z.core.$RefinementCtx<T>) => void, params: { when: () => boolean }] {
  const run = (value: T, ctx: z.core.$RefinementCtx<T>) => {
    for (const check of checks) {
      try {
        check(value, addIssueTo(ctx))
      } catch {}
    }
  }
  return [run, { when: () => true }]
}
