import { randomUUID } from 'node:crypto'
import { isSnapshot } from '../engine/snapshot'
import { noCarryOver } from '../model/carryOver'
import { inputShape, type OpenInput } from '../model/opening'
import { isEnded } from '../persistence/derived'
import { digestOf, keyedDigest, sameDigest } from '../persistence/digest'
import { library } from '../persistence/library'
import { openingIdIssues } from '../persistence/openingIds'
import { hasRival } from '../persistence/propagation'
import { anyInstant, asStored, refusedOpening, refuseWith } from '../persistence/refusals'
import { personalMeta } from '../persistence/splitPersonalData'
import { storableIssues } from '../persistence/storable'
import { aheadOf, openerIssues } from '../persistence/timedEvent'
import type { OpenedBy, StoredDecision } from '../persistence/types'
import { read } from '../schema/issues'
import { taskIdsOf } from '../tasks'
import { formatInstant, type Millis } from '../time'
import { amendOpening, keptAmendedOpening, withAmendedNotice } from './amendOpening'
import { mayReach, type SendItem } from './batch'
import { CandidateRecord } from './candidateRecord'
import type { Database, Session } from './database'
import { conflict, StoreError } from './errors'
import { repeatOf } from './keptDecisions'
import { amendmentsAtOpening } from './noticeAmendments'
import {
  insertRegistration,
  keepDocument,
  lockCandidate,
  type OtherRegistration,
  selectOthers,
} from './openingStatements'
import { type Deciding, timeOf } from './storeTime'
import { inTransaction, type Transaction } from './transaction'
import { columnsOf, linkAfter, outboxEntries, parsedSnapshot } from './unitOfWork'
import { appendEntries } from './write'

/** The input of an opening. It happens at the store's time; only with `by` it may have an instant of its own. */
export type StoreOpenInput = Omit<OpenInput, 'at'> & { at?: undefined }

/** The options of an opening. */
export type OpenOptions = {
  /** Opens within a transaction of the caller. */
  tx?: Transaction
  /** Who opens it, if not the candidate: `at` may then be given, at most a minute after the store's time. */
  by?: OpenedBy
  /**
   * Whether the caller may reach a registration that already exists under this id. If not, the opening is refused with
   * `registration.id-in-use`, even if it is the same.
   */
  may?: SendItem['may']
}

/** An opening in the log: the digests of the exam and the notice refer to `baokao.document`. */
export type LoggedOpenInput = Omit<OpenInput, 'exam' | 'notice'> & {
  exam: string
  notice: string
  by?: OpenedBy
  /** The history that was given. `history` is this one with what the candidate's other registrations carry over. */
  known?: OpenInput['history']
  /** The digests of the amendments that its notice had, if it had any. */
  amendments?: string[]
  adopted?: AdoptionNote
}

/** What the log keeps of how an adoption was made. It has no personal data, and a replay ignores it. */
export type AdoptionNote = {
  /** The line of the list from which it was made. */
  line?: number
  /** The instants and the values that the list did not have: event types, `openedAt` and names of fields. */
  filled?: readonly string[]
}

/** The input of an opening that may have an instant. */
export type DatedOpenInput = Omit<OpenInput, 'at'> & { at?: string | undefined }

/** Opens a registration in an open transaction, with an input that `readOpening` has checked. */
export async function openInTransaction(
  session: Session,
  deciding: Deciding,
  given: DatedOpenInput,
  {
    by,
    may,
    adopted,
    digest = openingDigest(given),
  }: OpenOptions & { adopted?: AdoptionNote | undefined; digest?: string },
): Promise<StoredDecision> {
  const { meta, ...opening } = given
  const { registrationId, candidateId, exam, notice } = opening
  const amendments = await amendmentsAtOpening(session, notice.id)
  const [locked] = await session.run(lockCandidate, [candidateId])
  const now: Millis = timeOf(deciding.clock, registrationId, locked?.now)
  const digestUnder = (secret: string | null) => keyedDigest(secret, digest)
  const others = (await session.run(selectOthers, [candidateId, registrationId])) as OtherRegistration[]
  const same = others.find(({ id }) => id === registrationId)
  if (same !== undefined) {
    const kept = await keptAmendedOpening(session, same, amendments)
    const snapshot = parsedSnapshot(same.snapshot)
    const access = { registrationId, candidateId: same.candidateId, snapshot }
    const isSame =
      kept !== undefined &&
      same.candidateId === candidateId &&
      sameDigest(kept.digest, digestUnder(same.secret))
    if (!isSame || (may !== undefined && !mayReach(may, { ...access, revision: same.revision })))
      return refusedOpening('registration.id-in-use')
    if (!isSnapshot(snapshot)) throw new StoreError('unreadable', `${registrationId}: its snapshot`)
    return repeatOf(kept, snapshot, (rule) => refuseWith(deciding.registrations, rule, undefined, snapshot))
  }
  const ahead = aheadOf(given.at, { now, maxAhead: deciding.maxAhead })
  if (ahead !== undefined) return refusedOpening(ahead)
  const candidate = new CandidateRecord(candidateId, locked?.carry_over as string, Number(locked?.revision))
  const own = {
    exam: exam.code,
    examYear: notice.examYear,
    sitting: notice.sitting ?? '',
    kind: given.kind ?? '',
  }
  const history = candidate.historyOf(registrationId, own, given.history ?? {})
  const { input, remaining } = withAmendedNotice(
    { ...opening, history, at: given.at ?? formatInstant(now) },
    amendments,
  )
  const decision = deciding.registrations.open(input)
  if (!decision.accepted || decision.snapshot === null) return asStored(decision, undefined)
  const { snapshot, facts, fired } = decision
  if (!isEnded(snapshot) && hasRival(own, others)) return refusedOpening('registration.exists')

  candidate.add(registrationId, noCarryOver(own.exam, own.examYear), given.history)
  candidate.applyFacts(registrationId, facts)
  const at = formatInstant(snapshot.context.at)
  const secret = randomUUID()
  const documents = { exam: digestOf(exam), notice: digestOf(input.notice) }
  const logged: LoggedOpenInput = {
    ...{ ...input, ...documents, ...(by && { by }), ...(adopted && { adopted }) },
    ...(given.history && { known: given.history }),
    ...(amendments.length > 0 && { amendments: amendments.map((amendment) => amendment.digest) }),
  }
  const unchained = {
    registration_id: registrationId,
    revision: 1,
    at,
    library,
    type: 'open',
    key: null,
    digest: digestUnder(secret),
    accepted: true,
    rule: null,
    fired: fired.length === 0 ? null : JSON.stringify(fired),
    facts: facts.length,
    event: JSON.stringify(logged),
    personal: meta === undefined ? null : JSON.stringify(personalMeta(meta)),
    answer: null,
  }
  const entry = { ...unchained, chain: deciding.chain ? linkAfter(null, unchained) : null }
  const columns = columnsOf(snapshot)
  const row = {
    ...{ id: registrationId, candidate_id: candidateId, notice_id: notice.id, revision: 1, archived: 0 },
    ...{ exam: own.exam, exam_year: own.examYear, sitting: own.sitting, kind: own.kind },
    snapshot: columns.snapshot as string,
    ...{ secret, chain: entry.chain },
  }
  const opened = { row, decision, candidate, remaining }
  const { answer, revision, batch } = await amendOpening(session, deciding, opened)
  const waiting = taskIdsOf(snapshot)
  const inserted = await session.run(insertRegistration, [
    registrationId,
    candidateId,
    own.exam,
    own.examYear,
    own.sitting,
    own.kind,
    notice.id,
    ...['place', 'level', 'state', 'ended', 'next_due', 'snapshot_version', 'snapshot'].map(
      (name) => columns[name],
    ),
    waiting,
    waiting.map(() => at),
    amendments.length,
    secret,
    entry.chain,
  ])
  if (inserted.length === 0) {
    // Another candidate has opened a registration with the same id in the meantime, or the transaction has ended.
    const taken = (await session.run(selectOthers, [candidateId, registrationId])) as OtherRegistration[]
    if (!taken.some(({ id }) => id === registrationId)) throw conflict(registrationId)
    return refusedOpening('registration.id-in-use')
  }
  await session.run(keepDocument, [documents.exam, JSON.stringify(exam)])
  await session.run(keepDocument, [documents.notice, JSON.stringify(input.notice)])
  await appendEntries(session, [entry], outboxEntries(registrationId, 1, facts))
  await batch.write(session)
  return asStored(answer, revision)
}

/** The digest by which a repeated opening is known. `meta` does not count. */
const openingDigest = ({ meta: _, ...opening }: DatedOpenInput): string => digestOf(opening)

/** Adds an `at` for the schema, which requires one. */
function withInstant(given: DatedOpenInput): unknown {
  try {
    return { ...given, at: given.at === undefined ? anyInstant : given.at }
  } catch {
    return given
  }
}

/** Checks the input of an opening. @returns the input, or the refusal */
export function readOpening(
  given: DatedOpenInput,
  by: OpenedBy | undefined,
): { input: DatedOpenInput } | { refused: StoredDecision } {
  const { data, issues } = read(inputShape(), withInstant(given))
  if (issues !== undefined) return { refused: refusedOpening('input.malformed', issues) }
  const openerProblems = openerIssues(given.at, by)
  if (openerProblems !== undefined) return { refused: refusedOpening('input.malformed', openerProblems) }
  const input: DatedOpenInput = { ...data }
  if (given.at === undefined) delete input.at
  const unstorable = storableIssues([
    ['exam.code', input.exam.code],
    ['notice.id', input.notice.id],
    ['notice.sitting', input.notice.sitting],
  ])
  unstorable.push(...openingIdIssues(input))
  return unstorable.length > 0 ? { refused: refusedOpening('input.malformed', unstorable) } : { input }
}

/**
 * Opens a registration with the carry-over of the candidate's other registrations. Locks the candidate, so that no
 * forfeit in a concurrent registration is missed.
 */
export async function openRegistration(
  database: Database,
  deciding: Deciding,
  given: DatedOpenInput,
  options: OpenOptions = {},
): Promise<StoredDecision> {
  const opening = readOpening(given, options.by)
  if ('refused' in opening) return opening.refused
  const work = (session: Session) => openInTransaction(session, deciding, opening.input, options)
  return options.tx === undefined ? database.transaction(work) : inTransaction(options.tx, database, work)
}
