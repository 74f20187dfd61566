import { eventTypes, isEventType, senderOf, shapeOf } from '../events'
import { regionShape } from '../guide'
import { type Journey, journeyShape, runJourney } from '../journey'
import type { ExamSpec } from '../model/exam'
import { examSpecShape, exams } from '../model/exam'
import { matchNotice, type Notice, noticeShape, notices } from '../model/notice'
import { type Issue, oneOf, read } from '../schema/issues'
import { roles } from '../schema/vocabulary'
import { type JSONSchema, toJSONSchema } from '../schemas'

/** Everything that is wrong with a file of data. */

/** The kinds of files that people write. */
export const fileKinds = ['exam', 'notice', 'region', 'journey'] as const
/** A kind of file that people write. */
export type FileKind = (typeof fileKinds)[number]

type Tree = Record<string, unknown>

const isTree = (value: unknown): value is Tree =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** What each kind has that no other has. */
const marks: Record<FileKind, readonly string[]> = {
  journey: ['steps', 'open', 'title'],
  region: ['items'],
  notice: ['windows', 'sessions', 'examYear', 'scoreReview'],
  exam: ['levels', 'subjects', 'identityProvider', 'certificate'],
}

/** Which kind a file is, by what stands in it; `undefined` where nothing tells. */
export function kindOf(value: unknown): FileKind | undefined {
  if (!isTree(value)) return undefined
  const order: FileKind[] = ['journey', 'region', 'notice', 'exam']
  return order.find((kind) => marks[kind].some((key) => key in value))
}

const at = (path: string, key: string | number): string => (path === '' ? `${key}` : `${path}.${key}`)

const unknown = (path: string, known: readonly string[]): Issue => ({
  path,
  zh: `没有这个字段；可用的有：${known.join('、')}`,
  en: `there is no such field; there are: ${known.join(', ')}`,
})

const notOneOf = (path: string, known: readonly string[]): Issue => ({ path, ...oneOf(known) })

/** Fields that the schema does not know: a misspelt one would otherwise be left out silently. */
function strangers(schema: JSONSchema, value: unknown, path = ''): Issue[] {
  const { anyOf = [], oneOf = [], properties, items, additionalProperties } = schema
  const either = [...anyOf, ...oneOf] as JSONSchema[]
  if (either.length > 0) {
    const each = either.filter((one) => fits(one, value)).map((one) => strangers(one, value, path))
    return each.reduce((least, one) => (one.length < least.length ? one : least), each[0] ?? [])
  }
  if (Array.isArray(value)) {
    if (items === undefined || typeof items !== 'object' || Array.isArray(items)) return []
    return value.flatMap((one, i) => strangers(items as JSONSchema, one, at(path, i)))
  }
  if (!isTree(value)) return []
  const below = properties as Record<string, JSONSchema> | undefined
  if (below === undefined) {
    if (typeof additionalProperties !== 'object') return []
    return Object.entries(value).flatMap(([key, one]) =>
      strangers(additionalProperties as JSONSchema, one, at(path, key)),
    )
  }
  return Object.entries(value).flatMap(([key, one]) => {
    const schemaOf = Object.hasOwn(below, key) ? below[key] : undefined
    if (schemaOf !== undefined) return strangers(schemaOf, one, at(path, key))
    // Of a step every other key is a field of its event.
    return additionalProperties ? [] : [unknown(at(path, key), Object.keys(below))]
  })
}

const fits = ({ type }: JSONSchema, value: unknown): boolean =>
  type === undefined ||
  (type === 'object' ? isTree(value) : type === 'array' ? Array.isArray(value) : !(value instanceof Object))

const within = (path: string, issues: readonly Issue[] = []): Issue[] =>
  issues.map((issue) => ({ ...issue, path: issue.path === '' ? path : at(path, issue.path) }))

/** Schema and strangers together, each path told once. */
function together(...lists: (readonly Issue[] | undefined)[]): Issue[] {
  const seen = new Set<string>()
  return lists
    .flatMap((list) => list ?? [])
    .filter(({ path, en }) => seen.size < seen.add(`${path} ${en}`).size)
}

/** What the schema says. Where it is strict it names a stranger too, without what is allowed: that is told instead. */
const bySchema = (name: FileKind, shape: Parameters<typeof read>[0], value: unknown): Issue[] =>
  together(
    read(shape, value).issues?.filter(({ en }) => !en.startsWith('Unrecognized key')),
    strangers(toJSONSchema(name), value),
  )

const examMistakes = (value: unknown): Issue[] => bySchema('exam', examSpecShape(), value)

/** A notice is judged with its exam, where that is known. */
function noticeMistakes(value: unknown, exam: unknown): Issue[] {
  const unfit: Issue[] = []
  const its = read(examSpecShape(), exam).data ?? bundledExam(value)
  try {
    if (its) matchNotice(value as Notice, its, (path, zh, en) => unfit.push({ path: path.join('.'), zh, en }))
  } catch {
    // What has not even the shape of a notice is told by the schema.
  }
  const named = isTree(value) && typeof value.exam === 'string' ? value.exam : undefined
  if (its === undefined && named !== undefined) {
    unfit.push({
      path: 'exam',
      zh: `没有内置考试“${named}”，无法核对科目；请用 --exam 给出考试文件`,
      en: `no bundled exam is called "${named}", so its subjects cannot be checked: give its file by --exam`,
    })
  }
  return together(bySchema('notice', noticeShape(), value), unfit)
}

const bundledExam = (notice: unknown): ExamSpec | undefined =>
  Object.values(exams).find((exam) => isTree(notice) && exam?.code === notice.exam)

/** A bundled one by its name, or what stands in the journey itself. */
const meant = (spec: unknown, bundled: Readonly<Record<string, unknown>>): unknown => {
  if (typeof spec !== 'string') return spec
  const name = spec.replace(/^.*\//, '').replace(/\.json$/, '')
  return Object.hasOwn(bundled, name) ? bundled[name] : undefined
}

function stepMistakes(step: unknown, path: string): Issue[] {
  if (!isTree(step) || typeof step.type !== 'string') return []
  const { expect, by, ...fields } = step
  const strange = typeof by === 'string' && !(roles as readonly string[]).includes(by)
  const sender = strange ? [notOneOf(`${path}.by`, roles)] : []
  if (!isEventType(step.type)) {
    // A journey may show that what nobody knows is refused.
    const shown = isTree(expect) && expect.refused === 'event.unknown'
    return shown ? sender : [notOneOf(`${path}.type`, eventTypes), ...sender]
  }
  // A role that there is not was told already.
  const role = strange ? senderOf(step.type) : by
  const event = { ...fields, by: typeof role === 'string' ? { role, id: role } : role }
  if (isTree(expect) && expect.refused === 'event.malformed') return []
  const { oneOf = [] } = toJSONSchema('event') as { oneOf?: JSONSchema[] }
  const schema = oneOf.find(({ properties }) => {
    return (properties?.type as { const?: unknown } | undefined)?.const === step.type
  })
  return [
    ...sender,
    ...within(path, together(read(shapeOf(step.type), event).issues, schema && strangers(schema, event))),
  ]
}

function journeyMistakes(value: unknown): Issue[] {
  const sound = read(journeyShape(), value).issues === undefined
  const { exam, notice, steps } = isTree(value) ? value : {}
  const [itsExam, itsNotice] = [meant(exam, exams), meant(notice, notices)]
  return together(
    bySchema('journey', journeyShape(), value),
    isTree(exam) ? within('exam', examMistakes(exam)) : [],
    isTree(notice) ? within('notice', noticeMistakes(notice, itsExam)) : [],
    Array.isArray(steps) ? steps.flatMap((step, i) => stepMistakes(step, `steps.${i}`)) : [],
    // What stands in it is sound: does it open, and are the names that it expects any?
    sound && itsNotice !== undefined ? runJourney(value as Journey).issues : [],
    sound ? runJourney({ ...(value as Journey), steps: [] }).issues : [],
  )
}

/**
 * Everything that is wrong with a file, at once, each mistake by its path and with what is allowed there.
 * @param exam the exam of a notice, where it is not bundled
 */
export function mistakesIn(kind: FileKind, value: unknown, exam?: unknown): Issue[] {
  if (kind === 'exam') return examMistakes(value)
  if (kind === 'notice') return noticeMistakes(value, exam)
  if (kind === 'region') return bySchema('region', regionShape(), value)
  return journeyMistakes(value)
}
