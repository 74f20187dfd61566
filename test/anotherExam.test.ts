import { describe, expect, it } from 'vitest'
import { type Journey, runJourney } from '../src'
import { fileIssues } from '../src/cli/fileIssues'
import { readText } from './support/files'

/** The files of a page, by the name beside their code block. */
function filesOf(page: string): Record<string, unknown> {
  const blocks = [...readText(page).matchAll(/```json (\S+)\n([\s\S]*?)```/g)]
  return Object.fromEntries(blocks.map(([, name = '', text = '']) => [name, JSON.parse(text)]))
}

describe.each(['docs/another-exam.md', 'docs/another-exam.zh.md'])('the files of %s', (page) => {
  const files = filesOf(page)
  const exam = files['archives.json']
  const notice = files['zj-2026-archives.json']

  it('are valid', () => {
    expect(fileIssues('exam', exam)).toEqual([])
    expect(fileIssues('notice', notice, exam)).toEqual([])
    expect(fileIssues('region', files['region-330000.json'])).toEqual([])
  })

  it('are played by the journey, with the fee of the text', () => {
    const journey = { ...(files['second-window.json'] as Journey), exam, notice } as Journey
    const { passed, issues, steps } = runJourney(journey)
    expect({ passed, issues, failed: steps.flatMap(({ failures }) => failures) }).toEqual({
      passed: true,
      issues: [],
      failed: [],
    })
  })
})
