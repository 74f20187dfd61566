import type { StoredRegistration } from '../persistence/types'
import type { Registrations } from '../registrations/registrations'
import { type ArchiveOptions, type ArchiveWriter, archive } from './archive'
import type { Database } from './database'
import { type CandidateExport, type ExportPage, exportCandidate } from './exportCandidate'
import { checkOptions } from './options'
import { type EraseOptions, erase, type PersonalData, personalData } from './personalData'
import { type Pruned, type PruneOptions, prune } from './prune'
import { type Repair, repair } from './repair'
import { type ReplayOptions, replay } from './replay'
import { type Resealed, type ResealOptions, reseal } from './reseal'
import { type Verification, type VerifyOptions, verify } from './verify'

/** The calls of a store that rebuild, remove or move what is stored, and those for personal data. */
export type StoreUpkeep = {
  /**
   * Rebuilds the current state of a registration from its log, without reading the stored snapshot; `undefined` if it
   * does not exist.
   * @param options `archive`: the archived part of its log
   * @throws `StoreError` with the code `archived` if the archived part was not given, `unreadable` if the log or a
   *   document is damaged
   */
  replay(id: string, options?: ReplayOptions): Promise<StoredRegistration | undefined>
  /**
   * Writes back what `replay` gives, if a row is damaged: the snapshot, the columns derived from it, and the tasks.
   * @returns what differed; `undefined` if the registration does not exist
   * @throws as `replay` does; also `unreadable` if this version decides otherwise than the log says
   */
  repair(id: string, options?: ReplayOptions): Promise<Repair | undefined>
  /**
   * Removes the facts that every consumer has handled, and the answers to repeats, that were stored before an instant.
   * A repeated key is still not decided again: its answer is `expired`. Only the owner of the tables can call it.
   * @returns how many were removed
   */
  prune(options: PruneOptions): Promise<Pruned>
  /**
   * Moves the logs of ended registrations, with their facts, to an archive: calls `write` with each, and removes its rows
   * once the Promise has resolved. Registrations stay, and still take payments and findings. Only the owner of the tables
   * can call it.
   * @param write stores a part durably before it resolves; the same part may come again after a crash
   * @returns the number of registrations
   * @throws what `write` throws; the rows of its registration then stay
   */
  archive(options: ArchiveOptions, write: ArchiveWriter): Promise<number>
  /**
   * Checks all registrations: their chain of hashes (option `chain` of the store), and what is stored against what their log
   * gives. Finds entries, facts and registrations that were changed, removed or added by hand, also after erasing, pruning and
   * archiving.
   * @param options `archive`: the archived parts; `heads`: those of an earlier verification, kept elsewhere
   * @returns what was found; nothing is written
   */
  verify(options?: VerifyOptions): Promise<Verification>
  /**
   * Returns the latest personal data given in a registration; `undefined` if there is none, or it was erased or archived.
   */
  personalData(id: string): Promise<PersonalData | undefined>
  /**
   * Returns all that the store keeps of a candidate, with the personal data: registrations, logs, facts, what is still to be
   * delivered, and what one registration leaves to the others. What was archived is in the archive.
   * @param page of the registrations; all by default
   * @returns `undefined` if the store knows no such candidate
   */
  exportCandidate(candidateId: string, page?: ExportPage): Promise<CandidateExport | undefined>
  /**
   * Opens and seals all personal data of the log again, after `sealPersonal` has got a new key, or for the first time.
   * Registrations can be used meanwhile. Only the owner of the tables can call it.
   * @returns what was done; called again after an interruption, it continues with what `isCurrent` does not know
   * @throws `StoreError` with the code `sealed` if an entry cannot be opened
   */
  reseal(options?: ResealOptions): Promise<Resealed>
  /**
   * Erases the candidate's personal data in the store; the log stays. In an archive, remove `personal` and `answer` from
   * the entries of the candidate's registrations: what is left still replays to the same state.
   * @returns the number of log entries that held personal data
   */
  erase(candidateId: string, options?: EraseOptions & { ended?: false }): Promise<number>
  /** Erases the same only if all registrations of the candidate have ended; otherwise nothing, and returns `undefined`. */
  erase(candidateId: string, options: EraseOptions): Promise<number | undefined>
}

/** The upkeep of a store on a database. */
export const upkeepOf = (database: Database, registrations: Registrations): StoreUpkeep => ({
  replay: async (id, options) => {
    checkOptions('replay', options)
    return replay(database, registrations, id, options)
  },
  repair: async (id, options) => {
    checkOptions('repair', options)
    return repair(database, registrations, id, options)
  },
  prune: async (options) => {
    checkOptions('prune', options ?? {})
    return prune(database, options)
  },
  archive: async (options, write) => {
    checkOptions('archive', { ...options, write })
    return archive(database, options, write)
  },
  verify: async (options = {}) => {
    checkOptions('verify', options)
    return verify(database, registrations, options)
  },
  reseal: async (options = {}) => {
    checkOptions('reseal', options)
    return reseal(database, options)
  },
  personalData: (id) => personalData(database, id),
  exportCandidate: async (candidateId, page = {}) => {
    checkOptions('exportCandidate', page)
    return exportCandidate(database, candidateId, page)
  },
  erase: (async (candidateId: string, options: EraseOptions = {}) => {
    checkOptions('erase', options)
    return erase(database, candidateId, options)
  }) as StoreUpkeep['erase'],
})
