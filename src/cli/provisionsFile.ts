import { readFileSync } from 'node:fs'
import { Option } from 'commander'
import { init, parse } from 'es-module-lexer'
import * as library from '../index'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import type { Style } from './output'
import { phrases } from './phrases'
import { UsageError } from './usageError'

/** The option `--provisions`, which loads what decides from a module. */

/** The option of a command. */
export const provisionsOption = ({ lang }: Style): Option =>
  new Option(
    '--provisions <module>',
    {
      zh: '含地方规定的模块，默认导出 createRegistrations 的结果',
      en: 'a module with provisions: its default export is the result of createRegistrations',
    }[lang],
  )

/** The style of a command, with what its option loads. */
export const decidedBy = async (style: Style, { provisions }: { provisions?: string }): Promise<Style> => ({
  ...style,
  registrations: await loadRegistrations(provisions),
})

/** A mistake in the module of `--provisions`. */
export const provisionsError = (file: string, en: string, zh: string): UsageError =>
  new UsageError(`--provisions ${file}: ${en}`, `--provisions ${file}: ${zh}`)

/** The key under which a loaded module finds this library: it must not load another copy of it. */
const globalName = 'baokaoForProvisions'

/** A module with the exports of this library, for the imports of the file. */
function libraryModule(): string {
  const names = Object.keys(library).filter((name) => name !== 'default')
  const lines = names.map((name) => `export const ${name} = library.${name}`)
  return dataUrl(`const library = globalThis[Symbol.for('${globalName}')]\n${lines.join('\n')}`)
}

const dataUrl = (code: string): string =>
  `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`

/**
 * Replaces the imports of `baokao` with the running library.
 * @throws UsageError if the file is not a module, or imports anything else: what it decides must not depend on it
 */
async function withRunningLibrary(file: string, code: string): Promise<string> {
  await init
  let imports: ReturnType<typeof parse>[0]
  try {
    imports = parse(code, file)[0]
  } catch (error) {
    const where = error instanceof Error ? error.message.replace(`Parse error ${file}`, '') : ''
    throw provisionsError(file, `not a JavaScript module ${where}`, `不是 JavaScript 模块 ${where}`)
  }
  const own = libraryModule()
  let result = code
  for (const { n: name, s: start, e: end, d: dynamic } of [...imports].reverse()) {
    // `import.meta` is no import of another module.
    if (dynamic === -2) continue
    if (name !== 'baokao' || dynamic !== -1) {
      const what = name ?? code.slice(start, end)
      throw provisionsError(
        file,
        `imports ${what}; it may import only baokao`,
        `导入了 ${what}；只可导入 baokao`,
      )
    }
    result = result.slice(0, start) + own + result.slice(end)
  }
  return result
}

/** The text of the module. */
export function sourceOf(file: string): string {
  try {
    // Some editors write a byte order mark, which is no part of the module.
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw provisionsError(file, 'no such file', '没有这个文件')
    throw provisionsError(file, `cannot be read (${code})`, `无法读取（${code}）`)
  }
}

const isRegistrations = (value: unknown): value is Registrations =>
  typeof value === 'object' && value !== null && 'decide' in value && 'law' in value && 'provisions' in value

/**
 * Loads what decides from a module whose default export is the result of `createRegistrations` and whose only import is
 * `baokao`.
 * @returns the registrations under the national text if no file is given
 * @throws UsageError if the file does not exist, imports anything else, throws, or exports something else
 */
export async function loadRegistrations(file: string | undefined): Promise<Registrations> {
  if (file === undefined) return nationalRegistrations()
  const code = await withRunningLibrary(file, sourceOf(file))
  Object.assign(globalThis, { [Symbol.for(globalName)]: library })
  const module: { default?: unknown } = await import(dataUrl(code)).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error)
    // What it imports is this library, whose code is nothing to read.
    const reason = text.replace(/data:text\/javascript;base64,[\w+/=]+/g, 'baokao')
    throw provisionsError(file, `${phrases.cannotLoad.en}: ${reason}`, `${phrases.cannotLoad.zh}：${reason}`)
  })
  if (isRegistrations(module.default)) return module.default
  throw provisionsError(
    file,
    'must export the result of createRegistrations as default',
    '须以 createRegistrations 的结果为默认导出',
  )
}
