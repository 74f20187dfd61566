import { isSnapshot } from '../engine/snapshot'
import { nextDue } from '../persistence/derived'
import { affectsOthers } from '../persistence/propagation'
import { unreadableRules } from '../persistence/refusals'
import { clockAdvance } from '../persistence/storeEvents'
import { formatInstant, type Millis } from '../time'
import type { Database, Session, Statement } from './database'
import { type Deciding, sendWithCandidates, type TimeSource, unitOfWorkFrom } from './send'
import { columnsOf, type UnitOfWork } from './unitOfWork'
import { writeUnits } from './write'

// Concurrent workers skip locked rows and claim others.
const claim: Statement = {
  name: 'baokao_due',
  text: `
select r.id, r.candidate_id, r.exam, r.exam_year, r.sitting, r.kind, r.notice_id, r.revision, r.snapshot,
  clock_timestamp() as now
from baokao.registration r
where r.next_due <= $1 and r.id <> all($3::text[])
order by r.next_due limit $2 for update skip locked`,
}

const selectNow: Statement = { name: 'baokao_now', text: 'select clock_timestamp() as now' }

async function currentTime(database: Database, clock: TimeSource): Promise<Millis> {
  if (clock !== undefined) return clock()
  const [row] = await database.run(selectNow)
  return new Date(row?.now as string | Date).getTime()
}

/**
 * A registration that this version of the library cannot advance, and the rule that gives the reason. The deadline that
 * cannot fire does not change the registration.
 */
export type StuckRegistration = { registrationId: string; rule: string }

/** The options that select the deadlines to fire. */
export type FireDeadlinesOptions = {
  /** An instant in ISO 8601 with an offset; now by default. */
  until?: string
  /** The maximum number of registrations to advance; no limit by default. */
  limit?: number
  /** Once aborted, no further batch is claimed. */
  signal?: AbortSignal
}

const batchSize = 200

type Round = {
  moved: number
  /**
   * Registrations whose next deadline affects the candidate's other registrations. It fires in a separate transaction.
   */
  postponed: { id: string; at: Millis }[]
  stuck: StuckRegistration[]
  claimed: number
}

/** Fires the due deadlines of one registration, each at its own instant, not at `until`. */
function advance(unit: UnitOfWork, until: Millis, round: Round): void {
  if (!isSnapshot(unit.snapshot)) {
    round.stuck.push({ registrationId: unit.row.id, rule: 'snapshot.malformed' })
    return
  }
  for (let due = nextDue(unit.snapshot); due !== undefined && due <= until; ) {
    const event = clockAdvance(due)
    const decision = unit.decide(event)
    if (!decision.accepted && unreadableRules.has(decision.refusal.rule)) {
      round.stuck.push({ registrationId: unit.row.id, rule: decision.refusal.rule })
      return
    }
    // Candidates must be locked before registrations, and this registration is already locked.
    if (affectsOthers(decision.facts)) {
      round.postponed.push({ id: unit.row.id, at: due })
      return
    }
    unit.record(event, decision)
    due = nextDue(unit.snapshot)
  }
}

const correctNextDue: Statement = {
  name: 'baokao_due_again',
  text: `
update baokao.registration r set next_due = i.next_due
from json_to_recordset($1::json) as i(id text, next_due timestamptz) where r.id = i.id`,
}

/** Corrects `next_due` if another version of the library computed an earlier instant than this version. */
async function correct(session: Session, units: readonly UnitOfWork[]): Promise<void> {
  if (units.length === 0) return
  const rows = units.map(({ row, snapshot }) => ({ id: row.id, next_due: columnsOf(snapshot).next_due }))
  await session.run(correctNextDue, [JSON.stringify(rows)])
}

async function fireBatch(
  session: Session,
  deciding: Deciding,
  until: Millis,
  limit: number,
  skip: string[],
): Promise<Round> {
  const rows = await session.run(claim, [formatInstant(until), limit, skip])
  const round: Round = { moved: 0, postponed: [], stuck: [], claimed: rows.length }
  const units = rows.map((row) => unitOfWorkFrom(row, deciding))
  for (const unit of units) advance(unit, until, round)
  await writeUnits(session, units)
  const postponed = new Set(round.postponed.map(({ id }) => id))
  const stuck = new Set(round.stuck.map(({ registrationId }) => registrationId))
  await correct(
    session,
    units.filter(({ row, log }) => log.length === 0 && !postponed.has(row.id) && !stuck.has(row.id)),
  )
  round.moved = units.filter(({ row, log }) => log.length > 0 && !postponed.has(row.id)).length
  return round
}

/** @returns the number of registrations in which deadlines fired */
export async function fireDeadlines(
  database: Database,
  deciding: Deciding,
  given: Millis | undefined,
  { limit = Number.POSITIVE_INFINITY, signal }: FireDeadlinesOptions,
  onStuck: (stuck: StuckRegistration) => void,
): Promise<number> {
  const until = given ?? (await currentTime(database, deciding.clock))
  const skip: string[] = []
  let moved = 0
  while (moved < limit && !signal?.aborted) {
    const size = Math.min(batchSize, limit - moved)
    const round = await database.transaction((tx) => fireBatch(tx, deciding, until, size, skip))
    for (const stuck of round.stuck) {
      skip.push(stuck.registrationId)
      onStuck(stuck)
    }
    for (const { id, at } of round.postponed) {
      await database.transaction((tx) => sendWithCandidates(tx, deciding, [{ id, event: clockAdvance(at) }]))
    }
    moved += round.moved + round.postponed.length
    if (round.claimed === 0) break
  }
  return moved
}
