import { readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import { type ExportSpecifier, type ImportSpecifier, init, parse } from 'es-module-lexer'
import { UsageError } from './usageError'

/** A module of provisions as a script of the page, which loads no module and makes no request. */

/** What `src/view/page/law.ts` offers such a module. */
const offered = ['createRegistrations', 'defineProvision']

const mistake = (file: string, en: string, zh: string) =>
  new UsageError(`--provisions ${file}: ${en}`, `--provisions ${file}: ${zh}`)

type Replacement = { start: number; end: number; text: string }

/** `import { a as b } from 'baokao'` as `const { a: b } = baokaoPage.library`. */
function importAsConst(
  file: string,
  code: string,
  { ss: start, se: end, d: dynamic }: ImportSpecifier,
): Replacement[] {
  // `import.meta` is no import.
  if (dynamic === -2) return []
  const names = /^import\s*\{([^}]*)\}\s*from/.exec(code.slice(start, end))?.[1]?.split(',')
  const pairs = names?.map((name) => name.trim()).filter((name) => name !== '')
  if (pairs?.every((pair) => offered.includes(pair.split(/\s+as\s+/)[0] ?? '')) !== true) {
    const forms = `import { ${offered.join(', ')} } from 'baokao'`
    throw mistake(file, `a page can only ${forms}`, `网页只能 ${forms}`)
  }
  const text = `const { ${pairs.map((pair) => pair.replace(/\s+as\s+/, ': ')).join(', ')} } = baokaoPage.library`
  return [{ start, end, text }]
}

/** `export default X` as an assignment, `export const X` as `const X`. */
function withoutExport(file: string, code: string, { n: name, s, e }: ExportSpecifier): Replacement {
  const before = code.slice(0, name === 'default' ? e : s)
  const found = /export\s+default$|export\s+(?=(?:const|let|var|class|(?:async\s+)?function\*?)\s+$)/.exec(
    before,
  )
  if (found === null)
    throw mistake(
      file,
      'in a page, exports stand before what they export',
      '网页中 export 须写在所导出的声明之前',
    )
  const text = name === 'default' ? 'baokaoPage.registrations =' : ''
  return { start: found.index, end: found.index + found[0].length, text }
}

/**
 * Reads a module of provisions as a script of the page.
 * @throws UsageError if the module does what only a module can: imports other than those of `offered`, top-level `await`
 */
export async function provisionsScript(file: string): Promise<string> {
  await init
  const code = readFileSync(file, 'utf8')
  const [imports, exports] = parse(code, file)
  const replacements = [
    ...imports.flatMap((one) => importAsConst(file, code, one)),
    ...exports.map((one) => withoutExport(file, code, one)),
  ].sort((a, b) => b.start - a.start)
  const body = replacements.reduce(
    (text, { start, end, text: own }) => text.slice(0, start) + own + text.slice(end),
    code,
  )
  const script = `(() => {\n'use strict'\n${body}\n})()`
  try {
    new Script(script)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw mistake(file, `cannot run in a page: ${reason}`, `不能在网页中运行：${reason}`)
  }
  return script
}
