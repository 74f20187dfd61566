import { Script } from 'node:vm'
import { type ExportSpecifier, init, parse } from 'es-module-lexer'
import { provisionsError, sourceOf } from './provisionsFile'

/** Converts a module of provisions to a classic script for the page, which loads no module and makes no request. */

/** What `src/view/page/pageRegistrations.ts` offers such a module. */
const offered = ['createRegistrations', 'defineProvision']

type Replacement = { start: number; end: number; text: string }

const comments = /\/\*[\s\S]*?\*\/|\/\/.*/g

/** The names of `import { a as b } from 'baokao'` as those of a constant: `['a: b']`. */
function namesOf(file: string, statement: string): string[] {
  const list = /^import\s*\{([^}]*)\}\s*from/.exec(statement.replace(comments, ''))?.[1]?.split(',')
  const pairs = list?.map((name) => name.trim().split(/\s+as\s+/)).filter(([name]) => name !== '')
  if (pairs?.every(([name = '']) => offered.includes(name))) return pairs.map((pair) => pair.join(': '))
  const forms = `import { ${offered.join(', ')} } from 'baokao'`
  throw provisionsError(file, `a page can only ${forms}`, `网页只能 ${forms}`)
}

/** `export default X` as an assignment, `export const X` as `const X`. */
function withoutExport(file: string, code: string, { n: name, s, e }: ExportSpecifier): Replacement {
  const before = code.slice(0, name === 'default' ? e : s)
  const found = /export\s+default$|export\s+(?=(?:const|let|var|class|(?:async\s+)?function\*?)\s+$)/.exec(
    before,
  )
  if (found === null)
    throw provisionsError(
      file,
      'in a page, exports stand before what they export',
      '网页中 export 须写在所导出的声明之前',
    )
  const text = name === 'default' ? 'baokaoPage.registrations =' : ''
  return { start: found.index, end: found.index + found[0].length, text }
}

/**
 * Reads a module of provisions as a script of the page.
 * @throws UsageError for other imports than those of `offered`, for `export` lists, and for top-level `await`
 */
export async function provisionsScript(file: string): Promise<string> {
  await init
  const code = sourceOf(file)
  const [imports, exports] = parse(code, file)
  // `import.meta` is no import.
  const statements = imports.filter(({ d: dynamic }) => dynamic !== -2)
  const names = statements.flatMap(({ ss, se }) => namesOf(file, code.slice(ss, se)))
  const replacements = [
    ...statements.map(({ ss, se }) => ({ start: ss, end: se, text: ';' })),
    ...exports.map((one) => withoutExport(file, code, one)),
  ].sort((a, b) => b.start - a.start)
  const body = replacements.reduce(
    (text, { start, end, text: own }) => text.slice(0, start) + own + text.slice(end),
    code,
  )
  // The imports of a module come before all of it, wherever they stand.
  const script = `(() => {\n'use strict'\nconst { ${names.join(', ')} } = baokaoPage.library\n${body}\n})()`
  try {
    new Script(script)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw provisionsError(file, `cannot run in a page: ${reason}`, `不能在网页中运行：${reason}`)
  }
  return script
}
