// #region archive
import { readFile } from 'node:fs/promises'
import type { ArchivedRegistration, Store, StoredRegistration } from 'baokao/postgres'

/** Rebuilds a registration from the file of `baokao archive`; the lines of others are skipped. */
export async function replayFrom(
  file: string,
  id: string,
  store: Store,
): Promise<StoredRegistration | undefined> {
  const archive = (await readFile(file, 'utf8')).split('\n').flatMap((line): ArchivedRegistration[] => {
    try {
      return [JSON.parse(line)]
    } catch {
      return [] // a run ended while it wrote this line, and the next one has written it again
    }
  })
  return store.replay(id, { archive })
}
// #endregion
