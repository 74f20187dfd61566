import { describe, expect, it } from 'vitest'
import { type ExamSpec, examSpecSchema, exams, type Notice, noticeSchema, notices } from '../src'
import { readText } from './support/files'
import { leaves, means } from './support/provenance'

type Sources = ExamSpec['sources']

/** Fields that only identify the exam or notice. Every other field is a value that needs a source. */
const labels = [
  ...['code', 'name', 'levels.*.code', 'levels.*.name', 'subjects.*.code', 'subjects.*.name'],
  ...['id', 'exam', 'examYear', 'sitting', 'region', 'sessions.*.subject', 'sources', 'illustrative'],
]

const cited = (sources: Sources): string[] =>
  (sources ?? []).flatMap((source) => (typeof source === 'string' ? [] : source.paths))

const covers = (paths: readonly string[], leaf: string): boolean => paths.some((path) => means(path, leaf))

const valuesOf = (data: object): string[] => [
  ...new Set(leaves(data).filter((leaf) => !covers(labels, leaf))),
]

const bundled: [name: string, data: ExamSpec | Notice][] = [
  ...Object.entries(exams as Record<string, ExamSpec>),
  ...Object.entries(notices as Record<string, Notice>),
]
const illustrativeOf = (data: ExamSpec | Notice): string[] =>
  ('illustrative' in data && data.illustrative) || []

describe('every value of the bundled exams and notices', () => {
  it.each(bundled)('%s: has a source with a confidence, or is marked illustrative', (_, data) => {
    const paths = [...cited(data.sources), ...illustrativeOf(data)]
    expect(valuesOf(data).filter((leaf) => !covers(paths, leaf))).toEqual([])
  })

  it.each(bundled)(
    '%s: has no more than one source, and no source if it is marked as illustrative',
    (_, data) => {
      const paths = [...cited(data.sources), ...illustrativeOf(data)]
      expect(valuesOf(data).filter((leaf) => paths.filter((path) => means(path, leaf)).length > 1)).toEqual(
        [],
      )
    },
  )

  it.each(bundled)('%s: every path of a source or an illustrative mark matches a value', (_, data) => {
    const paths = [...cited(data.sources), ...illustrativeOf(data)]
    const values = valuesOf(data)
    expect(paths.filter((path) => !values.some((leaf) => means(path, leaf)))).toEqual([])
  })

  it('has regulations and notices as sources, never web pages about them', () => {
    for (const [name, { sources }] of bundled)
      expect(`${name} ${JSON.stringify(sources)}`).not.toMatch(/https?:/)
  })
})

describe('the sources of an exam or a notice', () => {
  const exam = JSON.parse(readText('data/exams/economics.json'))
  const notice = JSON.parse(readText('data/notices/gd-2023-economics.json'))

  it('are lines of text, or paths of values with a source and a confidence', () => {
    const source = { zh: '通知', en: 'the notice' }
    const sources = ['the notice', { paths: ['levels.*.validityYears'], source, confidence: 'high' }]
    expect(examSpecSchema.parse({ ...exam, sources }).sources).toEqual(sources)
    const ofNotice = ['the notice', { paths: ['sessions.*.starts'], source, confidence: 'high' }]
    expect(noticeSchema.parse({ ...notice, sources: ofNotice }).sources).toEqual(ofNotice)
  })

  it('have no other form', () => {
    const source = { zh: '通知', en: 'the notice' }
    for (const wrong of [
      { paths: ['fee'], source, confidence: 'certain' },
      { paths: [], source, confidence: 'high' },
      { paths: ['fee'], source: 'the notice', confidence: 'high' },
      42,
    ]) {
      expect(noticeSchema.safeParse({ ...notice, sources: [wrong] }).success).toBe(false)
    }
  })
})
