import { isSnapshot } from '../engine/snapshot'
import { affectsOthers, clockAdvance, nextDue, unreadableRules } from '../persistence/standing'
import { formatInstant, type Millis } from '../time'
import type { Database, Row, Session, Statement } from './database'
import { sendWithCandidates, type TimeSource, unitOfWorkFrom } from './send'
import { columnsOf, type UnitOfWork } from './unitOfWork'
import { writeUnits } from './write'

// Whoever comes at the same moment takes others.
const claim: Statement = {
  name: 'baokao_due',
  text: `
select r.id, r.candidate_id, r.exam, r.exam_year, r.sitting, r.notice_id, r.revision, r.snapshot,
  clock_timestamp() as now
from baokao.registration r
where r.next_due <= $1 and r.id <> all($3::text[])
order by r.next_due limit $2 for update skip locked`,
}

const theTime: Statement = { name: 'baokao_now', text: 'select clock_timestamp() as now' }

/** What time it is. */
async function timeOf(database: Database, clock: TimeSource): Promise<Millis> {
  if (clock !== undefined) return clock()
  const [row] = await database.run(theTime)
  return new Date(row?.now as string | Date).getTime()
}

/** A registration that the library cannot advance. It is left as it is, and named. */
export type StuckRegistration = { registrationId: string; rule: string }

/** Until when deadlines are due, and how many registrations to move at most. */
export type FireDeadlinesOptions = {
  /** An instant in ISO 8601 with an offset; now unless told otherwise. */
  until?: string
  /** At most so many registrations; all that are due unless told otherwise. */
  limit?: number
  /** Once aborted, no more are moved than those at hand. */
  signal?: AbortSignal
}

const batch = 200

type Round = {
  moved: number
  aside: { id: string; at: Millis }[]
  defects: StuckRegistration[]
  claimed: number
}

/** Fires what is due of one registration, each deadline at its own instant, never at the end of the time given. */
function advance(docket: UnitOfWork, until: Millis, round: Round): void {
  if (!isSnapshot(docket.snapshot)) {
    round.defects.push({ registrationId: docket.row.id, rule: 'snapshot.malformed' })
    return
  }
  for (let due = nextDue(docket.snapshot); due !== undefined && due <= until; ) {
    const event = docket.withInstant(clockAdvance(due))
    const decision = docket.decide(event)
    if (!decision.accepted && unreadableRules.has(decision.refusal.rule)) {
      round.defects.push({ registrationId: docket.row.id, rule: decision.refusal.rule })
      return
    }
    // What reaches the candidate's other registrations is done apart, the candidate locked first.
    if (affectsOthers(decision.facts)) {
      round.aside.push({ id: docket.row.id, at: due })
      return
    }
    docket.record(event, decision)
    due = nextDue(docket.snapshot)
  }
}

const correction: Statement = {
  name: 'baokao_due_again',
  text: `
update baokao.registration r set next_due = i.next_due
from json_to_recordset($1::json) as i(id text, next_due timestamptz) where r.id = i.id`,
}

/** Where another version of the library put a deadline earlier than this one does, nothing is due yet. */
async function correct(session: Session, dockets: readonly UnitOfWork[]): Promise<void> {
  if (dockets.length === 0) return
  const rows = dockets.map(({ row, snapshot }) => ({ id: row.id, next_due: columnsOf(snapshot).next_due }))
  await session.run(correction, [JSON.stringify(rows)])
}

async function fireBatch(
  session: Session,
  clock: TimeSource,
  until: Millis,
  limit: number,
  skip: string[],
): Promise<Round> {
  const rows: Row[] = await session.run(claim, [formatInstant(until), limit, skip])
  const round: Round = { moved: 0, aside: [], defects: [], claimed: rows.length }
  const dockets = rows.map((row) => unitOfWorkFrom(row, clock))
  for (const docket of dockets) advance(docket, until, round)
  await writeUnits(session, dockets)
  const told = new Set([
    ...round.aside.map(({ id }) => id),
    ...round.defects.map((one) => one.registrationId),
  ])
  await correct(
    session,
    dockets.filter(({ row, log }) => log.length === 0 && !told.has(row.id)),
  )
  const still = new Set(round.aside.map(({ id }) => id))
  round.moved = dockets.filter(({ row, log }) => log.length > 0 && !still.has(row.id)).length
  return round
}

/** @returns how many registrations moved */
export async function fireDeadlines(
  database: Database,
  clock: TimeSource,
  given: Millis | undefined,
  { limit = Number.POSITIVE_INFINITY, signal }: FireDeadlinesOptions,
  onDefect: (defect: StuckRegistration) => void,
): Promise<number> {
  const until = given ?? (await timeOf(database, clock))
  const skip: string[] = []
  let moved = 0
  while (moved < limit && !signal?.aborted) {
    const size = Math.min(batch, limit - moved)
    const round = await database.transaction((tx) => fireBatch(tx, clock, until, size, skip))
    for (const defect of round.defects) {
      skip.push(defect.registrationId)
      onDefect(defect)
    }
    for (const { id, at } of round.aside) {
      await database.transaction((tx) => sendWithCandidates(tx, clock, [{ id, event: clockAdvance(at) }]))
    }
    moved += round.moved + round.aside.length
    if (round.claimed === 0) break
  }
  return moved
}
