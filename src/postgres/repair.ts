import { isSnapshot, type Snapshot } from '../engine/snapshot'
import { engineOf } from '../registrations/engineOf'
import type { Registrations } from '../registrations/registrations'
import { type TaskId, taskIdsOf } from '../tasks'
import { parseInstant } from '../time'
import type { Database, Row, Session, Statement } from './database'
import { StoreError } from './errors'
import { millisColumn, millisOf } from './millis'
import { type Replayed, type ReplayOptions, replayWith } from './replay'
import { columnsOf, parsedSnapshot } from './unitOfWork'
import { placeOf } from './waitingTasks'

/** Writes back what the log of a registration gives. */

/** What a repair has changed. */
export type Repair = {
  /** Whether anything differed. */
  repaired: boolean
  /** The columns of the registration that differed. */
  columns: string[]
  /** The tasks whose rows were missing, were left over or differed. */
  tasks: TaskId[]
}

/** The columns that `compareWithLog` reads. */
export const comparedColumns = `r.place, r.level, r.state, r.ended, r.revision, ${millisColumn('r.next_due', 'next_due')},
  r.snapshot_version, r.snapshot, r.exam, r.exam_year`

const lockRow: Statement = {
  name: 'baokao_repair_lock',
  text: `
select ${comparedColumns}
from baokao.registration r where r.id = $1 for update`,
}

const selectTasks: Statement = {
  name: 'baokao_repair_tasks',
  text: `
select task, ${millisColumn('since')}, place, level, exam, exam_year from baokao.task where registration_id = $1`,
}

const writeBack: Statement = {
  name: 'baokao_repair',
  text: `
with repaired as (
  update baokao.registration
  set place = $2, level = $3, state = $4, ended = $5, revision = $6, next_due = $7, snapshot_version = $8, snapshot = $9
  where id = $1
  returning id, place, level, exam, exam_year
), ended as (
  delete from baokao.task t using repaired r where t.registration_id = r.id and t.task <> all($10::text[])
)
insert into baokao.task (registration_id, task, since, place, level, exam, exam_year)
select r.id, t.task, t.since::timestamptz, r.place, r.level, r.exam, r.exam_year
from repaired r, unnest($10::text[], $11::text[]) as t(task, since)
on conflict (registration_id, task) do update
set since = excluded.since, place = excluded.place, level = excluded.level, exam = excluded.exam, exam_year = excluded.exam_year`,
}

const columnNames = [
  'place',
  'level',
  'state',
  'ended',
  'revision',
  'next_due',
  'snapshot_version',
  'snapshot',
]

/** The columns of a registration, with instants in milliseconds. */
function comparable({ next_due, revision, snapshot_version, ...row }: Row): Row {
  const due = typeof next_due === 'string' ? parseInstant(next_due) : next_due
  return {
    ...row,
    revision: Number(revision),
    snapshot_version: Number(snapshot_version),
    next_due: due === null ? null : millisOf(due),
  }
}

/**
 * The tasks whose rows are not those of the snapshot.
 * @param since the instants since which they wait, where they are known
 */
function differingTasks(
  snapshot: Snapshot,
  of: Row,
  rows: readonly Row[],
  since?: ReadonlyMap<TaskId, string>,
): TaskId[] {
  const waiting = taskIdsOf(snapshot)
  const { place, level } = placeOf(snapshot)
  const isRight = (row: Row) =>
    waiting.includes(row.task as TaskId) &&
    (since === undefined || millisOf(row.since) === parseInstant(since.get(row.task as TaskId) ?? '')) &&
    row.place === place &&
    row.level === level &&
    row.exam === of.exam &&
    Number(row.exam_year) === Number(of.exam_year)
  const stored = new Set(rows.map(({ task }) => task))
  const missing = waiting.filter((task) => !stored.has(task))
  return [...missing, ...rows.filter((row) => !isRight(row)).map(({ task }) => task as TaskId)]
}

/** How a registration is stored, and how its log says that it is. */
export type Comparison = Omit<Repair, 'repaired'> & { right: Row; replayed: Replayed }

const differingColumns = (row: Row, right: Row): string[] => {
  const [stored, wanted] = [comparable(row), comparable(right)]
  return columnNames.filter((name) => stored[name] !== wanted[name])
}

/** Whether the columns and the tasks of a registration are those of its snapshot, where its log cannot be read. */
export async function matchesSnapshot(session: Session, row: Row, id: string): Promise<boolean> {
  const snapshot = parsedSnapshot(String(row.snapshot))
  if (!isSnapshot(snapshot)) return false
  const columns = differingColumns(row, { ...columnsOf(snapshot), revision: row.revision })
  const tasks = differingTasks(snapshot, row, await session.run(selectTasks, [id]))
  return columns.length + tasks.length === 0
}

/** Compares a registration with its log. @throws as `repair` does */
export async function compareWithLog(
  session: Session,
  registrations: Registrations,
  row: Row,
  id: string,
  options: ReplayOptions,
): Promise<Comparison> {
  const replayed = await replayWith(session, registrations, id, options)
  const kept = parsedSnapshot(String(row.snapshot))
  if (isSnapshot(kept) && engineOf(registrations)?.takes(kept.law) === false)
    throw new StoreError('unreadable', `${id}: it was decided under other provisions`)
  if (replayed === undefined) throw new StoreError('unreadable', `${id}: it has no log`)
  const { differing } = replayed
  const { snapshot, revision } = replayed.registration
  if (revision < Number(row.revision))
    throw new StoreError('unreadable', `${id}: its log has no entry ${revision + 1}`)
  if (differing.length > 0)
    throw new StoreError(
      'unreadable',
      `${id}: this version decides otherwise on entry ${differing.join(', ')}`,
    )
  const right: Row = { ...columnsOf(snapshot), revision }
  const columns = differingColumns(row, right)
  const tasks = differingTasks(snapshot, row, await session.run(selectTasks, [id]), replayed.tasks)
  return { columns, tasks, right, replayed }
}

async function repairLocked(
  session: Session,
  registrations: Registrations,
  id: string,
  options: ReplayOptions,
): Promise<Repair | undefined> {
  const [row] = await session.run(lockRow, [id])
  if (row === undefined) return undefined
  const compared = await compareWithLog(session, registrations, row, id, options)
  const { columns, tasks, right, replayed } = compared
  if (columns.length + tasks.length === 0) return { repaired: false, columns, tasks }
  const waiting = [[...replayed.tasks.keys()], [...replayed.tasks.values()]]
  await session.run(writeBack, [id, ...columnNames.map((name) => right[name]), ...waiting])
  return { repaired: true, columns, tasks }
}

/**
 * Writes back what `replay` gives, under a lock of the registration.
 * @returns what differed; `undefined` if the registration does not exist
 * @throws `StoreError` as `replay` does, and with the code `unreadable` if the log ends before the stored revision, if
 *   this version decides otherwise than the log says, or if other provisions have decided the registration
 */
export const repair = (
  database: Database,
  registrations: Registrations,
  id: string,
  options: ReplayOptions = {},
): Promise<Repair | undefined> => database.transaction((tx) => repairLocked(tx, registrations, id, options))
