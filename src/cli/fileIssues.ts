import { eventTypes, isEventType, senderOf, shapeOf } from '../events'
import { regionShapeWith } from '../guide'
import { journeyShapeUnder, runJourney } from '../journey'
import { type Journey, misspeltKeys } from '../journeyFormat'
import type { ExamSpec } from '../model/exam'
import { examSpecShape, exams } from '../model/exam'
import { matchNotice } from '../model/matchNotice'
import { type Notice, noticeShape } from '../model/notice'
import { notices } from '../model/notices'
import type { Region } from '../model/region'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import { didYouMean, oneOfMessage, unknownType } from '../schema/issueMessages'
import { type Issue, read } from '../schema/issues'
import { roles } from '../schema/vocabulary'

/** The kinds of data files. */
export const fileKinds = ['exam', 'notice', 'region', 'journey'] as const
/** A kind of data file. */
export type FileKind = (typeof fileKinds)[number]

type JsonObject = Record<string, unknown>

export const isJsonObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Keys that identify a kind: each belongs to only one kind. */
const distinctiveKeys: Record<FileKind, readonly string[]> = {
  journey: ['steps', 'open', 'title'],
  region: ['items'],
  notice: ['windows', 'sessions', 'examYear', 'scoreReview'],
  exam: ['levels', 'subjects', 'identityProvider', 'certificate'],
}

/** Detects the kind of a file by its keys; `undefined` if it has none of them. */
export function detectFileKind(value: unknown): FileKind | undefined {
  if (!isJsonObject(value)) return undefined
  const order: FileKind[] = ['journey', 'region', 'notice', 'exam']
  return order.find((kind) => distinctiveKeys[kind].some((key) => key in value))
}

const joinPath = (path: string, key: string | number): string => (path === '' ? `${key}` : `${path}.${key}`)

const prefixPaths = (prefix: string, issues: readonly Issue[] = []): Issue[] =>
  issues.map((issue) => ({ ...issue, path: issue.path === '' ? prefix : joinPath(prefix, issue.path) }))

const notOneOf = (path: string, known: readonly string[]): Issue => ({ path, ...oneOfMessage(known) })

/** Joins lists of issues without duplicates. */
function mergeIssues(...lists: (readonly Issue[] | undefined)[]): Issue[] {
  const seen = new Set<string>()
  return lists
    .flatMap((list) => list ?? [])
    .filter(({ path, en }) => seen.size < seen.add(`${path} ${en}`).size)
}

const schemaIssues = (shape: Parameters<typeof read>[0], value: unknown): Issue[] =>
  read(shape, value).issues ?? []

const examIssues = (value: unknown): Issue[] => schemaIssues(examSpecShape(), value)

/** Validates a notice, and compares it with the given exam, or with the bundled exam that it names. */
function noticeIssues(value: unknown, givenExam: unknown): Issue[] {
  const mismatches: Issue[] = []
  const exam = read(examSpecShape(), givenExam).data ?? bundledExamOf(value)
  try {
    if (exam)
      matchNotice(value as Notice, exam, (path, zh, en) => mismatches.push({ path: path.join('.'), zh, en }))
  } catch {
    // The value does not have the shape of a notice; the schema reports that.
  }
  const examCode = isJsonObject(value) && typeof value.exam === 'string' ? value.exam : undefined
  if (exam === undefined && examCode !== undefined) {
    const codes = Object.values(exams).flatMap((bundled) => bundled?.code ?? [])
    const { zh, en } = didYouMean(examCode, codes, {
      zh: '，无法核对科目；请用 --exam 给出考试文件',
      en: ', so its subjects cannot be checked: give its file by --exam',
    })
    mismatches.push({
      path: 'exam',
      zh: `没有内置考试“${examCode}”${zh}`,
      en: `no bundled exam is called "${examCode}"${en}`,
    })
  }
  return mergeIssues(schemaIssues(noticeShape(), value), mismatches)
}

const bundledExamOf = (notice: unknown): ExamSpec | undefined =>
  Object.values(exams).find((exam) => isJsonObject(notice) && exam?.code === notice.exam)

/** The exam or notice of a journey: inline, or bundled under that name. */
const resolveSpec = (spec: unknown, bundled: Readonly<Record<string, unknown>>): unknown => {
  if (typeof spec !== 'string') return spec
  const name = spec.replace(/^.*\//, '').replace(/\.json$/, '')
  return Object.hasOwn(bundled, name) ? bundled[name] : undefined
}

function stepIssues(step: unknown, path: string): Issue[] {
  if (!isJsonObject(step) || typeof step.type !== 'string') return []
  const { expect, by, ...fields } = step
  // The schema of the journey reports them already.
  for (const key of misspeltKeys(step)) delete fields[key]
  const unknownRole = typeof by === 'string' && !(roles as readonly string[]).includes(by)
  const roleIssues = unknownRole ? [notOneOf(`${path}.by`, roles)] : []
  if (!isEventType(step.type)) {
    // A journey may expect the refusal of an unknown event.
    const expected = isJsonObject(expect) && expect.refused === 'event.unknown'
    const unknown = { path: `${path}.type`, ...unknownType(step.type, eventTypes) }
    return expected ? roleIssues : [unknown, ...roleIssues]
  }
  // The role of the event replaces an unknown role, which is reported already.
  const role = unknownRole ? senderOf(step.type) : by
  const event = { ...fields, by: typeof role === 'string' ? { role, id: role } : role }
  if (isJsonObject(expect) && expect.refused === 'event.malformed') return []
  return [...roleIssues, ...prefixPaths(path, read(shapeOf(step.type), event).issues)]
}

function journeyIssues(value: unknown, registrations: Registrations): Issue[] {
  const shape = journeyShapeUnder(registrations)
  const valid = read(shape, value).issues === undefined
  const { exam, notice, steps } = isJsonObject(value) ? value : {}
  const resolvedExam = resolveSpec(exam, exams)
  const resolvedNotice = resolveSpec(notice, notices)
  return mergeIssues(
    schemaIssues(shape, value),
    isJsonObject(exam) ? prefixPaths('exam', examIssues(exam)) : [],
    isJsonObject(notice) ? prefixPaths('notice', noticeIssues(notice, resolvedExam)) : [],
    Array.isArray(steps) ? steps.flatMap((step, i) => stepIssues(step, `steps.${i}`)) : [],
    // A run also checks that the registration opens and that the expected states, facts and rules exist.
    valid && resolvedNotice !== undefined ? runJourney(value as Journey, { registrations }).issues : [],
    valid ? runJourney({ ...(value as Journey), steps: [] }, { registrations }).issues : [],
  )
}

/**
 * Validates the content of a file.
 * @param exam the exam of a notice, if it is not bundled
 * @param regions the contents of other files of regions, which a region may inherit from
 * @param registrations what decides the steps of a journey
 * @returns all issues, each with its path and the allowed values
 */
export function fileIssues(
  kind: FileKind,
  value: unknown,
  exam?: unknown,
  regions: readonly unknown[] = [],
  registrations: Registrations = nationalRegistrations(),
): Issue[] {
  if (kind === 'exam') return examIssues(value)
  if (kind === 'notice') return noticeIssues(value, exam)
  if (kind === 'region') {
    // What is wrong in the others is reported with their own files.
    const others = regions.filter((region) => region !== value && isJsonObject(region))
    const code = isJsonObject(value) ? value.code : undefined
    const twice = code !== undefined && (others as Region[]).some((region) => region.code === code)
    return mergeIssues(
      schemaIssues(regionShapeWith(others as Region[]), value),
      twice
        ? [{ path: 'code', zh: `有两个地区“${code}”的文件`, en: `two files are of the region "${code}"` }]
        : [],
    )
  }
  return journeyIssues(value, registrations)
}
