import { type Decision, open as decideOpening } from '../engine/decide'
import { buildRefusal } from '../engine/refusal'
import type { Snapshot } from '../engine/snapshot'
import { noCarryOver } from '../model/carryOver'
import { inputShape, type OpenInput } from '../model/context'
import { digestOf } from '../persistence/digest'
import { isEnded, library } from '../persistence/standing'
import type { RuleId } from '../rules'
import { type Issue, read } from '../schema/issues'
import { formatInstant, type Millis } from '../time'
import { storable } from './arguments'
import type { StoredDecision } from './batch'
import { CandidateRecord, writeCandidates } from './candidateRecord'
import type { Database, Session, Statement } from './database'
import type { TimeSource } from './send'
import { columnsOf, outboxEntries } from './unitOfWork'
import { appendEntries } from './write'

/** An opening that may leave its `at` to the store. */
export type StoreOpenInput = Omit<OpenInput, 'at'> & { at?: string }

/** How an opening stands in the log: the exam and the notice by the digest of their text. */
export type LoggedOpenInput = Omit<OpenInput, 'exam' | 'notice'> & { exam: string; notice: string }

/** Locks the candidate, who may be new, so that one registration is opened after the other. */
const lockCandidate: Statement = {
  name: 'baokao_candidate',
  text: `
insert into baokao.candidate (id) values ($1)
on conflict (id) do update set revision = candidate.revision + 1
returning legacies, clock_timestamp() as now`,
}

const others: Statement = {
  name: 'baokao_others',
  text: `
select r.id, r.candidate_id, l.digest, l.answer,
  (not r.ended and r.exam = $2 and r.exam_year = $3 and r.sitting = $4 and r.candidate_id = $1) as rival
from baokao.registration r
left join baokao.log l on r.id = $5 and l.registration_id = r.id and l.revision = 1
where r.candidate_id = $1 or r.id = $5
order by r.id`,
}

const insert: Statement = {
  name: 'baokao_open',
  text: `
insert into baokao.registration (id, candidate_id, exam, exam_year, sitting, notice_id, state, ended, revision,
  next_due, snapshot_version, snapshot)
values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11)
on conflict (id) do nothing returning id`,
}

const keepDocument: Statement = {
  name: 'baokao_document',
  text: 'insert into baokao.document (hash, body) values ($1, $2) on conflict (hash) do nothing',
}

const refused = (rule: RuleId, issues?: Issue[]): StoredDecision => ({
  accepted: false,
  refusal: buildRefusal(rule, undefined, issues),
  snapshot: null,
  facts: [],
  fired: [],
})

/** What an id must be, to be kept as it is. */
function idIssues(input: OpenInput): Issue[] {
  const texts: [string, string | undefined][] = [
    ['registrationId', input.registrationId],
    ['candidateId', input.candidateId],
    ['exam.code', input.exam.code],
    ['notice.id', input.notice.id],
    ['notice.sitting', input.notice.sitting],
  ]
  return texts
    .filter(([, text]) => text !== undefined && !storable(text))
    .map(([path]) => ({ path, zh: '含有无法保存的字符', en: 'holds a character that cannot be stored' }))
}

/** Opens a registration in a transaction that is open. */
async function openInTransaction(
  session: Session,
  clock: TimeSource,
  given: StoreOpenInput,
): Promise<StoredDecision> {
  const { registrationId, candidateId, exam, notice } = given
  const [candidate] = await session.run(lockCandidate, [candidateId])
  const now: Millis = clock?.() ?? new Date(candidate?.now as string | Date).getTime()
  const digest = digestOf(given)
  const sitting = notice.sitting ?? ''
  const rows = await session.run(others, [candidateId, exam.code, notice.examYear, sitting, registrationId])
  const same = rows.find(({ id }) => id === registrationId)
  // Opened before with the same words: the answer is the same, and nothing happens again.
  if (same?.digest === digest) return JSON.parse(same.answer as string) as Decision
  const family = new CandidateRecord(candidateId, candidate?.legacies as string)
  const of = { exam: exam.code, examYear: notice.examYear }
  const history = family.historyOf(registrationId, of, given.history ?? {})
  const input: OpenInput = { ...given, history, at: given.at ?? formatInstant(now) }
  const decision = decideOpening(input)
  if (!decision.accepted || decision.snapshot === null) return decision
  const { snapshot, facts } = decision
  if (same !== undefined || (!isEnded(snapshot) && rows.some(({ rival }) => rival === true)))
    return refused('registration.exists')

  const columns = columnsOf(snapshot)
  const inserted = await session.run(insert, [
    registrationId,
    candidateId,
    exam.code,
    notice.examYear,
    sitting,
    notice.id,
    ...['state', 'ended', 'next_due', 'snapshot_version', 'snapshot'].map((name) => columns[name]),
  ])
  // Somebody else's registration of that id was opened at the same moment.
  if (inserted.length === 0) return refused('registration.exists')
  const logged: LoggedOpenInput = { ...input, exam: digestOf(exam), notice: digestOf(notice) }
  await session.run(keepDocument, [logged.exam, JSON.stringify(exam)])
  await session.run(keepDocument, [logged.notice, JSON.stringify(notice)])
  const entry = {
    registration_id: registrationId,
    revision: 1,
    at: formatInstant(snapshot.context.at),
    library,
    type: 'open',
    key: null,
    digest,
    accepted: true,
    rule: null,
    fired: decision.fired.length === 0 ? null : JSON.stringify(decision.fired),
    event: JSON.stringify(logged),
    personal: null,
    answer: JSON.stringify(decision),
  }
  await appendEntries(session, [entry], outboxEntries(registrationId, 1, facts))
  family.add(registrationId, noCarryOver(of.exam, of.examYear), given.history)
  family.applyFacts(registrationId, facts)
  await writeCandidates(session, [family])
  return decision satisfies Decision<Snapshot | null>
}

/** The schema asks for an instant; any will do until the store gives its own. */
function withInstant(given: StoreOpenInput): unknown {
  try {
    return { ...given, at: given.at ?? '2000-01-01T00:00:00+08:00' }
  } catch {
    return given
  }
}

/**
 * Opens a registration with the history that the candidate's others leave behind. The candidate is locked, so that no
 * forfeit slips past a registration that is opened at the same moment.
 */
export async function openRegistration(
  database: Database,
  clock: TimeSource,
  given: StoreOpenInput,
  tx: Session | undefined,
): Promise<StoredDecision> {
  const { data, issues } = read(inputShape(), withInstant(given))
  if (issues !== undefined) return refused('input.malformed', issues)
  const input: StoreOpenInput = { ...data }
  if (given.at === undefined) delete input.at
  const unfit = idIssues(data)
  if (unfit.length > 0) return refused('input.malformed', unfit)
  const work = (session: Session) => openInTransaction(session, clock, input)
  return tx === undefined ? database.transaction(work) : work(tx)
}
