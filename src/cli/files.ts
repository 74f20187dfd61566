import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Journey } from '../journeyFormat'
import { detectFileKind } from './fileIssues'
import { jsonMistake } from './jsonMistake'
import type { Style } from './output'
import { phrases } from './phrases'
import { UsageError } from './usageError'

/** The nearest folder above this file that contains a path; `undefined` if none does. */
function folderWith(path: string): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return folder
    if (folder === dirname(folder)) return undefined
  }
}

/** The path itself, or, if it does not exist here, the path of the same example or data file in the package. */
function located(path: string): string {
  if (existsSync(path) || !/^(examples[\\/]journeys|data)\b/.test(path)) return path
  const folder = folderWith('package.json')
  return folder !== undefined && existsSync(join(folder, path)) ? join(folder, path) : path
}

/**
 * Lists the named files, and the `.json` files in the named folders and their subfolders, sorted by name.
 * @throws UsageError if a file or folder is missing, or a folder contains no `.json` file
 */
export function listFiles(names: readonly string[]): string[] {
  return names.map(located).flatMap((name) => {
    if (!existsSync(name)) throw new UsageError(`${name}: no such file`, `${name}: 没有这个文件`)
    if (!statSync(name).isDirectory()) return [name]
    const jsonFiles = readdirSync(name, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.json'),
    )
    if (jsonFiles.length === 0)
      throw new UsageError(`${name}: no .json file in this folder`, `${name}: 文件夹里没有 .json 文件`)
    return jsonFiles.sort().map((file) => join(name, file))
  })
}

/** @throws UsageError if the file cannot be read, is not UTF-8 or not JSON */
export function readJson(file: string): unknown {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(located(file))
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    if (code === 'EISDIR')
      throw new UsageError(`${file}: a folder; one file is expected`, `${file}: 是文件夹，请给出一个文件`)
    if (code === 'ENOENT') throw new UsageError(`${file}: no such file`, `${file}: 没有这个文件`)
    throw new UsageError(`${file}: cannot be read (${code})`, `${file}: 无法读取（${code}）`)
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UsageError(
      `${file}: not UTF-8; save it in that encoding`,
      `${file}: 不是 UTF-8 编码，请以 UTF-8 保存`,
    )
  }
  try {
    return JSON.parse(text)
  } catch {
    const { zh, en } = jsonMistake(text)
    throw new UsageError(`${file}: not JSON: ${en}`, `${file}: 不是 JSON：${zh}`)
  }
}

const writeErrors: Record<string, [en: string, zh: string]> = {
  ENOENT: ['its folder does not exist', '所在的文件夹不存在'],
  EISDIR: ['a folder; a file is expected', '是文件夹，请给出一个文件'],
  EACCES: ['you may not write there', '没有写入的权限'],
}

/** Writes the file of `--out` and prints its name. */
export function writeOutput(
  file: string,
  text: string,
  { lang }: Style,
  print: (line: string) => void,
): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    const [en, zh] = writeErrors[code] ?? [`cannot be written (${code})`, `无法写入（${code}）`]
    throw new UsageError(`--out ${file}: ${en}`, `--out ${file}: ${zh}`)
  }
  print(`${phrases.writtenTo[lang]} ${file}`)
}

/** Resolves a path against the journey's folder, then against each parent folder. */
function findFile(path: string, folder: string): string | undefined {
  if (isAbsolute(path)) return existsSync(path) ? path : undefined
  for (let current = resolve(folder); ; current = dirname(current)) {
    const file = join(current, path)
    if (existsSync(file) && statSync(file).isFile()) return file
    if (current === dirname(current)) return undefined
  }
}

/**
 * Reads a journey. If its `exam` or `notice` is the path of a file, replaces it with the content of that file.
 * @throws UsageError if a file cannot be read, or the content is not a journey; the fields are not validated
 */
export function loadJourney(file: string): Journey {
  const journey = readJson(file)
  if (journey === null || typeof journey !== 'object')
    throw new UsageError(`${file}: not a journey`, `${file}: 不是过程文件`)
  const kind = detectFileKind(journey)
  if (kind !== undefined && kind !== 'journey')
    throw new UsageError(
      `${file}: of the kind ${phrases[kind].en}, not a journey`,
      `${file}: 是${phrases[kind].zh}文件，不是过程文件`,
    )
  const inlineFile = (spec: unknown): unknown => {
    const found = typeof spec === 'string' && spec !== '' ? findFile(spec, dirname(located(file))) : undefined
    return found === undefined ? spec : readJson(found)
  }
  const { exam, notice } = journey as { exam?: unknown; notice?: unknown }
  return {
    ...journey,
    ...(exam !== undefined && { exam: inlineFile(exam) }),
    ...(notice !== undefined && { notice: inlineFile(notice) }),
  } as Journey
}
