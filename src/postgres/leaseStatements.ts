import type { Statement } from './database'
import { millisColumn } from './millis'

/** The statements of leases. */

/**
 * Leases the oldest open fact of each registration, and those that follow it, to one worker. If a worker crashed, the
 * first fact of its lease counts as tried and is leased alone, so that a fact that crashes every worker becomes a dead
 * letter without the facts behind it. No index has the columns of a lease, so that PostgreSQL writes them into the same
 * page.
 *
 * Parameters: $1 consumer, $2 last position, $3 positions to leave out, $4 registrations, $5 further facts of each, $6
 * lease, $7 its length in ms, $8 attempts, $9 types in any order.
 */
export const leaseFacts: Statement = {
  name: 'baokao_lease',
  text: `
with head as materialized (
  select d.ctid as version, d.registration_id, d.seq, d.tries, d.lease, d.type = any($9::text[]) as alone
  from baokao.delivery d
  where d.consumer = $1 and d.dead_at is null and d.try_after <= clock_timestamp()
    and d.seq <= $2::bigint and d.seq <> all($3::bigint[])
    and (d.until is null or d.until <= clock_timestamp())
    and (d.type = any($9::text[]) or not exists (
      select from baokao.delivery e
      where e.consumer = $1 and e.registration_id = d.registration_id and e.dead_at is null
        and e.type <> all($9::text[]) and (e.seq < d.seq or e.until > clock_timestamp())))
  order by d.try_after, d.seq limit $4 for update of d skip locked
), taken as (
  select version from head
  union all
  select f.version
  -- A head that was changed after this statement began is not leased, so that nothing may be leased behind it.
  from head h
  join baokao.delivery seen on seen.consumer = $1 and seen.registration_id = h.registration_id and seen.seq = h.seq
    and seen.ctid = h.version
  cross join lateral (
    -- A fact that was tried before is leased alone, and those behind it wait for it.
    select d.ctid as version, bool_or(d.tries > 0 or d.lease is not null) over (order by d.seq) as blocked
    from baokao.delivery d
    where d.consumer = $1 and d.registration_id = h.registration_id and d.seq > h.seq and d.seq <= $2::bigint
      and d.dead_at is null and d.type <> all($9::text[])
    order by d.seq limit $5) f
  where not f.blocked and not h.alone and h.tries = 0 and h.lease is null
), leased as (
  update baokao.delivery d
  -- A lease that is still there was lost.
  set lease = case when d.lease is null or d.tries + 1 < $8::float8 then $6 end,
    until = case when d.lease is null or d.tries + 1 < $8::float8
      then clock_timestamp() + $7 * interval '1 millisecond' end,
    tries = d.tries + (d.lease is not null)::int,
    error = case when d.lease is null or d.tries + 1 < $8::float8 then d.error
      else coalesce(d.error, 'no worker finished handling it') end,
    dead_at = case when d.lease is not null and d.tries + 1 >= $8::float8
      then date_trunc('milliseconds', clock_timestamp()) end
  where d.ctid = any(array(select version from taken)) and (d.until is null or d.until <= clock_timestamp())
  returning d.registration_id, d.seq, d.revision, d.tries + 1 as attempt, d.lease
), freed as (
  -- The facts that were lost with it were not tried.
  update baokao.delivery d set lease = null, until = null
  from head h
  where h.lease is not null and not h.alone and d.consumer = $1 and d.registration_id = h.registration_id
    and d.seq > h.seq and d.lease = h.lease and d.type <> all($9::text[])
)
select g.registration_id, o.seq::text as seq, o.revision, o.n, g.attempt, g.lease, o.fact::text as fact,
  ${millisColumn('o.stored_at', 'stored_at')}
from (
  select registration_id, attempt, lease, array_agg(seq) as seqs, min(revision) as first, max(revision) as last
  from leased group by registration_id, attempt, lease) g
join baokao.outbox o on o.registration_id = g.registration_id and o.revision between g.first and g.last
  and o.seq = any(g.seqs)
order by o.seq`,
}

/** Deletes the deliveries of handled facts, unless another worker has leased them since. */
export const settleHandled: Statement = {
  name: 'baokao_handled',
  text: `
with handled as (
  delete from baokao.delivery d
  using unnest($2::text[], $3::int[], $4::smallint[], $5::text[]) as i(registration_id, revision, n, lease)
  where d.consumer = $1 and d.registration_id = i.registration_id and d.revision = i.revision and d.n = i.n
    and d.lease = i.lease
  returning 1
)
select count(*)::int as settled from handled`,
}

/**
 * Stores the errors of facts, and ends their leases, unless another worker has leased them since. The facts that follow a failed
 * one wait with it.
 */
export const settleFailed: Statement = {
  name: 'baokao_failed',
  text: `
with input as materialized (
  select i.* from json_to_recordset($2::text::json)
    as i(registration_id text, revision int, n smallint, lease text, released boolean, tries smallint, error text,
      wait float8, dead boolean)
), ended as (
  update baokao.delivery d
  set lease = null, until = null,
    tries = case when i.released then d.tries else i.tries end,
    error = case when i.released then d.error else i.error end,
    try_after = case when i.released then d.try_after
      else clock_timestamp() + i.wait * interval '1 millisecond' end,
    dead_at = case when i.dead then date_trunc('milliseconds', clock_timestamp()) end
  from input i
  where d.consumer = $1 and d.registration_id = i.registration_id and d.revision = i.revision and d.n = i.n
    and d.lease = i.lease
  returning d.registration_id, d.seq, d.type, d.try_after, d.dead_at, i.lease, i.released
), following as (
  update baokao.delivery d
  set lease = null, until = null,
    try_after = case when e.released then d.try_after when e.dead_at is null then e.try_after else '-infinity' end
  from ended e
  where e.type <> all($3::text[]) and d.consumer = $1 and d.registration_id = e.registration_id and d.seq > e.seq
    and d.dead_at is null and d.type <> all($3::text[]) and (d.lease = e.lease or not e.released)
    and not exists (select from ended x where x.registration_id = d.registration_id and x.seq = d.seq)
)
select count(*)::int as settled from ended`,
}

/**
 * Lets the facts that arrived behind a failed one wait with it. Otherwise every lease would look at them again during an
 * outage. Looks at the facts that the next lease would look at first.
 */
export const holdBlocked: Statement = {
  name: 'baokao_hold',
  text: `
with due as materialized (
  select d.registration_id, d.seq from baokao.delivery d
  where d.consumer = $1 and d.dead_at is null and d.try_after <= clock_timestamp() and d.type <> all($2::text[])
  order by d.try_after, d.seq limit 10000
), blocked as (
  select d.registration_id, d.seq, e.try_after
  from due
  cross join lateral (
    select max(e.try_after) as try_after from baokao.delivery e
    where e.consumer = $1 and e.registration_id = due.registration_id and e.seq < due.seq and e.dead_at is null
      and e.type <> all($2::text[]) and e.try_after > clock_timestamp()) e
  join baokao.delivery d on d.consumer = $1 and d.registration_id = due.registration_id and d.seq = due.seq
  where e.try_after is not null
  for update of d skip locked
)
update baokao.delivery d set try_after = b.try_after
from blocked b
where d.consumer = $1 and d.registration_id = b.registration_id and d.seq = b.seq`,
}

/** The last fact that was stored: a call takes what is open when it begins, or it would not return while facts keep coming. */
export const selectLast: Statement = {
  name: 'baokao_last',
  text: 'select last_value::text as last from baokao.outbox_seq_seq',
}
