import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Journey } from '../journey'
import type { LocalizedText } from '../language'
import type { Issue } from '../schema/issues'
import { kindOf } from './mistakes'
import { issueLine, type Style } from './output'
import { type Language, phrases } from './phrases'

/** Something that the caller got wrong, told in one line; the exit code is 2. */
export class WrongUse extends Error {
  constructor(
    readonly en: string,
    readonly zh = en,
  ) {
    super(en)
  }
}

/** Says every mistake in a file. */
export function malformed(file: string, what: LocalizedText, issues: readonly Issue[]): WrongUse {
  const said = (lang: Language) =>
    [`${file}: ${what[lang]}`, ...issues.map((issue) => issueLine(issue, lang))].join('\n')
  return new WrongUse(said('en'), said('zh'))
}

/** The files named, and the `.json` files inside the folders named and the folders in them, in order of name. */
export function listFiles(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (!existsSync(name)) throw new WrongUse(`${name}: no such file`, `${name}: 没有这个文件`)
    if (!statSync(name).isDirectory()) return [name]
    const inside = readdirSync(name, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.json'),
    )
    if (inside.length === 0)
      throw new WrongUse(`${name}: no .json file in this folder`, `${name}: 文件夹里没有 .json 文件`)
    return inside.sort().map((file) => join(name, file))
  })
}

export function readJson(file: string): unknown {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    if (code === 'EISDIR')
      throw new WrongUse(`${file}: a folder; one file is asked for`, `${file}: 是文件夹，请给出一个文件`)
    if (code === 'ENOENT') throw new WrongUse(`${file}: no such file`, `${file}: 没有这个文件`)
    throw new WrongUse(`${file}: cannot be read (${code})`, `${file}: 无法读取（${code}）`)
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new WrongUse(
      `${file}: not UTF-8; save it in that encoding`,
      `${file}: 不是 UTF-8 编码，请以 UTF-8 保存`,
    )
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    const { message } = error as Error
    throw new WrongUse(`${file}: not JSON: ${message}`, `${file}: 不是 JSON：${message}`)
  }
}

/** Why a file cannot be written, by the system's name for it. */
const unwritable: Record<string, [en: string, zh: string]> = {
  ENOENT: ['its folder does not exist', '所在的文件夹不存在'],
  EISDIR: ['a folder; a file is asked for', '是文件夹，请给出一个文件'],
  EACCES: ['you may not write there', '没有写入的权限'],
}

/** Writes a file that was asked for with `--out`, and says so. */
export function writeOut(file: string, text: string, { lang }: Style, print: (line: string) => void): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    const [en, zh] = unwritable[code] ?? [`cannot be written (${code})`, `无法写入（${code}）`]
    throw new WrongUse(`--out ${file}: ${en}`, `--out ${file}: ${zh}`)
  }
  print(`${phrases.written[lang]} ${file}`)
}

/** A path relative to the journey's folder or to one of its parents. */
function findFile(path: string, folder: string): string | undefined {
  if (isAbsolute(path)) return existsSync(path) ? path : undefined
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, path)
    if (existsSync(file) && statSync(file).isFile()) return file
    if (at === dirname(at)) return undefined
  }
}

/** Reads a journey, and puts in place of an `exam` or `notice` that is a path what stands in that file. */
export function readJourney(file: string): Journey {
  const journey = readJson(file)
  if (journey === null || typeof journey !== 'object')
    throw new WrongUse(`${file}: not a journey`, `${file}: 不是过程文件`)
  const kind = kindOf(journey)
  if (kind !== undefined && kind !== 'journey')
    throw new WrongUse(
      `${file}: of the kind ${phrases[kind].en}, not a journey`,
      `${file}: 是${phrases[kind].zh}文件，不是过程文件`,
    )
  const inline = (spec: unknown): unknown => {
    const found = typeof spec === 'string' && spec !== '' ? findFile(spec, dirname(file)) : undefined
    return found === undefined ? spec : readJson(found)
  }
  const { exam, notice } = journey as { exam?: unknown; notice?: unknown }
  return {
    ...journey,
    ...(exam !== undefined && { exam: inline(exam) }),
    ...(notice !== undefined && { notice: inline(notice) }),
  } as Journey
}
