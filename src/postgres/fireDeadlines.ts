import { isSnapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import { nextDue } from '../persistence/derived'
import { unreadableRules } from '../persistence/refusals'
import { clockAdvance } from '../persistence/storeEvents'
import { formatInstant, type Millis, parseInstant } from '../time'
import { Batch } from './batch'
import type { Database, Session, Statement } from './database'
import { nowColumn } from './millis'
import { lockWithCandidates, unitOfWorkFrom } from './send'
import { currentTime, type Deciding } from './storeTime'
import { columnsOf, registrationColumns, type UnitOfWork } from './unitOfWork'

// Concurrent workers skip locked rows and claim others.
const claim: Statement = {
  name: 'baokao_due',
  text: `
select ${registrationColumns}, ${nowColumn}
from baokao.registration r
where r.next_due <= $1 and r.id <> all($3::text[])
order by r.next_due limit $2 for update skip locked`,
}

/**
 * A registration that this version of the library cannot advance, and the rule that gives the reason. The deadline that
 * cannot fire does not change the registration.
 */
export type StuckRegistration = { registrationId: string; rule: string }

export const warnStuck = ({ registrationId, rule }: StuckRegistration): void =>
  process.emitWarning(`registration ${registrationId} cannot be advanced: ${rule}`, 'BaokaoStuckRegistration')

/** The options that select the deadlines to fire. */
export type FireDeadlinesOptions = {
  /** An instant in ISO 8601 with an offset, not in the future; now by default. */
  until?: string
  /** The maximum number of registrations to advance; no limit by default. */
  limit?: number
  /** Once aborted, no further batch is claimed. */
  signal?: AbortSignal
}

const batchSize = 200

type Round = {
  moved: number
  claimed: number
  /** Registrations of which a deadline affects the candidate's others. It fires once the candidates are locked. */
  postponed: string[]
  stuck: StuckRegistration[]
}

/** @returns the next deadline, and the event that fires it; `undefined` also if the snapshot cannot be read */
function nextAdvance({
  snapshot,
}: UnitOfWork): { due: Millis; event: RegistrationEvent<'clock.advance'> } | undefined {
  try {
    const due = nextDue(snapshot)
    // Another version of the library may have passed an instant that is a deadline to this one.
    return due === undefined ? undefined : { due, event: clockAdvance(Math.max(due, snapshot.context.at)) }
  } catch {
    return undefined
  }
}

/** Fires the due deadlines of one registration, each at its own instant, not at `until`. */
function advance(batch: Batch, unit: UnitOfWork, until: Millis, round: Round): void {
  const registrationId = unit.row.id
  const stuck = (rule: string) => round.stuck.push({ registrationId, rule })
  let next = nextAdvance(unit)
  // `decide` checks the snapshot anyway, and the check is slow: it is made here only if nothing is decided.
  if ((next === undefined || !(next.due <= until)) && !isSnapshot(unit.snapshot)) {
    stuck('snapshot.malformed')
    return
  }
  let last: Millis | undefined
  for (; next !== undefined && next.due <= until; next = nextAdvance(unit)) {
    if (next.due === last) {
      stuck('internal.defect')
      return
    }
    last = next.due
    const decision = batch.take({ id: registrationId, event: next.event })
    if (decision === undefined) {
      round.postponed.push(registrationId)
      return
    }
    if (!decision.accepted && unreadableRules.has(decision.refusal.rule)) {
      stuck(decision.refusal.rule)
      return
    }
  }
}

const correctNextDue: Statement = {
  name: 'baokao_due_again',
  text: `
update baokao.registration r set next_due = i.next_due
from json_to_recordset($1::text::json) as i(id text, next_due timestamptz) where r.id = i.id`,
}

/** Corrects `next_due` if another version of the library computed an earlier instant than this version. */
async function correct(session: Session, units: readonly UnitOfWork[]): Promise<void> {
  if (units.length === 0) return
  const rows = units.map(({ row, snapshot }) => ({ id: row.id, next_due: columnsOf(snapshot).next_due }))
  await session.run(correctNextDue, [JSON.stringify(rows)])
}

/** @param ids the registrations to advance; the batch may contain others of their candidates */
async function fire(
  session: Session,
  batch: Batch,
  units: readonly UnitOfWork[],
  ids: readonly string[],
  until: Millis,
): Promise<Round> {
  const claimed = units.filter(({ row }) => ids.includes(row.id))
  const round: Round = { moved: 0, claimed: claimed.length, postponed: [], stuck: [] }
  for (const unit of claimed) advance(batch, unit, until, round)
  await batch.write(session)
  const waiting = new Set([...round.postponed, ...round.stuck.map(({ registrationId }) => registrationId)])
  const settled = claimed.filter(({ row }) => !waiting.has(row.id))
  round.moved = settled.filter(({ log }) => log.length > 0).length
  await correct(
    session,
    settled.filter(({ log }) => log.length === 0),
  )
  return round
}

/** Claims registrations that no other worker is advancing, and fires what affects only them. */
async function fireClaimed(
  session: Session,
  deciding: Deciding,
  until: Millis,
  limit: number,
  skip: readonly string[],
): Promise<Round> {
  const rows = await session.run(claim, [formatInstant(until), limit, skip])
  const units = rows.map((row) => unitOfWorkFrom(row, deciding))
  const ids = units.map(({ row }) => row.id)
  return fire(session, new Batch(units, new Map()), units, ids, until)
}

/** Fires what affects other registrations. Another worker may have done so before the locks were granted. */
async function firePostponed(
  session: Session,
  deciding: Deciding,
  until: Millis,
  ids: readonly string[],
): Promise<Round> {
  const { candidates, units } = await lockWithCandidates(session, deciding, ids)
  return fire(session, new Batch(units, new Map(), candidates), units, ids, until)
}

/** @returns the number of registrations in which deadlines fired */
export async function fireDeadlines(
  database: Database,
  deciding: Deciding,
  { until: given, limit = Number.POSITIVE_INFINITY, signal }: FireDeadlinesOptions,
  onStuck: (stuck: StuckRegistration) => void,
): Promise<number> {
  const now = await currentTime(database, deciding.clock)
  const wanted = given === undefined ? now : parseInstant(given)
  const until = Math.min(wanted, now)
  if (wanted > now + deciding.maxAhead)
    throw new RangeError(`fireDeadlines: until must not be after the store's time, ${formatInstant(now)}`)
  // All registrations are advanced to the same instant.
  const firing: Deciding = { ...deciding, clock: () => until }
  const skip: string[] = []
  let moved = 0
  while (moved < limit && !signal?.aborted) {
    const size = Math.min(batchSize, limit - moved)
    const round = await database.transaction((tx) => fireClaimed(tx, firing, until, size, skip))
    const { postponed } = round
    const rest =
      postponed.length === 0
        ? undefined
        : await database.transaction((tx) => firePostponed(tx, firing, until, postponed))
    for (const stuck of [...round.stuck, ...(rest?.stuck ?? [])]) {
      skip.push(stuck.registrationId)
      onStuck(stuck)
    }
    moved += round.moved + (rest?.moved ?? 0)
    if (round.claimed === 0) break
  }
  return moved
}
