import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWebSocketReceiver } from '@statelyai/inspect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DiagramCommandOptions, diagramCommand } from '../../src/cli/diagramCommand'
import { inspectCommand } from '../../src/cli/inspectCommand'
import { styleFor } from '../../src/cli/output'
import { UsageError } from '../../src/cli/usageError'
import { chart, chartJson, mermaid, statelySource } from '../../src/view'
import { buildIfOld } from '../support/built'
import { inProject } from '../support/files'

const folder = mkdtempSync(join(tmpdir(), 'baokao-diagram-'))
const style = styleFor('zh', {}, {})

beforeAll(buildIfOld, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The output of the command. */
function printed(options: DiagramCommandOptions): string {
  let out = ''
  expect(diagramCommand(options, style, (line) => (out += `${line}\n`))).toBe(0)
  return out
}

describe('baokao diagram', () => {
  it('prints a Mermaid diagram in the language of the command', () => {
    expect(printed({ format: 'mermaid' })).toBe(mermaid({ lang: 'zh' }))
    expect(printed({ format: 'mermaid', state: 'paying', all: true })).toBe(
      mermaid({ state: 'paying', lang: 'zh', all: true }),
    )
  })

  it('prints the chart as JSON: refusals folded, or every transition separately', () => {
    expect(JSON.parse(printed({ format: 'json' }))).toEqual(chart())
    const { states, transitions } = JSON.parse(printed({ format: 'json', state: 'declaring', all: true }))
    expect(states.map(({ path }: { path: string }) => path)[0]).toBe('declaring')
    const sign = transitions.filter(
      ({ trigger }: (typeof transitions)[number]) => trigger.type === 'commitment.sign',
    )
    expect(
      sign.map(({ refuses, guard, target }: (typeof transitions)[number]) => refuses ?? guard?.id ?? target),
    ).toEqual([
      'commitment.no-return',
      'proof.window',
      'commitment.eligible',
      'commitment.statements',
      'exemptionLevel',
      'educationUnverified',
      'paying',
    ])
    expect(() => chartJson({ state: 'nowhere' })).toThrow('There is no state nowhere')
  })

  it('prints the machine as source for Stately', () => {
    expect(printed({ format: 'xstate' })).toBe(statelySource())
    expect(printed({ format: 'xstate', all: true })).toBe(statelySource({ all: true }))
  })

  it('writes a file, and reports its path', () => {
    const out = join(folder, 'paying.mmd')
    expect(printed({ format: 'mermaid', state: 'paying', out })).toBe(`已写入 ${out}\n`)
    expect(readFileSync(out, 'utf8')).toBe(mermaid({ state: 'paying', lang: 'zh' }))
  })

  it.each([
    [{ format: 'mermaid', state: 'payin' }, /^--state payin: no such state; did you mean paying\?$/],
    [{ format: 'mermaid', state: 'nowhere' }, /^--state nowhere: no such state; there are account, /],
    [{ format: 'xstate', state: 'paying' }, /^--state: the xstate format holds the whole machine$/],
    [{ format: 'mermaid', out: join(folder, 'none/x.mmd') }, /^--out .*x\.mmd: its folder does not exist$/],
  ])('throws a usage error that explains %j', (options, says) => {
    const wrong = () => diagramCommand(options, style, () => {})
    expect(wrong).toThrow(UsageError)
    expect(wrong).toThrow(says)
  })
})

const journey = inProject('examples/journeys/filling/no-return.json')

describe('baokao inspect', () => {
  it('shows a journey on a local page until it is interrupted', async () => {
    const child = spawn(process.execPath, [inProject('dist/cli.js'), 'inspect', journey, '--lang', 'en'])
    const ended = new Promise((done) => child.once('exit', done))
    let out = ''
    const url = await new Promise<string>((done) =>
      child.stdout.on('data', (data) => {
        out += data
        const [found] = /http:\S+/.exec(out) ?? []
        if (found) done(found)
      }),
    )
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const first = await new Promise((done) => {
      createWebSocketReceiver({ server: url.replace('http', 'ws') }).subscribe(done)
    })
    expect(first).toMatchObject({ type: '@xstate.actor', name: 'registration' })
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(out).toMatch(/Ctrl-C ends/)
  })

  it.each([
    [journey, '70000', /^--port 70000: must be a number up to 65535$/],
    [inProject('package.json'), '0', /cannot be run|过程无法执行/],
  ])('rejects %s with port %s by a usage error', async (file, port, says) => {
    const wrong = inspectCommand(file, { port }, style, () => {})
    await expect(wrong).rejects.toThrow(UsageError)
    await expect(wrong).rejects.toThrow(says)
  })
})
