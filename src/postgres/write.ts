import { assertPresent } from '../schema/primitives'
import { guardHere, type Session, type Statement } from './database'
import { conflict } from './errors'
import { columnsOf, type LogEntry, type OutboxEntry, type UnitOfWork } from './unitOfWork'

/** Writes registrations, log and outbox in one statement, so that one round trip is enough. */

/** Columns for `json_to_recordset`. JSON columns are passed as text, so that PostgreSQL does not parse them twice. */
const registrationColumns = `id text, base int, state text, ended boolean, revision int, next_due timestamptz,
  snapshot_version smallint, snapshot text`
const logRecordset = `registration_id text, revision int, at timestamptz, library text, type text, key text,
  digest text, accepted boolean, rule text, fired text, event text, personal text, answer text`
const outboxColumns = 'registration_id text, revision int, n smallint, fact text'

const logged = (from: string): string => `
  insert into baokao.log (registration_id, revision, at, library, type, key, digest, accepted, rule, fired,
    event, personal, answer)
  select l.registration_id, l.revision, l.at, l.library, l.type, l.key, l.digest, l.accepted, l.rule,
    l.fired::json, l.event::json, l.personal::json, l.answer
  from ${from}`

// Facts are delivered in the order of insertion.
const emitted = (from: string): string => `
  insert into baokao.outbox (registration_id, revision, n, fact)
  select o.registration_id, o.revision, o.n, o.fact::json
  from ${from}
  order by o.registration_id, o.revision, o.n`

const logInput = (n: number): string => `json_to_recordset($${n}::text::json) as l(${logRecordset})`
const outboxInput = (n: number): string => `json_to_recordset($${n}::text::json) as o(${outboxColumns})`

/** Updates only registrations that are still at the revision that was read. */
const write: Statement = {
  name: 'baokao_write',
  text: `
with updated as (
  update baokao.registration r
  set state = i.state, ended = i.ended, revision = i.revision, next_due = i.next_due,
    snapshot_version = i.snapshot_version, snapshot = i.snapshot
  from json_to_recordset($1::text::json) as i(${registrationColumns})
  where r.id = i.id and r.revision = i.base ${guardHere}
  returning r.id
), logged as (${logged(`${logInput(2)} join updated u on u.id = l.registration_id`)}
), emitted as (${emitted(`${outboxInput(3)} join updated u on u.id = o.registration_id`)}
)
select count(*)::int as updated from updated`,
}

/** The same for a single event: its columns are parameters, which PostgreSQL need not read from JSON. */
const writeOne: Statement = {
  name: 'baokao_write_one',
  text: `
with updated as (
  update baokao.registration
  set state = $3, ended = $4, revision = $5, next_due = $6, snapshot_version = $7, snapshot = $8
  where id = $1 and revision = $2 ${guardHere}
  returning id
), logged as (
  insert into baokao.log (registration_id, revision, at, library, type, key, digest, accepted, rule, fired,
    event, personal, answer)
  select id, $5, $9::timestamptz, $10, $11, $12, $13, $14::boolean, $15, $16::text::json, $17::text::json, $18::text::json, $19
  from updated
), emitted as (
  insert into baokao.outbox (registration_id, revision, n, fact)
  select id, $5, o.n - 1, o.fact::json
  from updated, unnest($20::text[]) with ordinality as o(fact, n)
  order by o.n
)
select count(*)::int as updated from updated`,
}

/** Inserts the first log entry of a registration, and its facts. */
const append: Statement = {
  name: 'baokao_append',
  text: `
with logged as (${logged(`${logInput(1)} where true ${guardHere}`)}
  returning 1
), emitted as (${emitted(`${outboxInput(2)} where true ${guardHere}`)}
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
  const [row] = single ? await session.run(writeOne, columnsOfOne(unit)) : await writeMany(session, changed)
  if (Number(row?.updated) !== changed.length) throw conflict(changed.map(({ row: { id } }) => id).join(', '))
}

function columnsOfOne({ row, snapshot, log: [entry], outbox }: UnitOfWork): unknown[] {
  const { state, ended, next_due, snapshot_version, snapshot: text } = columnsOf(snapshot)
  const { revision, at, library, type, key, digest, accepted, rule, fired, event, personal, answer } =
    assertPresent(entry)
  return [
    ...[row.id, row.revision, state, ended, revision, next_due, snapshot_version, text],
    ...[at, library, type, key, digest, accepted, rule, fired, event, personal, answer],
    outbox.map(({ fact }) => fact),
  ]
}

function writeMany(session: Session, units: readonly UnitOfWork[]) {
  const registrations = units.map(({ row, revision, snapshot }) => ({
    id: row.id,
    base: row.revision,
    revision,
    ...columnsOf(snapshot),
  }))
  return session.run(write, [
    JSON.stringify(registrations),
    JSON.stringify(units.flatMap(({ log }) => log)),
    JSON.stringify(units.flatMap(({ outbox }) => outbox)),
  ])
}

export async function appendEntries(
  session: Session,
  log: readonly LogEntry[],
  outbox: readonly OutboxEntry[],
): Promise<void> {
  const [row] = await session.run(append, [JSON.stringify(log), JSON.stringify(outbox)])
  if (Number(row?.logged) !== log.length) throw conflict(log.map((entry) => entry.registration_id).join(', '))
}

export async function writeCarryOvers(
  session: Session,
  candidates: readonly { id: string; base: number; carry_over: string }[],
): Promise<void> {
  if (candidates.length === 0) return
  const rows = await session.run(updateCarryOvers, [JSON.stringify(candidates)])
  if (rows.length !== candidates.length) throw conflict(candidates.map(({ id }) => id).join(', '))
}
