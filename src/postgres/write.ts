import { assertPresent } from '../schema/primitives'
import { guardHere, type Session, type Statement } from './database'
import { conflict } from './errors'
import { sealEntries } from './sealing'
import { columnsOf, type LogEntry, type OutboxEntry, type UnitOfWork } from './unitOfWork'

/** Writes registrations, log and outbox in one statement, so that one round trip is enough. */

/** Columns for `json_to_recordset`. JSON columns are passed as text, so that PostgreSQL does not parse them twice. */
const registrationColumns = `id text, base int, place text, level text, state text, ended boolean, revision int,
  next_due timestamptz, snapshot_version smallint, snapshot text, chain text,
  tasks_ended text[], tasks_begun text[], tasks_since text[], tasks_moved text[]`
const logRecordset = `registration_id text, revision int, at timestamptz, library text, type text, key text,
  digest text, accepted boolean, rule text, fired text, facts smallint, event text, personal text, answer text, chain text`
const outboxColumns = 'registration_id text, revision int, n smallint, type text, fact text'

const logged = (from: string): string => `
  insert into baokao.log (registration_id, revision, at, library, type, key, digest, accepted, rule, fired,
    facts, event, personal, answer, chain)
  select l.registration_id, l.revision, l.at, l.library, l.type, l.key, l.digest, l.accepted, l.rule,
    l.fired::json, l.facts, l.event::json, l.personal::json, l.answer, l.chain
  from ${from}`

/** Puts the facts of `from`, which are in order, into the outbox, and queues them for each consumer of their type. */
const emitted = (from: string): string => `
  insert into baokao.outbox (registration_id, revision, n, type, fact)
  select o.registration_id, o.revision, o.n, o.type, o.fact::json
  from ${from}
  returning registration_id, seq, revision, n, type
), consumers as materialized (
  -- A stricter isolation level may hide a new consumer: the write then fails with a conflict, instead of leaving it out.
  select 1 from baokao.consumer where current_setting('transaction_isolation') <> 'read committed' for share
), queued as (
  insert into baokao.delivery (consumer, registration_id, seq, revision, n, type)
  select c.name, e.registration_id, e.seq, e.revision, e.n, e.type
  from emitted e join baokao.consumer c on c.removed_at is null and (c.types is null or e.type = any(c.types))
  where (select count(*) from consumers) >= 0`

/**
 * Writes what the updated registrations wait for. The tasks are in arrays of their registration, so that no index but that of
 * the registration can find them: a plan by what they wait for reads all registrations that wait for the same.
 */
const tasksChanged = `
), ended as (
  delete from baokao.task t using updated u
  where t.registration_id = u.id and array_position(u.tasks_ended, t.task) is not null
), begun as (
  insert into baokao.task (registration_id, task, since, place, level, exam, exam_year)
  select u.id, b.task, b.since::timestamptz, u.place, u.level, u.exam, u.exam_year
  from updated u, unnest(u.tasks_begun, u.tasks_since) as b(task, since)
  on conflict (registration_id, task) do update
  set since = excluded.since, place = excluded.place, level = excluded.level
), moved as (
  update baokao.task t set place = u.place, level = u.level from updated u
  where cardinality(u.tasks_moved) > 0 and t.registration_id = u.id
  and array_position(u.tasks_moved, t.task) is not null`

const logInput = (n: number): string => `json_to_recordset($${n}::text::json) as l(${logRecordset})`
const outboxInput = (n: number): string => `json_to_recordset($${n}::text::json) as o(${outboxColumns})`

const inOrder = 'order by o.registration_id, o.revision, o.n'

/** Updates only registrations that are still at the revision that was read. */
const write: Statement = {
  name: 'baokao_write',
  text: `
with updated as (
  update baokao.registration r
  set place = i.place, level = i.level, state = i.state, ended = i.ended, revision = i.revision,
    next_due = i.next_due, snapshot_version = i.snapshot_version, snapshot = i.snapshot, chain = i.chain
  from json_to_recordset($1::text::json) as i(${registrationColumns})
  where r.id = i.id and r.revision = i.base ${guardHere}
  returning r.id, r.place, r.level, r.exam, r.exam_year, i.tasks_ended, i.tasks_begun, i.tasks_since, i.tasks_moved
), logged as (${logged(`${logInput(2)} join updated u on u.id = l.registration_id`)}
), emitted as (${emitted(`${outboxInput(3)} join updated u on u.id = o.registration_id ${inOrder}`)}
${tasksChanged}
)
select count(*)::int as updated from updated`,
}

/** The same for a single event: its columns are parameters, which PostgreSQL need not read from JSON. */
const writeOne: Statement = {
  name: 'baokao_write_one',
  text: `
with updated as (
  update baokao.registration
  set place = $3, level = $4, state = $5, ended = $6, revision = $7, next_due = $8, snapshot_version = $9,
    snapshot = $10, chain = $28
  where id = $1 and revision = $2 ${guardHere}
  returning id, place, level, exam, exam_year, $24::text[] as tasks_ended, $25::text[] as tasks_begun,
    $26::text[] as tasks_since, $27::text[] as tasks_moved
), logged as (
  insert into baokao.log (registration_id, revision, at, library, type, key, digest, accepted, rule, fired,
    facts, event, personal, answer, chain)
  select id, $7, $11::timestamptz, $12, $13, $14, $15, $16::boolean, $17, $18::text::json, cardinality($22::text[]),
    $19::text::json, $20::text::json, $21, $28
  from updated
), emitted as (${emitted(`(
    select u.id as registration_id, $7::int as revision, f.n - 1 as n, f.type, f.fact
    from updated u, unnest($22::text[], $23::text[]) with ordinality as f(type, fact, n)) as o`)}
${tasksChanged}
)
select count(*)::int as updated from updated`,
}

/** Inserts the first log entry of a registration, and its facts. */
const append: Statement = {
  name: 'baokao_append',
  text: `
with logged as (${logged(`${logInput(1)} where true ${guardHere}`)}
  returning 1
), emitted as (${emitted(`${outboxInput(2)} where true ${guardHere} ${inOrder}`)}
)
select count(*)::int as logged from logged`,
}

const updateCarryOvers: Statement = {
  name: 'baokao_carry_over',
  text: `
update baokao.candidate c set carry_over = i.carry_over, revision = c.revision + 1
from json_to_recordset($1::text::json) as i(id text, base int, carry_over text)
where c.id = i.id and c.revision = i.base ${guardHere}
returning c.id`,
}

/**
 * @throws `StoreError` with the code `conflict` if a registration has changed since it was read. It is then not written,
 * nor its log; the transaction must be rolled back if there are others.
 */
export async function writeUnits(session: Session, units: readonly UnitOfWork[]): Promise<void> {
  const changed = units.filter(({ log }) => log.length > 0)
  if (changed.length === 0) return
  const [unit] = changed
  const single = changed.length === 1 && unit?.log.length === 1
  const log = await sealEntries(
    session.sealing,
    changed.flatMap((one) => one.log),
  )
  const [row] = single
    ? await session.run(writeOne, columnsOfOne(unit, assertPresent(log[0])))
    : await writeMany(session, changed, log)
  if (Number(row?.updated) !== changed.length) throw conflict(changed.map(({ row: { id } }) => id).join(', '))
  if (changed.some(({ outbox }) => outbox.length > 0)) await session.factsWritten?.()
}

function columnsOfOne({ row, snapshot, outbox, taskChanges }: UnitOfWork, entry: LogEntry): unknown[] {
  const { place, level, state, ended, next_due, snapshot_version, snapshot: text } = columnsOf(snapshot)
  const { revision, at, library, type, key, digest, accepted, rule, fired, event, personal, answer, chain } =
    entry
  return [
    ...[row.id, row.revision, place, level, state, ended, revision, next_due, snapshot_version, text],
    ...[at, library, type, key, digest, accepted, rule, fired, event, personal, answer],
    outbox.map(({ type }) => type),
    outbox.map(({ fact }) => fact),
    ...Object.values(taskColumnsOf(taskChanges)),
    chain,
  ]
}

function writeMany(session: Session, units: readonly UnitOfWork[], log: readonly LogEntry[]) {
  const registrations = units.map(({ row, revision, snapshot, chain, taskChanges }) => ({
    id: row.id,
    base: row.revision,
    revision,
    ...columnsOf(snapshot),
    chain,
    ...taskColumnsOf(taskChanges),
  }))
  return session.run(write, [
    JSON.stringify(registrations),
    JSON.stringify(log),
    JSON.stringify(units.flatMap(({ outbox }) => outbox)),
  ])
}

/** The changes of the tasks of a registration, as columns of its row. */
const taskColumnsOf = ({ ended, begun, moved }: UnitOfWork['taskChanges']) => ({
  tasks_ended: ended,
  tasks_begun: begun.map(({ task }) => task),
  tasks_since: begun.map(({ since }) => since),
  tasks_moved: moved,
})

export async function appendEntries(
  session: Session,
  log: readonly LogEntry[],
  outbox: readonly OutboxEntry[],
): Promise<void> {
  const sealed = await sealEntries(session.sealing, log)
  const [row] = await session.run(append, [JSON.stringify(sealed), JSON.stringify(outbox)])
  if (Number(row?.logged) !== log.length) throw conflict(log.map((entry) => entry.registration_id).join(', '))
  if (outbox.length > 0) await session.factsWritten?.()
}

export async function writeCarryOvers(
  session: Session,
  candidates: readonly { id: string; base: number; carry_over: string }[],
): Promise<void> {
  if (candidates.length === 0) return
  const rows = await session.run(updateCarryOvers, [JSON.stringify(candidates)])
  if (rows.length !== candidates.length) throw conflict(candidates.map(({ id }) => id).join(', '))
}
