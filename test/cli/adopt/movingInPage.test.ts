import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../../src/cli/commandLine'
import { adoptArguments } from '../../support/adoptList'
import { inProject, readText } from '../../support/files'

/** The block of a page in a language. */
const block = (page: string, language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(readText(page))?.[1] ?? ''

async function adopt(text: string) {
  const out: string[] = []
  const code = await runCommandLine(
    [
      ...['--lang', 'en', 'adopt', '-', ...adoptArguments, '--dry-run', '--json'],
      ...['--states', inProject('examples/moving-in.states.json')],
    ],
    {
      stdin: Readable.from([Buffer.from(text)]),
      stdout: { write: (written) => out.push(written) },
      stderr: { write: (written) => out.push(written) },
      env: {},
    },
  )
  return { code, out: out.join('') }
}

describe.each(['docs/moving-in.md', 'docs/moving-in.zh.md'])('%s', (page) => {
  it.each(['csv', 'jsonl'])('shows a list that can be adopted: %s', async (language) => {
    const text = block(page, language)
    expect(text).toBe(readText(`examples/moving-in.${language}`))
    const { code, out } = await adopt(text)
    expect(out).toContain('"allAgree":true')
    expect(code).toBe(0)
  })

  it.each([
    ['transactionId', '"T"'],
    ['amountFen', '100'],
    ['commitment.sign', '"2024-04-09T09:10:00+08:00"'],
    ['commitmentForfeited', 'true'],
    ['credits', '[]'],
    ['practice', '70'],
  ])('says that a line of JSON has no column of the CSV: %s', async (field, value) => {
    const [line = ''] = block(page, 'jsonl').split('\n')
    const { code, out } = await adopt(`${line.slice(0, -1)},"${field}":${value}}\n`)
    expect(out).toContain(`"column":"${field}"`)
    expect(code).toBe(1)
  })

  it('says that the subjects of JSON are a list', async () => {
    const { code, out } = await adopt(block(page, 'jsonl').replace('["practice"]', '"practice"'))
    expect(out).toContain('must be a list')
    expect(code).toBe(1)
  })
})
