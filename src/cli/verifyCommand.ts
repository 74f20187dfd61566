import { readFile, writeFile } from 'node:fs/promises'
import type { ArchivedRegistration, ChainHead } from '../postgres'
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

/** The parts in a file of `baokao archive`; a line that an interrupted run has not finished was written again. */
const partsIn = (text: string): ArchivedRegistration[] =>
  text.split('\n').flatMap((line): ArchivedRegistration[] => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })

function headsIn(path: string, text: string): Record<string, ChainHead> {
  try {
    return JSON.parse(text) as Record<string, ChainHead>
  } catch {
    throw new UsageError(`--heads ${path}: is not JSON`, `--heads ${path}: 不是 JSON`)
  }
}

/** Verifies a store. @returns the exit code: 1 if something was changed by hand */
export function verifyCommand(
  { store: url, prepare = true, archive, heads, saveHeads, json }: VerifyCommandOptions,
  { registrations, lang }: Style,
  print: (line: string) => void,
  onProgress: (registrations: number) => void,
): Promise<number> {
  return withDatabase(url, lang, async (database) => {
    const options = {
      onProgress,
      ...(archive !== undefined && { archive: partsIn(await readText('--archive', archive)) }),
      ...(heads !== undefined && { heads: headsIn(heads, await readText('--heads', heads)) }),
    }
    const found = await createStore(database, { registrations, prepare }).verify(options)
    if (saveHeads !== undefined) await writeFile(saveHeads, `${JSON.stringify(found.heads)}\n`)
    const { heads: _, ...rest } = found
    if (json) print(JSON.stringify(rest))
    else {
      for (const { registrationId, revision, problem } of found.problems)
        print(`${registrationId}${revision === undefined ? '' : ` #${revision}`}: ${problem[lang]}`)
      print(`${phrases.verified[lang]} ${found.registrations}`)
      if (found.unchained > 0) print(`${phrases.unchained[lang]} ${found.unchained}`)
      if (found.withoutArchive > 0) print(`${phrases.withoutArchive[lang]} ${found.withoutArchive}`)
      print(
        found.problems.length === 0
          ? phrases.untouched[lang]
          : `${phrases.tampered[lang]} ${found.problems.length}`,
      )
    }
    return found.problems.length > 0 ? 1 : 0
  })
}
