import type { Database, Statement } from './database'
import { isSealed, openText, type SealedEntry, sealText } from './sealing'

/** Seals again what is stored, after a key was rotated. */

/** The options of `reseal`. */
export type ResealOptions = {
  /** Whether a sealed text can stay, such as one under the newest key; by default none can. */
  isCurrent?: (sealed: string) => boolean
  /** Called after each batch. */
  onProgress?: (progress: Resealed) => void
  /** Once aborted, no further batch is sealed. */
  signal?: AbortSignal
}

/** What `reseal` has done. */
export type Resealed = {
  /** The number of entries that were sealed again, or for the first time. */
  sealed: number
  /** The number of entries that stayed as they were. */
  current: number
  /** The number of entries whose key was destroyed. */
  destroyed: number
}

const selectPage: Statement = {
  name: 'baokao_reseal_page',
  text: `
select registration_id, revision, personal::text as personal from baokao.log
where personal is not null and (registration_id, revision) > ($1, $2::int)
order by registration_id, revision limit $3`,
}

/** An entry that was erased meanwhile stays erased. */
const replaceSealed: Statement = {
  name: 'baokao_reseal',
  text: 'select baokao.reseal($1::text[], $2::int[], $3::text[], $4::text[]) as changed',
}

/** The number of entries in a transaction. */
const pageSize = 500

type Page = { registration_id: string; revision: number; personal: string }[]

/** Opens and seals all personal data that is not current. Only the owner of the tables can. */
export async function reseal(
  database: Database,
  { isCurrent = () => false, onProgress, signal }: ResealOptions,
): Promise<Resealed> {
  const { sealing } = database
  const done: Resealed = { sealed: 0, current: 0, destroyed: 0 }
  for (let after: [string, number] = ['', 0]; signal?.aborted !== true; ) {
    const page = (await database.run(selectPage, [...after, pageSize])) as Page
    const last = page.at(-1)
    if (last === undefined) break
    const changes: { entry: SealedEntry; old: string; new: string }[] = []
    for (const { registration_id: registrationId, revision, personal: old } of page) {
      const entry = { registrationId, revision: Number(revision) }
      if (isSealed(old) && isCurrent(JSON.parse(old) as string)) {
        done.current += 1
        continue
      }
      const opened = await openText(sealing, old, entry)
      if (opened === null) done.destroyed += 1
      else changes.push({ entry, old, new: await sealText(sealing, opened, entry) })
    }
    const [row] = await database.run(replaceSealed, [
      changes.map(({ entry }) => entry.registrationId),
      changes.map(({ entry }) => entry.revision),
      changes.map(({ old }) => old),
      changes.map((change) => change.new),
    ])
    done.sealed += Number(row?.changed)
    after = [last.registration_id, Number(last.revision)]
    onProgress?.({ ...done })
  }
  return done
}
