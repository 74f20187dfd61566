import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import typescript from 'typescript'
import { describe, expect, it } from 'vitest'
import { inProject, readText } from './support/files'

/** The text of a region of an example, without the indentation of the function around it. */
function region(file: string, name: string): string {
  const [, text = ''] =
    new RegExp(`(?://|#) #region ${name}\\n([\\s\\S]*?)\\n *(?://|#) #endregion`).exec(readText(file)) ?? []
  const lines = text.split('\n')
  const indent = Math.min(...lines.filter(Boolean).map((line) => line.length - line.trimStart().length))
  return lines.map((line) => line.slice(indent)).join('\n')
}

function output(command: string): string {
  const [program = '', ...args] = command.split(' ')
  // Compiles an example as a user's tools do; it imports the package by name.
  const js = program.endsWith('.ts') && transpile(program)
  const { stdout, stderr, status } = spawnSync(
    'node',
    js ? ['--input-type=module', '-e', js] : [inProject('dist/cli.js'), ...args],
    { cwd: inProject('.'), encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout.trimEnd()
}

const transpile = (file: string): string =>
  typescript.transpileModule(readText(file), {
    compilerOptions: { module: typescript.ModuleKind.ESNext, target: typescript.ScriptTarget.ES2022 },
  }).outputText

/** Fills every block of a README that names its source. */
function filled(text: string): string {
  return text
    .replace(
      /(<!-- from (\S+)#(\S+) -->\n```(?:ts|java|python|sh)\n)[\s\S]*?(```)/g,
      (_, head, file, name, end) => {
        return `${head}${region(file, name)}\n${end}`
      },
    )
    .replace(/(<!-- output of (.+?) -->\n```text\n)[\s\S]*?(```)/g, (_, head, command, end) => {
      return `${head}${output(command)}\n${end}`
    })
}

const files = [
  'README',
  'docs/journeys',
  'docs/machine',
  'docs/testing',
  'docs/storing',
  'docs/desk',
  'docs/moving-in',
  'docs/drivers',
  'docs/operating',
  'docs/restate',
  'docs/service',
  'docs/not-node',
].flatMap((name) => [`${name}.md`, `${name}.zh.md`])

describe.each(files)('%s', (file) => {
  const text = readText(file)

  it('shows the current code of the examples and the current output of the commands', () => {
    const current = filled(text)
    // `UPDATE_README=1 npm test` updates it.
    if (process.env.UPDATE_README) writeFileSync(inProject(file), current)
    else expect(text).toBe(current)
  })

  it('has a source for every TypeScript block', () => {
    const blocks = text.match(/^```ts$/gm)?.length
    expect(text.match(/<!-- from \S+ -->\n```ts/g)?.length).toBe(blocks)
  })
})
