import type { RuleId } from '../rules'
import type { Role } from '../schema/vocabulary'
import { type TaskId, taskIds, taskSpecs } from '../tasks'
import type { Session, Statement } from './database'
import {
  asksForTasks,
  canMatch,
  commonConditions,
  ownConditions,
  Parameters,
  type RegistrationFilter,
  tasksOfFilter,
  whereAll,
} from './find'
import { instantText } from './millis'

/** Counts registrations and refusals, from indexes alone. */

/** What registrations can be counted by. */
export type CountKeys = {
  /** The dotted path of each innermost active state, separated by spaces. */
  state: string
  exam: string
  examYear: number
  /** The id of the notice. */
  notice: string
  /** The code of the place; empty until it is chosen. */
  place: string
  /** The id of the level; empty until it is chosen. */
  level: string
  /** Whom it waits for. A registration counts once for each role; one that waits for nobody does not count. */
  waitsFor: Role
  /** What it waits for. A registration counts once for each task. */
  task: TaskId
  /** The Shanghai day of the next deadline, `YYYY-MM-DD`; one without a deadline does not count. */
  nextDue: string
}

/** A name of what registrations can be counted by. */
export type CountKey = keyof CountKeys

/** What to count by, and which registrations. */
export type CountQuery<By extends CountKey = CountKey> = RegistrationFilter & { by: readonly By[] }

/** A group of registrations: its keys, and their number. */
export type RegistrationCount<By extends CountKey = CountKey> = Pick<CountKeys, By> & { count: number }

const columns = {
  state: 'r.state',
  exam: 'r.exam',
  examYear: 'r.exam_year',
  notice: 'r.notice_id',
  place: 'r.place',
  level: 'r.level',
  waitsFor: 'k.role',
  task: 't.task',
  nextDue: `to_char(r.next_due at time zone interval '08:00', 'YYYY-MM-DD')`,
} as const satisfies Record<CountKey, string>

/** The names of what registrations can be counted by. */
export const countKeys = Object.keys(columns) as CountKey[]

/** The keys that `baokao.task` has, too. */
const ofTasks: readonly CountKey[] = ['exam', 'examYear', 'place', 'level', 'waitsFor', 'task']

/** Counts registrations, grouped by the keys. */
export async function countRegistrations<By extends CountKey>(
  session: Session,
  query: CountQuery<By>,
): Promise<RegistrationCount<By>[]> {
  if (!canMatch(query)) return []
  const by = [...new Set(query.by)]
  const parameters = new Parameters()
  const tasks = asksForTasks(query) || by.some((key) => key === 'waitsFor' || key === 'task')
  const conditions = ownConditions(query, parameters)
  // Tasks have the columns that a desk asks for: then the registrations are not read.
  const alone = tasks && conditions.length === 0 && by.every((key) => ofTasks.includes(key))
  conditions.push(...commonConditions(query, parameters, alone ? 't' : 'r'))
  if (by.includes('nextDue' as By)) conditions.push('r.next_due is not null')
  if (asksForTasks(query)) conditions.push(`t.task = any(${parameters.add(tasksOfFilter(query), 'text[]')})`)
  const column = (key: CountKey) => (alone ? columns[key].replace(/^r\./, 't.') : columns[key])
  const from = [
    alone ? 'baokao.task t' : 'baokao.registration r',
    ...(tasks && !alone ? ['join baokao.task t on t.registration_id = r.id'] : []),
    ...(by.includes('waitsFor' as By)
      ? [
          `join unnest(${parameters.add(taskIds, 'text[]')}, ${parameters.add(
            taskIds.map((task) => taskSpecs[task].by),
            'text[]',
          )}) as k(task, role) on k.task = t.task`,
        ]
      : []),
  ]
  // With several tasks of a registration in one group it counts once.
  const once = tasks && !by.includes('task' as By) ? 'distinct t.registration_id' : '*'
  const groups = by.map((_, i) => i + 1).join(', ')
  const text = `
select ${[...by.map((key) => `${column(key)} as "${key}"`), `count(${once})::float8 as count`].join(', ')}
from ${from.join(' ')} ${whereAll(conditions)}
${groups === '' ? '' : `group by ${groups} order by ${groups}`}`
  const rows = await session.run({ name: '', text }, parameters.values)
  return rows.map((row) => ({ ...row, count: Number(row.count) })) as RegistrationCount<By>[]
}

/** Which refusals to count. */
export type RefusalQuery = {
  /** An instant in ISO 8601 with an offset: refusals that were stored then or later. */
  since: string
  by: 'rule'
}

/** How many events a rule has refused. */
export type RuleRefusals = { rule: RuleId; count: number }

const selectRefusals: Statement = {
  name: 'baokao_refusals',
  text: `
select rule, sum(count)::float8 as count from (
  select rule, count(*) as count from baokao.log
  where not accepted and stored_at >= $1::timestamptz group by rule
  union all
  select rule, count from baokao.unlogged where hour > $1::timestamptz - interval '1 hour'
) as refused
group by rule order by sum(count) desc, rule`,
}

/** Counts the refusals by their rules, the most frequent first. */
export async function countRefusals(session: Session, { since }: RefusalQuery): Promise<RuleRefusals[]> {
  const rows = await session.run(selectRefusals, [instantText(since)])
  return rows.map(({ rule, count }) => ({ rule: rule as RuleId, count: Number(count) }))
}
