import { readdirSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectFileKind, type FileKind, fileIssues } from '../src/cli/fileIssues'
import { loadJourney } from '../src/cli/files'
import { inProject, readText } from './support/files'
import { localRegistrations } from './support/provisions'

type JsonObject = { [key: string]: unknown }

const folders: [folder: string, kind: FileKind][] = [
  ['data/exams', 'exam'],
  ['data/notices', 'notice'],
  ['data/regions', 'region'],
  ['examples/journeys', 'journey'],
]
const files = folders.flatMap(([folder, kind]) =>
  readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name): [string, FileKind] => [`${folder}/${name}`, kind]),
)
const readContent = (file: string): JsonObject =>
  file.startsWith('examples')
    ? (loadJourney(inProject(file)) as unknown as JsonObject)
    : (JSON.parse(readText(file)) as JsonObject)

/** The paths of all fields and entries. */
function allPaths(value: unknown, path: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...allPaths(inner, [...path, key])])
}

/** A copy in which the parent of a path is changed. */
function changedCopy(
  content: JsonObject,
  path: readonly string[],
  change: (parent: JsonObject, key: string) => void,
): JsonObject {
  const copy = structuredClone(content)
  const parent = path.slice(0, -1).reduce((value, key) => value[key] as JsonObject, copy)
  change(parent, path.at(-1) as string)
  return copy
}

describe('the files of the project', () => {
  it.each(files)('include %s, which has no mistakes', (file, kind) => {
    const content = readContent(file)
    expect(detectFileKind(content)).toBe(kind)
    expect(fileIssues(kind, content)).toEqual([])
  })
})

describe('a file with mistakes', () => {
  const validFiles = files
    .filter(([file]) => !file.startsWith('examples'))
    .map(([file, kind]) => ({ file, kind, content: readContent(file) }))

  it.each(validFiles)('$file: has an issue that names an unknown field', ({ kind, content }) => {
    const fields = allPaths(content).filter((path) => Number.isNaN(Number(path.at(-1))))
    // Records, such as pass marks by subject, accept any key.
    const known = fields.filter((path) => !path.some((key) => ['passMarks', 'calendar'].includes(key)))
    fc.assert(
      fc.property(fc.constantFrom(...known), (path) => {
        const misspelt = changedCopy(content, path, (parent, key) => {
          parent[`${key}x`] = parent[key]
        })
        const at = [...path.slice(0, -1), `${path.at(-1)}x`].join('.')
        const issues = fileIssues(kind, misspelt).map(({ path, en }) => `${path} ${en}`)
        expect(issues.some((issue) => issue.includes(at) || issue.includes(`"${path.at(-1)}x"`))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it.each(validFiles)('$file: has an issue with the path of a mistyped value', ({ kind, content }) => {
    fc.assert(
      fc.property(fc.constantFrom(...allPaths(content)), (path) => {
        const wrong = changedCopy(content, path, (parent, key) => {
          parent[key] = () => 'nothing that JSON can hold'
        })
        expect(fileIssues(kind, wrong).map((issue) => issue.path)).toEqual(
          expect.arrayContaining([expect.stringMatching(new RegExp(`^(${path[0]}|$)`))]),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('has an issue for each of them at once', () => {
    const notice = readContent('data/notices/gd-2024-social-worker.json') as {
      windows: { payment: JsonObject }
      sessions: JsonObject[]
      fee: JsonObject
      commitment: string
    }
    notice.windows.payment.close = 'x'
    ;(notice.sessions[0] as JsonObject).subject = 'maths'
    notice.fee.perSubjectFen = -1
    notice.commitment = 'maybe'
    const issues = fileIssues('notice', notice)
    expect(issues.map(({ path }) => path).sort()).toEqual([
      'commitment',
      'fee.perSubjectFen',
      'sessions.0.subject',
      'windows.payment.close',
    ])
    expect(issues.find(({ path }) => path === 'commitment')).toMatchObject({
      zh: '“告知承诺制”须为以下之一：optional、none',
      en: '“commitment” must be one of: optional, none',
    })
  })

  it('has an issue that names the nearest bundled exam for a misspelt one', () => {
    const notice = readContent('data/notices/gd-2024-social-worker.json')
    const messages = (exam: string) =>
      fileIssues('notice', { ...notice, exam }).map(({ path, en }) => `${path}: ${en}`)
    expect(messages('social-workr')).toEqual([
      'exam: no bundled exam is called "social-workr"; did you mean social-worker?',
    ])
    expect(messages('astrology')).toEqual([
      'exam: no bundled exam is called "astrology", so its subjects cannot be checked: give its file by --exam',
    ])
  })

  it('has issues for any wrong content, and no kind for unknown content', () => {
    for (const kind of ['exam', 'notice', 'region', 'journey'] as const) {
      for (const value of [null, 7, 'x', [], {}, [[]]]) {
        expect(fileIssues(kind, value).length).toBeGreaterThan(0)
      }
    }
    expect(detectFileKind({ a: 1 })).toBeUndefined()
    expect(detectFileKind([])).toBeUndefined()
  })
})

describe('a journey with a mistake', () => {
  const journey = () =>
    readContent('examples/journeys/filling/no-return.json') as JsonObject & {
      steps: (JsonObject & { expect?: JsonObject })[]
    }

  it.each<[what: string, change: (draft: ReturnType<typeof journey>) => void, path: string]>([
    [
      'a misspelt field of an event',
      ({ steps }) => Object.assign(steps[0] as JsonObject, { applicatio: {} }),
      'steps.0.applicatio',
    ],
    [
      'a misspelt event',
      ({ steps }) => Object.assign(steps[0] as JsonObject, { type: 'agreement.acept' }),
      'steps.0.type',
    ],
    [
      'an unknown role',
      ({ steps }) => Object.assign(steps[0] as JsonObject, { by: 'candidat' }),
      'steps.0.by',
    ],
    [
      'an unknown fact',
      ({ steps }) => Object.assign(steps[0] as JsonObject, { expect: { absent: ['x'] } }),
      'steps.0.expect.absent.0',
    ],
    [
      'an exam with a mistake in it',
      (draft) => Object.assign(draft, { exam: { ...(draft.exam as JsonObject), levels: [] } }),
      'exam.levels',
    ],
    ['a notice that is not bundled', (draft) => Object.assign(draft, { notice: 'gd-1999' }), 'notice'],
    ['an unknown §', (draft) => Object.assign(draft, { cites: ['5.1.4', '5.1.9'] }), 'cites.1'],
    ['no title', (draft) => Object.assign(draft, { title: '' }), 'title'],
    ['an invalid instant', (draft) => Object.assign(draft, { open: 'noon' }), 'open'],
  ])('has an issue for %s', (_, change, path) => {
    const draft = journey()
    change(draft)
    expect(fileIssues('journey', draft).map((issue) => issue.path)).toContain(path)
  })

  /** The issues of the journey whose first step is changed. */
  const issuesOfStep = (change: (step: JsonObject) => void) => {
    const draft = journey()
    change(draft.steps[0] as JsonObject)
    return fileIssues('journey', draft).map(({ path, zh, en }) => [path, en, zh])
  }

  it('has an issue that names the nearest event for a misspelt one, and none if no event is near', () => {
    expect(issuesOfStep((step) => Object.assign(step, { type: 'agreement.acept' }))).toEqual([
      [
        'steps.0.type',
        'there is no such event; did you mean agreement.accept?',
        '没有这种事项；是否指 agreement.accept？',
      ],
    ])
    expect(issuesOfStep((step) => Object.assign(step, { type: 'nonsense' }))).toEqual([
      ['steps.0.type', 'there is no such event', '没有这种事项'],
    ])
  })

  it('has one issue for a misspelt field of a step, which names the field', () => {
    const change = (step: JsonObject) => Object.assign(step, { exepct: { state: 'paying' } })
    expect(issuesOfStep(change)).toEqual([
      ['steps.0.exepct', 'there is no such field; did you mean expect?', '没有这个字段；是否指 expect？'],
    ])
    const misspelt = issuesOfStep((step) => {
      step.tipe = step.type
      delete step.type
    })
    expect(misspelt).toContainEqual([
      'steps.0.tipe',
      'there is no such field; did you mean type?',
      '没有这个字段；是否指 type？',
    ])
    expect(misspelt.map(([path]) => path).sort()).toEqual(['steps.0.tipe', 'steps.0.type'])
  })

  it('may contain a malformed event if it expects that refusal', () => {
    const draft = journey()
    const [first] = draft.steps
    draft.steps = [{ ...first, application: 7, expect: { refused: 'event.malformed' } } as JsonObject]
    expect(fileIssues('journey', draft)).toEqual([])
  })

  it('may cite what the provisions cite under which it is validated', () => {
    const draft = { ...journey(), cites: ['某市报名公告（示例） 第三条'] }
    expect(fileIssues('journey', draft)).toMatchObject([{ path: 'cites.0' }])
    expect(fileIssues('journey', draft, undefined, [], localRegistrations as never)).toEqual([])
  })
})
