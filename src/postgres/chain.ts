import { digestOf } from '../persistence/digest'
import { parseInstant } from '../time'
import type { ArchivedLogRow } from './archiveEntry'

/** The chain of hashes over the log of a registration, which shows changes that were made by hand. */

/** What a link covers: what erasing, pruning and archiving leave of an entry. */
export type ChainedRow = Pick<
  ArchivedLogRow,
  'revision' | 'at' | 'library' | 'type' | 'key' | 'digest' | 'accepted' | 'rule' | 'fired' | 'event'
>

/**
 * The link after an entry: a SHA-256 over the link before it and the columns of the entry.
 * @param previous `null` at the beginning of the chain
 */
export function chainLink(previous: string | null, registrationId: string, row: ChainedRow): string {
  const { revision, at, library, type, key = null, digest = null, accepted, rule = null, fired, event } = row
  return digestOf([
    ...[previous, registrationId, revision, parseInstant(at), library, type, key, digest, accepted, rule],
    ...[fired, event],
  ])
}
