import { snapshotIssues } from '../engine/snapshot'
import type { LocalizedText } from '../language'
import type { StoredRegistration } from '../persistence/types'
import type { Row } from './database'
import { registrationFrom } from './queries'
import { parsedSnapshot } from './unitOfWork'

/** A registration as it is stored. */
export type IntactRegistration = StoredRegistration & { damaged?: undefined }

/** A registration whose row is damaged: its snapshot cannot be read. The other fields are those of the row. */
export type DamagedRegistration = {
  registrationId: string
  candidateId: string
  state: string
  revision: number
  /** What is wrong, and what helps. */
  damaged: LocalizedText
  snapshot?: undefined
  nextDue?: undefined
}

/** What is wrong with a snapshot that cannot be read. */
function damageOf(text: string): LocalizedText {
  const snapshot = parsedSnapshot(text)
  const [issue] = 'version' in snapshot ? (snapshotIssues(snapshot) ?? []) : []
  const { path, zh, en } = issue ?? { path: '', zh: '内容不是快照', en: 'it is no snapshot' }
  const where = path && `${path}: `
  return {
    zh: `快照无法读取（${where}${zh}）。已损坏的，repair() 可由日志重建。`,
    en: `The snapshot cannot be read (${where}${en}). If it is damaged, repair() rebuilds it from the log.`,
  }
}

/** A registration, marked if it is damaged: one row must not break a page. */
export function readOrMarked(row: Row): IntactRegistration | DamagedRegistration {
  try {
    return registrationFrom(row)
  } catch {
    return {
      registrationId: row.id as string,
      candidateId: row.candidate_id as string,
      state: row.state as string,
      revision: Number(row.revision),
      damaged: damageOf(row.snapshot as string),
    }
  }
}
