import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Language } from '../language'
import type { ArchivedRegistration, ChainHead, Tampering, Verification } from '../postgres'
import { createStore } from '../postgres'
import { withDatabase } from './openDatabase'
import type { Style } from './output'
import { phrases } from './phrases'
import { UsageError } from './usageError'

type VerifyCommandOptions = {
  store: string
  prepare?: boolean
  archive?: string
  heads?: string
  saveHeads?: string
  json?: boolean
}

async function readText(option: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${option} ${path}: cannot be read (${error.code})`,
      `${option} ${path}: 无法读取（${error.code}）`,
    )
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The parts in a file of `baokao archive`; a line that an interrupted run has not finished was written again. */
function partsIn(path: string, text: string): ArchivedRegistration[] {
  const parts = text.split('\n').flatMap((line): unknown[] => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
  const isPart = (part: unknown) => isRecord(part) && Array.isArray(part.log) && Array.isArray(part.facts)
  if (!parts.every(isPart) || (parts.length === 0 && text.trim() !== ''))
    throw new UsageError(
      `--archive ${path}: is not a file of baokao archive`,
      `--archive ${path}: 不是 baokao archive 写成的文件`,
    )
  return parts as ArchivedRegistration[]
}

const isHead = (head: unknown): boolean =>
  isRecord(head) &&
  Object.keys(head).length === 2 &&
  Number.isInteger(head.revision) &&
  /^[0-9a-f]{64}$/.test(String(head.link))

function headsIn(path: string, text: string): Record<string, ChainHead> {
  const fail = (en: string, zh: string): never => {
    throw new UsageError(`--heads ${path}: ${en}`, `--heads ${path}: ${zh}`)
  }
  let heads: unknown
  try {
    heads = JSON.parse(text)
  } catch {
    return fail('is not JSON', '不是 JSON')
  }
  if (!isRecord(heads)) return fail('is not a file of --save-heads', '不是 --save-heads 写成的文件')
  const wrong = Object.entries(heads).find(([, head]) => !isHead(head))
  if (wrong !== undefined)
    return fail(
      `is not a file of --save-heads: ${wrong[0]} has no revision and link`,
      `不是 --save-heads 写成的文件：${wrong[0]} 没有 revision 和 link`,
    )
  return heads as Record<string, ChainHead>
}

/** Replaces a file at once, so that an interruption leaves the old one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const written = `${path}.new`
  await writeFile(written, text)
  await rename(written, path)
}

/** The name of what a problem concerns. */
const subjectOf = (
  { registrationId, candidateId, noticeId, document, consumer, revision }: Tampering,
  lang: Language,
): string => {
  const [zh, en, name] = (
    [
      ['', '', registrationId],
      ['考生 ', 'candidate ', candidateId],
      ['报考通知 ', 'notice ', noticeId],
      ['文件 ', 'document ', document],
      ['处理者 ', 'consumer ', consumer],
    ] as const
  ).find(([, , id]) => id !== undefined) ?? ['', '', '']
  return `${lang === 'zh' ? zh : en}${name}${revision === undefined ? '' : ` #${revision}`}`
}

function printFound(
  found: Verification,
  lang: Language,
  isCompared: boolean,
  print: (line: string) => void,
): void {
  for (const one of found.problems) print(`${subjectOf(one, lang)}: ${one.problem[lang]}`)
  for (const one of found.notCompared)
    print(`${one.registrationId} #${one.revision}: ${phrases.notCompared[lang]}`)
  print(`${phrases.verified[lang]} ${found.registrations}`)
  if (found.unchained > 0) print(`${phrases.unchained[lang]} ${found.unchained}`)
  if (found.withoutArchive > 0) print(`${phrases.withoutArchive[lang]} ${found.withoutArchive}`)
  if (found.removedFacts > 0) print(`${phrases.goneFacts[lang]} ${found.removedFacts}`)
  if (isCompared) print(`${phrases.comparedHeads[lang]} ${found.comparedHeads}`)
  print(
    found.problems.length === 0
      ? phrases.untouched[lang]
      : `${phrases.tampered[lang]} ${found.problems.length}`,
  )
}

/** How many registrations did not get a new head. */
const notUpdated = ({ problems, notCompared }: Verification): number =>
  new Set([...problems, ...notCompared].flatMap(({ registrationId }) => registrationId ?? [])).size

/** Verifies a store. @returns the exit code: 1 if something was changed by hand */
export function verifyCommand(
  { store: url, prepare = true, archive, heads, saveHeads, json }: VerifyCommandOptions,
  { registrations, lang }: Style,
  print: (line: string) => void,
  onProgress: (registrations: number) => void,
): Promise<number> {
  return withDatabase(url, lang, async (database) => {
    const earlier = heads === undefined ? undefined : headsIn(heads, await readText('--heads', heads))
    const options = {
      onProgress,
      ...(archive !== undefined && { archive: partsIn(archive, await readText('--archive', archive)) }),
      ...(earlier !== undefined && { heads: earlier }),
    }
    const found = await createStore(database, { registrations, prepare }).verify(options)
    if (saveHeads !== undefined) await replaceFile(saveHeads, `${JSON.stringify(found.heads)}\n`)
    const { heads: _, ...rest } = found
    if (json) print(JSON.stringify(rest))
    else printFound(found, lang, earlier !== undefined, print)
    if (!json && saveHeads !== undefined && notUpdated(found) > 0)
      print(`${phrases.keptHeads[lang]} ${notUpdated(found)}`)
    return found.problems.length > 0 ? 1 : 0
  })
}
