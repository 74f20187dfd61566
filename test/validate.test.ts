import { readdirSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJourney } from '../src/cli/files'
import { type FileKind, kindOf, mistakesIn } from '../src/cli/mistakes'
import { inProject, readText } from './support/files'

type Tree = { [key: string]: unknown }

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
const contentOf = (file: string): Tree =>
  file.startsWith('examples')
    ? (readJourney(inProject(file)) as unknown as Tree)
    : (JSON.parse(readText(file)) as Tree)

/** Every place inside, but for the texts of an event, where anything may be said. */
function places(value: unknown, path: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, below]) => [[...path, key], ...places(below, [...path, key])])
}

/** The same with something else at a place. */
function changed(content: Tree, path: readonly string[], change: (holder: Tree, key: string) => void): Tree {
  const copy = structuredClone(content)
  const holder = path.slice(0, -1).reduce((at, key) => at[key] as Tree, copy)
  change(holder, path.at(-1) as string)
  return copy
}

describe('what stands in the project', () => {
  it.each(files)('%s is sound', (file, kind) => {
    const content = contentOf(file)
    expect(kindOf(content)).toBe(kind)
    expect(mistakesIn(kind, content)).toEqual([])
  })
})

describe('a file with a mistake', () => {
  const sound = files
    .filter(([file]) => !file.startsWith('examples'))
    .map(([file, kind]) => ({ file, kind, content: contentOf(file) }))

  it.each(sound)(
    '$file: a field that nobody knows is named, with those that there are',
    ({ kind, content }) => {
      const trees = places(content).filter((path) => Number.isNaN(Number(path.at(-1))))
      // What is listed under names of its own, such as pass marks by subject, takes any name.
      const named = trees.filter((path) => !path.some((key) => ['passMarks', 'calendar'].includes(key)))
      fc.assert(
        fc.property(fc.constantFrom(...named), (path) => {
          const misspelt = changed(content, path, (holder, key) => {
            holder[`${key}x`] = holder[key]
          })
          const at = [...path.slice(0, -1), `${path.at(-1)}x`].join('.')
          const told = mistakesIn(kind, misspelt).map(({ path, en }) => `${path} ${en}`)
          expect(told.some((one) => one.includes(at) || one.includes(`"${path.at(-1)}x"`))).toBe(true)
        }),
        { numRuns: 30 },
      )
    },
  )

  it.each(sound)('$file: something of the wrong kind is named by its path', ({ kind, content }) => {
    fc.assert(
      fc.property(fc.constantFrom(...places(content)), (path) => {
        const wrong = changed(content, path, (holder, key) => {
          holder[key] = () => 'nothing that JSON can hold'
        })
        expect(mistakesIn(kind, wrong).map((one) => one.path)).toEqual(
          expect.arrayContaining([expect.stringMatching(new RegExp(`^(${path[0]}|$)`))]),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('tells all of them at once', () => {
    const notice = contentOf('data/notices/gd-2024-social-worker.json') as {
      windows: { payment: Tree }
      sessions: Tree[]
      fee: Tree
      commitment: string
    }
    notice.windows.payment.close = 'x'
    ;(notice.sessions[0] as Tree).subject = 'maths'
    notice.fee.perSubjectFen = -1
    notice.commitment = 'maybe'
    const told = mistakesIn('notice', notice)
    expect(told.map(({ path }) => path).sort()).toEqual([
      'commitment',
      'fee.perSubjectFen',
      'sessions.0.subject',
      'windows.payment.close',
    ])
    expect(told.find(({ path }) => path === 'commitment')).toMatchObject({
      zh: '须为以下之一：optional、none',
      en: 'must be one of: optional, none',
    })
  })

  it('is judged whatever it is', () => {
    for (const kind of ['exam', 'notice', 'region', 'journey'] as const) {
      for (const value of [null, 7, 'x', [], {}, [[]]]) {
        expect(mistakesIn(kind, value).length).toBeGreaterThan(0)
      }
    }
    expect(kindOf({ a: 1 })).toBeUndefined()
    expect(kindOf([])).toBeUndefined()
  })
})

describe('a journey with a mistake', () => {
  const journey = () =>
    contentOf('examples/journeys/filling/no-return.json') as Tree & { steps: (Tree & { expect?: Tree })[] }

  it.each<[what: string, change: (draft: ReturnType<typeof journey>) => void, path: string]>([
    [
      'a misspelt field of an event',
      ({ steps }) => Object.assign(steps[0] as Tree, { applicatio: {} }),
      'steps.0.applicatio',
    ],
    [
      'a misspelt event',
      ({ steps }) => Object.assign(steps[0] as Tree, { type: 'agreement.acept' }),
      'steps.0.type',
    ],
    [
      'a role that there is not',
      ({ steps }) => Object.assign(steps[0] as Tree, { by: 'candidat' }),
      'steps.0.by',
    ],
    [
      'a fact that there is not',
      ({ steps }) => Object.assign(steps[0] as Tree, { expect: { absent: ['x'] } }),
      'steps.0.expect.absent.0',
    ],
    [
      'an exam with a mistake in it',
      (draft) => Object.assign(draft, { exam: { ...(draft.exam as Tree), levels: [] } }),
      'exam.levels',
    ],
    ['a notice that is not bundled', (draft) => Object.assign(draft, { notice: 'gd-1999' }), 'notice'],
    ['no title', (draft) => Object.assign(draft, { title: '' }), 'title'],
    ['an instant that is none', (draft) => Object.assign(draft, { open: 'noon' }), 'open'],
  ])('names %s', (_, change, path) => {
    const draft = journey()
    change(draft)
    expect(mistakesIn('journey', draft).map((one) => one.path)).toContain(path)
  })

  it('may send what is malformed, where it says so', () => {
    const draft = journey()
    const [first] = draft.steps
    draft.steps = [{ ...first, application: 7, expect: { refused: 'event.malformed' } } as Tree]
    expect(mistakesIn('journey', draft)).toEqual([])
  })
})
