import type { ObjectContext, ObjectSharedContext } from '@restatedev/restate-sdk'
import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { Fact } from '../facts'
import { nextDue } from '../persistence/derived'
import { factId } from '../persistence/factId'
import { library } from '../persistence/library'
import { mergePersonalData, type PersonalValues, splitPersonalData } from '../persistence/splitPersonalData'
import type { Delivery, LogRow } from '../persistence/types'
import { formatInstant, parseInstant } from '../time'
import { type StoredState, stateVersion } from './storedState'
import { upgraded } from './versions'

/**
 * The state of a registration's object: one value for the current state, one for each log entry, and one for the
 * personal data of an entry.
 */

/** A stored log entry: its name contains the revision, and placeholders replace personal data. */
type RowWithoutRevision = Omit<LogRow, 'revision'>

const names = {
  stored: 'registration',
  entry: (revision: number) => `log ${revision}`,
  personal: (revision: number) => `personal ${revision}`,
}

/** An event to log. */
type LoggedEvent = {
  type: string
  event: unknown
  personal?: PersonalValues | undefined
  key?: string | undefined
}

/** The instant of an event; that of the snapshot if the event has no valid one. */
const instantOf = (event: unknown, snapshot: Snapshot): string => {
  const given = parseInstant(String((event as { at?: unknown } | null)?.at))
  return formatInstant(Number.isNaN(given) ? snapshot.context.at : given)
}

/** Reads the current state; `null` if the registration does not exist. */
export async function readStored(ctx: ObjectContext | ObjectSharedContext): Promise<StoredState | null> {
  const stored = await ctx.get<StoredState>(names.stored)
  return stored && upgraded(stored)
}

/** Returns the state after a decision. */
export function storedAfter(before: StoredState | null, snapshot: Snapshot): StoredState {
  const { revision, timer }: Pick<StoredState, 'revision' | 'timer'> = before ?? {
    revision: 0,
    timer: { generation: 0 },
  }
  const due = nextDue(snapshot)
  // An operator may have cancelled an overdue call, so a new one is scheduled.
  const pending = timer.at !== undefined && timer.at > snapshot.context.at
  const inTime = due === undefined || (pending && Number(timer.at) <= due)
  return {
    version: stateVersion,
    library,
    revision: revision + 1,
    snapshot,
    timer: inTime ? timer : { generation: timer.generation + 1, at: due },
  }
}

export const writeStored = (ctx: ObjectContext, after: StoredState): void => ctx.set(names.stored, after)

/** Writes the log entry before the state, so that a concurrent reader finds every entry that the state counts. */
export function writeEntry(
  ctx: ObjectContext,
  after: StoredState,
  decision: Decision,
  { type, event, personal, key }: LoggedEvent,
): void {
  const entry: RowWithoutRevision = {
    at: instantOf(event, after.snapshot),
    library,
    type,
    ...(key !== undefined && { key }),
    accepted: decision.accepted,
    ...(!decision.accepted && { rule: decision.refusal.rule }),
    fired: decision.fired,
    event: event as LogRow['event'],
  }
  ctx.set(names.entry(after.revision), entry)
  if (personal !== undefined) ctx.set(names.personal(after.revision), personal)
  writeStored(ctx, after)
}

export const loggedEvent = (event: unknown, key?: string): LoggedEvent => ({
  ...splitPersonalData(event),
  key,
})

/** Reads the log entries of some revisions. */
export async function readLogPage(ctx: ObjectSharedContext, from: number, to: number): Promise<LogRow[]> {
  const rows: LogRow[] = []
  for (let revision = from; revision <= to; revision += 1) {
    const entry = await ctx.get<RowWithoutRevision>(names.entry(revision))
    if (entry === null) continue
    const personal = await ctx.get<PersonalValues>(names.personal(revision))
    rows.push({ revision, ...entry, event: mergePersonalData(entry.event, personal) as LogRow['event'] })
  }
  return rows
}

/** Erases the personal data in the log. @returns the number of entries that held personal data */
export async function erasePersonalData(ctx: ObjectContext): Promise<number> {
  const personal = (await ctx.stateKeys()).filter((name) => name.startsWith(names.personal(0).slice(0, -1)))
  for (const name of personal) ctx.clear(name)
  return personal.length
}

/** The facts of a decision, with their ids. */
export function deliveriesOf({ revision, snapshot }: StoredState, facts: readonly Fact[]): Delivery[] {
  const { registrationId } = snapshot.context
  return facts.map((fact, n) => ({ id: factId({ registrationId, revision, n }), registrationId, fact }))
}
