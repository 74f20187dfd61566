import { errorLabel } from '../persistence/errorLabel'
import { MisuseError, StoreError } from './errors'

/** Encrypts the personal data of the log with the keys of the portal, which the store never has. */

/** The entry of the log that a text belongs to. Bind the text to it, so that it cannot be read in another entry. */
export type SealedEntry = { registrationId: string; revision: number }

/** The functions of the portal that encrypt and decrypt. */
export type Sealing = {
  /**
   * Encrypts the personal data of an entry, before it is written.
   * @param personal JSON
   * @returns any text; put the name of the key into it, so that keys can be rotated
   */
  sealPersonal?: ((personal: string, entry: SealedEntry) => string | Promise<string>) | undefined
  /**
   * Decrypts what `sealPersonal` returned.
   * @returns `undefined` if its key was destroyed: the entry then reads as after an erasure
   */
  openPersonal?:
    | ((sealed: string, entry: SealedEntry) => string | undefined | Promise<string | undefined>)
    | undefined
}

/** The texts that the column holds: plain JSON is an array, a sealed text is a JSON string. */
export const isSealed = (personal: string): boolean => personal.startsWith('"')

const place = ({ registrationId, revision }: SealedEntry): string =>
  `the entry ${revision} of ${registrationId}`

/** Calls a function of the portal. Its message may quote the data, so that only class and code are kept. */
async function called<T>(name: string, entry: SealedEntry, call: () => T | Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw new StoreError('sealed', `${name} at ${place(entry)}: ${errorLabel(error)}`)
  }
}

/** @returns the text for the column */
export async function sealText(
  { sealPersonal }: Sealing,
  personal: string,
  entry: SealedEntry,
): Promise<string> {
  if (sealPersonal === undefined) return personal
  const sealed: unknown = await called('sealPersonal', entry, () => sealPersonal(personal, entry))
  if (typeof sealed !== 'string' || sealed === '') throw new MisuseError('`sealPersonal` must return a text')
  return JSON.stringify(sealed)
}

/**
 * @param text what the column holds
 * @returns the JSON of the personal data; `null` if its key was destroyed
 * @throws `StoreError` with the code `sealed` if it cannot be opened
 */
export async function openText(
  { openPersonal }: Sealing,
  text: string,
  entry: SealedEntry,
): Promise<string | null> {
  if (!isSealed(text)) return text
  if (openPersonal === undefined)
    throw new StoreError('sealed', `${place(entry)} is sealed: the store needs \`openPersonal\``)
  const opened: unknown = await called('openPersonal', entry, () =>
    openPersonal(JSON.parse(text) as string, entry),
  )
  if (opened === undefined) return null
  if (typeof opened !== 'string') throw new MisuseError('`openPersonal` must return a text, or undefined')
  // What is no JSON would fail later, with a message that quotes it.
  return called('openPersonal', entry, () => JSON.stringify(JSON.parse(opened)))
}

type WithPersonal = { registration_id: string; revision: number; personal: string | null }

/** Seals the personal data of entries that are to be written. */
export async function sealEntries<Entry extends WithPersonal>(
  sealing: Sealing,
  log: readonly Entry[],
): Promise<readonly Entry[]> {
  if (sealing.sealPersonal === undefined) return log
  return Promise.all(
    log.map(async (entry) => {
      const { registration_id: registrationId, revision, personal } = entry
      if (personal === null) return entry
      return { ...entry, personal: await sealText(sealing, personal, { registrationId, revision }) }
    }),
  )
}

/** Opens the personal data of entries of a registration that were read. */
export const openEntries = (
  sealing: Sealing,
  registrationId: string,
  rows: readonly Record<string, unknown>[],
): Promise<Record<string, unknown>[]> =>
  Promise.all(
    rows.map(async (row) => {
      if (typeof row.personal !== 'string' || !isSealed(row.personal)) return row
      const entry = { registrationId, revision: Number(row.revision) }
      return { ...row, personal: await openText(sealing, row.personal, entry) }
    }),
  )
