import type { ObjectContext, ObjectSharedContext } from '@restatedev/restate-sdk'
import type { Decision } from '../engine/decide'
import type { FiredDeadline } from '../engine/run'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { mergePersonalData, type PersonalValues, splitPersonalData } from '../persistence/splitPersonalData'
import { library, nextDue } from '../persistence/standing'
import type { RuleId } from '../rules'
import { formatInstant, type Millis, parseInstant } from '../time'
import type { Delivery } from './objects'
import { form, upgraded } from './versions'

/** What the engine keeps of a registration: where it stands under one name, what happened under a name for each entry. */

/** Where a registration stands. */
export type Stored = {
  /** The form in which this is stored; the snapshot has a version of its own. */
  version: typeof form
  /** The library that decided last. */
  library: string
  /** How many entries the log has. */
  revision: number
  snapshot: Snapshot
  timer: Timer
}

/**
 * The delayed call that is to fire the next deadline, and when it comes: at that deadline, or before it where that was
 * moved back. One that has to come sooner is of a new generation, and the old one does nothing.
 */
export type Timer = { generation: number; at?: Millis }

/** An entry of the log as it is kept, with placeholders where something personal stood. */
type StoredLogRow = Omit<LogRow, 'revision'>

/** An entry of the log: an event that was decided, accepted or not. */
export type LogRow = {
  /** The first entry has 1, the next 2. */
  revision: number
  /** The event's instant. */
  at: string
  /** The library that decided. */
  library: string
  /** The event's type; `open` for the opening. */
  type: string
  /** The key under which it was sent. */
  key?: string
  accepted: boolean
  /** The rule that stood against it. */
  rule?: RuleId
  /** Deadlines that passed before or with it. */
  fired: FiredDeadline[]
  /** As it was sent; once erased, with placeholders where something personal stood. The first is the opening. */
  event: RegistrationEvent | Record<string, unknown> | null
}

const names = {
  stored: 'registration',
  entry: (revision: number) => `log ${revision}`,
  personal: (revision: number) => `personal ${revision}`,
}

/** An event that was decided, and under which key. */
type LoggedEvent = {
  type: string
  event: unknown
  personal?: PersonalValues | undefined
  key?: string | undefined
}

const at = (event: unknown, snapshot: Snapshot): string => {
  const given = parseInstant(String((event as { at?: unknown } | null)?.at))
  return formatInstant(Number.isNaN(given) ? snapshot.context.at : given)
}

/** What is kept of a registration; `null` where there is none. */
export async function stored(ctx: ObjectContext | ObjectSharedContext): Promise<Stored | null> {
  const kept = await ctx.get<Stored>(names.stored)
  return kept && upgraded(kept)
}

/** What a decision makes of what is stored. */
export function storedAfter(before: Stored | null, snapshot: Snapshot): Stored {
  const { revision, timer }: Pick<Stored, 'revision' | 'timer'> = before ?? {
    revision: 0,
    timer: { generation: 0 },
  }
  const due = nextDue(snapshot)
  // One that should have come already may have been ended by somebody, and is not counted on.
  const comes = timer.at !== undefined && timer.at > snapshot.context.at
  const soon = due === undefined || (comes && Number(timer.at) <= due)
  return {
    version: form,
    library,
    revision: revision + 1,
    snapshot,
    timer: soon ? timer : { generation: timer.generation + 1, at: due },
  }
}

/** Keeps where a registration stands. */
export const writeStored = (ctx: ObjectContext, after: Stored): void => ctx.set(names.stored, after)

/** Writes a decision down: the entry first, so that whoever reads meanwhile misses none that is counted. */
export function writeEntry(
  ctx: ObjectContext,
  after: Stored,
  decision: Decision,
  happened: LoggedEvent,
): void {
  const { type, event, personal, key } = happened
  const entry: StoredLogRow = {
    at: at(event, after.snapshot),
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

/** An event as it is written down. */
export const loggedEvent = (event: unknown, key?: string): LoggedEvent => ({
  ...splitPersonalData(event),
  key,
})

/** A page of the log. */
export async function page(ctx: ObjectSharedContext, from: number, to: number): Promise<LogRow[]> {
  const rows: LogRow[] = []
  for (let revision = from; revision <= to; revision += 1) {
    const entered = await ctx.get<StoredLogRow>(names.entry(revision))
    if (entered === null) continue
    const personal = await ctx.get<PersonalValues>(names.personal(revision))
    rows.push({ revision, ...entered, event: mergePersonalData(entered.event, personal) as LogRow['event'] })
  }
  return rows
}

/** Erases what is personal in the log. @returns how many entries held something */
export async function erasePersonalData(ctx: ObjectContext): Promise<number> {
  const personal = (await ctx.stateKeys()).filter((name) => name.startsWith(names.personal(0).slice(0, -1)))
  for (const name of personal) ctx.clear(name)
  return personal.length
}

/** The facts of a decision, each with an id of its own. */
export function deliveriesOf({ revision, snapshot }: Stored, facts: readonly Fact[]): Delivery[] {
  const { registrationId } = snapshot.context
  return facts.map((fact, n) => ({ id: `${registrationId}/${revision}/${n}`, registrationId, fact }))
}
