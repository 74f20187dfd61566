import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as core from '../src'
import * as http from '../src/http'
import * as postgres from '../src/postgres'
import * as testing from '../src/testing'
import * as arbitraries from '../src/testing/arbitraries'
import * as matchers from '../src/testing/matchers'
import { inProject, readText } from './support/files'

type Example = { name: string; code: string }

/** The `@example` of each exported function, from the docstring in front of it. */
const examples: Example[] = readdirSync(inProject('src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    [
      ...readText(`src/${file}`).matchAll(
        /\/\*\*(?:(?!\*\/)[\s\S])*@example\n \* ```ts\n((?: \*.*\n)*?) \* ```\n(?:(?!\*\/)[\s\S])*\*\/\nexport (?:async )?(?:function|const) (\w+)/g,
      ),
    ].map(([, block = '', name = '']) => ({ name, code: block.replace(/^ \* ?/gm, '') })),
  )

/** `value // expected` becomes a check: both sides are expressions. */
const checked = (code: string): string =>
  code.replace(/^(?!import|const |await )(;?)(.+?) \/\/ (.+)$/gm, 'results.push([$2, $3])')

const folder = inProject('node_modules/.cache/examples')

const virtual: Plugin = {
  name: 'examples',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^example:/ }, ({ path }) => ({ path: path.slice(8), namespace: 'example' }))
    onLoad({ filter: /.*/, namespace: 'example' }, ({ path }) => ({
      contents: `export const results: unknown[][] = []\n${checked(examples.find(({ name }) => name === path)?.code ?? '')}`,
      loader: 'ts',
      resolveDir: inProject('.'),
    }))
  },
}

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: Object.fromEntries(examples.map(({ name }) => [name, `example:${name}`])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    alias: {
      'baokao/testing/matchers': inProject('src/testing/matchers.ts'),
      'baokao/testing/arbitraries': inProject('src/testing/arbitraries.ts'),
      'baokao/testing': inProject('src/testing/index.ts'),
      'baokao/journeys': inProject('src/journeys/index.ts'),
      'baokao/http': inProject('src/http/index.ts'),
      'baokao/postgres': inProject('src/postgres/index.ts'),
      baokao: inProject('src/index.ts'),
    },
    plugins: [virtual],
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the example of', () => {
  it.each(examples.map(({ name }) => name))('%s gives what it says', async (name) => {
    const { results } = (await import(pathToFileURL(join(folder, `${name}.mjs`)).href)) as {
      results: unknown[][]
    }
    for (const [value, expected] of results) expect(value).toEqual(expected)
  })
})

describe('every exported function', () => {
  const isFunction = ([, value]: [string, unknown]) =>
    typeof value === 'function' && !/^[A-Z]/.test(value.name)
  it.each([
    ['baokao', core],
    ['baokao/http', http],
    ['baokao/postgres', postgres],
    ['baokao/testing', testing],
    ['baokao/testing/arbitraries', arbitraries],
    ['baokao/testing/matchers', matchers],
  ])('of %s has an example', (_, module) => {
    const names = Object.entries(module)
      .filter(isFunction)
      .map(([name]) => name)
    expect(names.filter((name) => !examples.some((example) => example.name === name))).toEqual([])
  })
})
