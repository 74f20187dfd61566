import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import type { Terminal } from '../terminal'
import { UsageError } from '../usageError'

/** Larger lists are split by the sender; JavaScript cannot hold a text much longer. */
const largest = 256 * 2 ** 20

/** The name of a list in messages. */
export const listName = (file: string): string => (file === '-' ? 'stdin' : file)

/**
 * Reads a file or a pipe to its end, once; `-` is standard input.
 * @throws UsageError if it cannot be read, or is larger than 256 MiB
 */
export async function readBytes(file: string, terminal: Pick<Terminal, 'stdin'>): Promise<Buffer> {
  const name = listName(file)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of file === '-' ? terminal.stdin : createReadStream(file)) {
      size += chunk.length
      if (size > largest)
        throw new UsageError(
          `${name}: larger than 256 MiB; split it`,
          `${name}: 超过 256 MiB，请拆分后分别导入`,
        )
      chunks.push(chunk as Uint8Array)
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new UsageError(`${name}: no such file`, `${name}: 没有这个文件`)
    if (code === 'EISDIR')
      throw new UsageError(`${name}: a folder; one file is expected`, `${name}: 是文件夹，请给出一个文件`)
    throw new UsageError(`${name}: cannot be read (${code})`, `${name}: 无法读取（${code}）`)
  }
  return Buffer.concat(chunks)
}

/** The first bytes of files that are not texts. */
const signatures: [bytes: number[], en: string, zh: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a spreadsheet (.xlsx)', '电子表格文件（.xlsx）'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'a spreadsheet (.xls)', '电子表格文件（.xls）'],
  [[0x1f, 0x8b], 'compressed (.gz)', '压缩文件（.gz）'],
  [[0xff, 0xfe, 0x00, 0x00], 'UTF-32', 'UTF-32 编码'],
  [[0x00, 0x00, 0xfe, 0xff], 'UTF-32', 'UTF-32 编码'],
]

/** Byte order marks. */
const marks: [bytes: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

const beginsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte)

const withUnixLineBreaks = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')

/** The number of the line on which a character stands. */
const lineAt = (text: string, index: number): number =>
  withUnixLineBreaks(text.slice(0, index)).split('\n').length

const replacement = '\uFFFD'

/** Whether nine in ten characters beyond ASCII are UTF-8. In a text of another encoding, most are not. */
function isAlmostUtf8(bytes: Uint8Array): boolean {
  const beyondAscii = new TextDecoder('utf-8').decode(bytes).replace(/[\0-\x7f]+/g, '')
  const wrong = beyondAscii.length - beyondAscii.replaceAll(replacement, '').length
  return wrong < beyondAscii.length / 10
}

/** @throws UsageError if a byte does not fit the encoding, with its line */
function decodeAs(name: string, bytes: Uint8Array, encoding: string, en: string, zh: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    const text = new TextDecoder(encoding).decode(bytes)
    const line = lineAt(text, text.indexOf(replacement))
    throw new UsageError(
      `${name}: line ${line} is not ${en}; save the file as UTF-8`,
      `${name}: 第 ${line} 行不是 ${zh} 编码，请将文件另存为 UTF-8`,
    )
  }
}

function decoded(name: string, bytes: Uint8Array): string {
  const [, marked] = marks.find(([start]) => beginsWith(bytes, start)) ?? []
  if (marked !== undefined) return decodeAs(name, bytes, marked, marked.toUpperCase(), marked.toUpperCase())
  if (isUtf8(bytes) || isAlmostUtf8(bytes)) return decodeAs(name, bytes, 'utf-8', 'UTF-8', 'UTF-8')
  // Spreadsheets in China write it.
  return decodeAs(name, bytes, 'gb18030', 'UTF-8, nor GB 18030', 'UTF-8 或 GB 18030')
}

/**
 * Decodes a list: UTF-16 by its byte order mark, otherwise UTF-8, otherwise GB 18030. Line breaks become LF, so that lines
 * are counted alike everywhere.
 * @param name the name of the list in messages
 * @throws UsageError if it is not a text, or a line does not fit the encoding
 */
export function decodeList(name: string, bytes: Uint8Array): string {
  const [, en, zh] = signatures.find(([start]) => beginsWith(bytes, start)) ?? []
  if (en !== undefined)
    throw new UsageError(
      `${name}: ${en}, not CSV; save it as CSV in UTF-8`,
      `${name}: 是${zh}，不是 CSV，请另存为 UTF-8 编码的 CSV`,
    )
  const text = withUnixLineBreaks(decoded(name, bytes))
  const nul = text.indexOf('\0')
  if (nul < 0) return text
  const line = lineAt(text, nul)
  throw new UsageError(
    `${name}: line ${line} contains NUL, so this is not a text, or UTF-16 without a byte order mark; save it as UTF-8`,
    `${name}: 第 ${line} 行含有 NUL 字符：不是文本，或为没有 BOM 的 UTF-16，请另存为 UTF-8`,
  )
}
