import { allStateLines } from '../machine/states'
import { areaPrefix } from '../persistence/areas'
import { storable } from '../persistence/storable'
import type { Role } from '../schema/vocabulary'
import { type TaskId, taskIds, taskSpecs } from '../tasks'
import { formatInstant, type Millis } from '../time'
import { type DamagedRegistration, type IntactRegistration, readOrMarked } from './damaged'
import type { Row, Session } from './database'
import { instantText, millisOf } from './millis'

/** Which registrations: those that match all given fields. */
export type RegistrationFilter = {
  /** Registration ids. */
  ids?: readonly string[]
  candidateId?: string
  exam?: string
  examYear?: number
  /** The id of a notice. */
  notice?: string
  /** The codes of places of examination. */
  places?: readonly string[]
  /**
   * The codes of areas: registrations for a place in one of them, and those without a place yet whose notice has such a
   * place. `440000` holds `440100`, and `100000` is the nation.
   */
  within?: readonly string[]
  /** The id of a level. */
  level?: string
  /** A dotted path, such as `paying` or `qualifying.check.rejected`; includes the states inside it. */
  state?: string
  /** An instant in ISO 8601 with an offset: registrations whose next deadline is at or before it. */
  dueBefore?: string
  /** Registrations that wait for somebody of this role, by `tasks`. */
  waitsFor?: Role
  /** Registrations in which this task waits. */
  task?: TaskId
}

/** A place in the queue: the last registration of the page before. */
export type QueuePosition = { registrationId: string; waitingSince: string }

/** A search for registrations: by default in the order of their ids, or those that have waited longest first. */
export type RegistrationQuery = RegistrationFilter &
  (
    | {
        orderBy?: 'id'
        /** The id of the last registration of the previous page. */
        after?: string
        /** 100 by default. */
        limit?: number
      }
    | {
        /** The oldest first, by the oldest of the tasks that match. */
        orderBy: 'waiting'
        /** The last registration of the previous page. */
        after?: QueuePosition
        /** 100 by default. */
        limit?: number
      }
  )

/** A task that waits in a registration, and since when. */
export type WaitingTask = { task: TaskId; by: Role; since: string }

/** A registration that was found, and what it waits for. Look at `damaged` before you use the snapshot. */
export type FoundRegistration = (IntactRegistration | DamagedRegistration) & {
  /** The tasks that wait, the oldest first. */
  tasks: WaitingTask[]
  /** Since when the oldest task that matches waits; only with `waitsFor`, `task` or `orderBy: 'waiting'`. */
  waitingSince?: string
}

/** All values of the column `state` that include a state. Equality uses the index, but a pattern would not. */
export const linesIn = (state: string): string[] =>
  allStateLines().filter((line) =>
    line.split(' ').some((path) => path === state || path.startsWith(`${state}.`)),
  )

/** The tasks of a filter. */
export const tasksOfFilter = ({ waitsFor, task }: RegistrationFilter): TaskId[] =>
  taskIds.filter(
    (one) =>
      (task === undefined || one === task) && (waitsFor === undefined || taskSpecs[one].by === waitsFor),
  )

/** Whether a filter is about tasks. */
export const asksForTasks = ({ waitsFor, task }: RegistrationFilter): boolean =>
  waitsFor !== undefined || task !== undefined

/** Collects the parameters of a statement. */
export class Parameters {
  readonly values: unknown[] = []

  /** @returns the name of the parameter, with its type */
  add(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }
}

/** Whether the texts of a filter can be in the database at all. */
export const canMatch = ({ candidateId, exam, notice, state, level }: RegistrationFilter): boolean =>
  [candidateId, exam, notice, state, level].every((text) => text === undefined || storable(text))

/** The conditions on the columns that `baokao.registration r` and `baokao.task t` both have. */
export function commonConditions(
  { exam, examYear, places, level }: RegistrationFilter,
  parameters: Parameters,
  table: 'r' | 't',
): string[] {
  return [
    exam === undefined ? [] : `${table}.exam = ${parameters.add(exam, 'text')}`,
    examYear === undefined ? [] : `${table}.exam_year = ${parameters.add(examYear, 'int')}`,
    level === undefined ? [] : `${table}.level = ${parameters.add(level, 'text')}`,
    places === undefined ? [] : `${table}.place = any(${parameters.add(places.filter(storable), 'text[]')})`,
  ].flat()
}

/**
 * Whether a registration is in an area. The places of its notice are read from the text, because a damaged snapshot would
 * break the page as JSON.
 */
const inArea = (prefixes: string): string => `exists (
    select from unnest(${prefixes}) as a(prefix)
    where starts_with(r.place, a.prefix)
      or (r.place = '' and strpos(substring(r.snapshot from '"places":\\[([^]]*)\\]'), '"' || a.prefix) > 0))`

/** The conditions on the other columns of `baokao.registration r`. */
export function ownConditions(
  { ids, candidateId, notice, state, dueBefore, within }: RegistrationFilter,
  parameters: Parameters,
): string[] {
  const due = dueBefore === undefined ? undefined : instantText(dueBefore)
  return [
    within === undefined ? [] : inArea(parameters.add(within.filter(storable).map(areaPrefix), 'text[]')),
    ids === undefined ? [] : `r.id = any(${parameters.add(ids.filter(storable), 'text[]')})`,
    candidateId === undefined ? [] : `r.candidate_id = ${parameters.add(candidateId, 'text')}`,
    notice === undefined ? [] : `r.notice_id = ${parameters.add(notice, 'text')}`,
    state === undefined ? [] : `r.state = any(${parameters.add(linesIn(state), 'text[]')})`,
    due === undefined ? [] : `r.next_due <= ${parameters.add(due, 'timestamptz')}`,
  ].flat()
}

export const whereAll = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`

/** The page as ids: in the order of ids, one index scan for each state, because a page of several is not in its order. */
function pageById(query: RegistrationQuery & { orderBy?: 'id' }, parameters: Parameters): string {
  const { state, ids, candidateId, notice, dueBefore, after, limit = 100 } = query
  const lines = state !== undefined && (ids ?? candidateId ?? notice ?? dueBefore) === undefined
  const { state: _, ...others } = query
  const conditions = [
    ...commonConditions(query, parameters, 'r'),
    ...ownConditions(lines ? others : query, parameters),
    ...(after === undefined ? [] : [`r.id > ${parameters.add(after, 'text')}`]),
  ]
  if (asksForTasks(query)) {
    const tasks = parameters.add(tasksOfFilter(query), 'text[]')
    conditions.push(
      `exists (select from baokao.task t where t.registration_id = r.id and t.task = any(${tasks}))`,
    )
  }
  const page = parameters.add(limit, 'bigint')
  if (!lines)
    return `select r.id, null::timestamptz as since from baokao.registration r ${whereAll(conditions)} order by r.id limit ${page}`
  return `
    select l.id, null::timestamptz as since
    from unnest(${parameters.add(linesIn(state), 'text[]')}) as s(state) cross join lateral (
      select r.id from baokao.registration r ${whereAll(['r.state = s.state', ...conditions])}
      order by r.id limit ${page}) l
    order by l.id limit ${page}`
}

/** The page as ids: the oldest first, one index scan for each task and place. */
function pageByWaiting(query: RegistrationQuery & { orderBy: 'waiting' }, parameters: Parameters): string {
  const { places, after, limit = 100 } = query
  const { places: _, ...others } = query
  const tasks = parameters.add(tasksOfFilter(query), 'text[]')
  const own = ownConditions(query, parameters)
  const conditions = ['t.task = k.task', ...commonConditions(others, parameters, 't'), ...own]
  if (places !== undefined) conditions.push('t.place = p.place')
  if (after !== undefined) {
    const since = parameters.add(instantText(after.waitingSince), 'timestamptz')
    const id = parameters.add(after.registrationId, 'text')
    conditions.push(`(t.since, t.registration_id) > (${since}, ${id})`)
    // A registration is on one page, by its oldest task.
    conditions.push(`not exists (
        select from baokao.task o where o.registration_id = t.registration_id and o.task = any(${tasks})
          and (o.since, o.registration_id) <= (${since}, ${id}))`)
  }
  const page = parameters.add(limit, 'bigint')
  const each =
    places === undefined
      ? ''
      : `cross join unnest(${parameters.add(places.filter(storable), 'text[]')}) as p(place)`
  const joined = own.length === 0 ? '' : 'join baokao.registration r on r.id = t.registration_id'
  return `
    select w.registration_id as id, min(w.since) as since
    from unnest(${tasks}) as k(task) ${each} cross join lateral (
      select t.registration_id, t.since from baokao.task t ${joined} ${whereAll(conditions)}
      order by t.since, t.registration_id limit ${page}) w
    group by w.registration_id order by since, id limit ${page}`
}

const waitingTasks = `(
  select json_agg(json_build_array(t.task, (extract(epoch from t.since) * 1000)::float8) order by t.since, t.task)
  from baokao.task t where t.registration_id = r.id)::text as tasks`

function foundFrom(row: Row, matching: readonly TaskId[] | undefined): FoundRegistration {
  const waiting = (JSON.parse((row.tasks as string | null) ?? '[]') as [TaskId, Millis][])
    // A later version of the library may know more tasks than this one.
    .filter(([task]) => taskIds.includes(task))
    .map(([task, since]): WaitingTask => {
      return { task, by: taskSpecs[task].by, since: formatInstant(millisOf(since)) }
    })
  const since = matching && waiting.find(({ task }) => matching.includes(task))?.since
  return { ...readOrMarked(row), tasks: waiting, ...(since !== undefined && { waitingSince: since }) }
}

/** @throws `RangeError` if an instant is none */
export async function findRegistrations(
  session: Session,
  query: RegistrationQuery,
): Promise<FoundRegistration[]> {
  const { after } = query
  const afterId = typeof after === 'object' ? after.registrationId : after
  if (!canMatch(query) || (afterId !== undefined && !storable(afterId))) return []
  const parameters = new Parameters()
  const waiting = query.orderBy === 'waiting'
  const page = waiting ? pageByWaiting(query, parameters) : pageById(query, parameters)
  const text = `
with page as materialized (${page}
)
select r.id, r.candidate_id, r.snapshot, r.revision, r.state, ${waitingTasks}
from page p join baokao.registration r on r.id = p.id
order by p.since, p.id`
  const rows = await session.run({ name: '', text }, parameters.values)
  const matching = waiting || asksForTasks(query) ? tasksOfFilter(query) : undefined
  return rows.map((row) => foundFrom(row, matching))
}
