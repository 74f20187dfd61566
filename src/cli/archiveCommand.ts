import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createStore } from '../postgres'
import { withDatabase } from './openDatabase'
import type { Style } from './output'
import { phrases } from './phrases'
import { beforeOption } from './pruneCommand'
import { UsageError } from './usageError'

/** Opens a file to append lines. A line that an interrupted run has not finished is ended: its rows are still stored. */
async function openToAppend(path: string): Promise<FileHandle> {
  const file = await open(path, 'a+').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `--to ${path}: cannot be written (${error.code})`,
      `--to ${path}: 无法写入（${error.code}）`,
    )
  })
  const { size } = await file.stat()
  if (size > 0) {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
    if (buffer.toString() !== '\n') await file.appendFile('\n')
  }
  return file
}

/** Makes a new file's entry in its folder durable. Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r').catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}

/** Moves the logs of ended registrations to a file, a registration a line. */
export function archiveCommand(
  options: { store: string; prepare?: boolean; before: string; to: string; json?: boolean },
  { lang }: Style,
  print: (line: string) => void,
): Promise<number> {
  const before = beforeOption(options.before)
  return withDatabase(options.store, lang, async (database) => {
    const file = await openToAppend(options.to)
    try {
      await syncFolder(options.to)
      const registrations = await createStore(database, { prepare: options.prepare !== false }).archive(
        { before },
        async (archived) => {
          await file.appendFile(`${JSON.stringify(archived)}\n`)
          // Its rows are removed after this.
          await file.sync()
        },
      )
      if (options.json) print(JSON.stringify({ registrations }))
      else print(`${phrases.archived[lang]} ${registrations}\n${phrases.writtenTo[lang]} ${options.to}`)
      return 0
    } finally {
      await file.close()
    }
  })
}
