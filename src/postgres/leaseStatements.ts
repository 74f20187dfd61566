import type { Statement } from './database'
import { millisColumn } from './millis'

/** The statements of leases. */

/**
 * Leases the oldest open fact of each registration, and those that follow it, to one worker. If a worker was lost with a
 * lease, its first fact counts one more attempt, and is leased alone: a fact that ends every worker becomes a dead letter
 * in the end, and those that follow it do not.
 */
export const leaseFacts: Statement = {
  name: 'baokao_lease',
  text: `
with head as materialized (
  select d.registration_id, d.seq, d.revision, d.n, d.tries, s.slot, l.lease is not null as lost,
    l.lease is not null and d.tries + 1 >= $8::float8 as dead
  from baokao.delivery d
  cross join lateral (select case when d.type = any($9::text[]) then d.seq else 0 end as slot) s
  left join baokao.lease l on l.consumer = $1 and l.registration_id = d.registration_id and l.slot = s.slot
  where d.consumer = $1 and d.dead_at is null and d.try_after <= clock_timestamp()
    and d.seq <= $2::bigint and d.seq <> all($3::bigint[])
    and (l.until is null or l.until <= clock_timestamp())
    and (s.slot > 0 or not exists (
      select from baokao.delivery e
      where e.consumer = $1 and e.registration_id = d.registration_id and e.seq < d.seq and e.dead_at is null
        and e.type <> all($9::text[])))
  order by d.try_after, d.seq limit $4 for update of d skip locked
), taken as (
  select registration_id, slot, seq, revision, n, tries + 1 + lost::int as attempt, dead from head
  union all
  select f.registration_id, 0, f.seq, f.revision, f.n, 1, false
  from head h cross join lateral (
    select d.registration_id, d.seq, d.revision, d.n from baokao.delivery d
    where d.consumer = $1 and d.registration_id = h.registration_id and d.seq > h.seq and d.seq <= $2::bigint
      and d.dead_at is null and d.type <> all($9::text[])
      -- A fact that was tried before is leased alone, and those behind it wait for it.
      and not exists (
        select from baokao.delivery e
        where e.consumer = $1 and e.registration_id = d.registration_id and e.seq > h.seq and e.seq <= d.seq
          and e.dead_at is null and e.tries > 0 and e.type <> all($9::text[]))
    order by d.seq limit $5) f
  where h.slot = 0 and h.tries = 0 and not h.lost
), leased as (
  insert into baokao.lease (consumer, registration_id, slot, lease, open, until)
  select $1, registration_id, slot, $6::text || case when slot = 0 then '' else '/' || slot end, count(*),
    clock_timestamp() + $7 * interval '1 millisecond'
  from taken where not dead group by registration_id, slot
  on conflict (consumer, registration_id, slot) do update
  set lease = excluded.lease, open = excluded.open, until = excluded.until
  where lease.until <= clock_timestamp()
  returning registration_id, slot, lease
), ended as (
  delete from baokao.lease l using head h
  where h.dead and l.consumer = $1 and l.registration_id = h.registration_id and l.slot = h.slot
    and l.until <= clock_timestamp()
  returning l.registration_id, l.slot
), counted as (
  -- Only the worker that has got or ended the lost lease counts it: another may have seen it as lost, too.
  update baokao.delivery d
  set tries = d.tries + 1,
    error = case when h.dead then coalesce(d.error, 'no worker finished handling it') else d.error end,
    dead_at = case when h.dead then date_trunc('milliseconds', clock_timestamp()) end
  from head h
  join (select registration_id, slot from leased union all select registration_id, slot from ended) m
    on m.registration_id = h.registration_id and m.slot = h.slot
  where h.lost and d.consumer = $1 and d.registration_id = h.registration_id and d.seq = h.seq
)
select t.registration_id, t.seq::text as seq, t.revision, t.n, t.attempt, l.lease, o.fact::text as fact,
  ${millisColumn('o.stored_at', 'stored_at')}
from taken t
left join leased l on l.registration_id = t.registration_id and l.slot = t.slot
left join baokao.outbox o on o.registration_id = t.registration_id and o.revision = t.revision and o.n = t.n
order by t.seq`,
}

/** Deletes the deliveries of handled facts, unless their lease has ended; it ends with the last of its facts. */
export const settleHandled: Statement = {
  name: 'baokao_handled',
  text: `
with handled as (
  delete from baokao.delivery d
  using unnest($2::text[], $3::int[], $4::smallint[], $5::text[]) as i(registration_id, revision, n, lease)
  where d.consumer = $1 and d.registration_id = i.registration_id and d.revision = i.revision and d.n = i.n
    and d.dead_at is null and exists (
      select from baokao.lease l
      where l.consumer = $1 and l.registration_id = i.registration_id and l.lease = i.lease)
  returning d.registration_id, i.lease
), counted as materialized (
  select registration_id, lease, count(*) as handled from handled group by registration_id, lease
), ended as (
  delete from baokao.lease l using counted c
  where l.consumer = $1 and l.registration_id = c.registration_id and l.lease = c.lease and l.open <= c.handled
), shortened as (
  update baokao.lease l set open = l.open - c.handled from counted c
  where l.consumer = $1 and l.registration_id = c.registration_id and l.lease = c.lease and l.open > c.handled
)
select coalesce(sum(handled), 0)::int as settled from counted`,
}

/**
 * Stores the errors of facts, and ends their leases, unless they have ended. The facts that follow a failed one wait with
 * it.
 */
export const settleFailed: Statement = {
  name: 'baokao_failed',
  text: `
with input as materialized (
  select i.* from json_to_recordset($2::text::json)
    as i(registration_id text, revision int, n smallint, lease text, released boolean, tries smallint, error text,
      wait float8, dead boolean)
), locked as materialized (
  -- Deliveries are locked before leases, as where facts are leased.
  select d.seq from input i
  join baokao.delivery d on d.consumer = $1 and d.registration_id = i.registration_id and d.revision = i.revision
    and d.n = i.n
  order by d.registration_id, d.seq for update of d
), ended as (
  delete from baokao.lease l using (select distinct registration_id, lease from input) i
  where l.consumer = $1 and l.registration_id = i.registration_id and l.lease = i.lease
    and (select count(*) from locked) >= 0
  returning l.registration_id, l.lease
), failed as (
  update baokao.delivery d
  set tries = i.tries, error = i.error, try_after = clock_timestamp() + i.wait * interval '1 millisecond',
    dead_at = case when i.dead then date_trunc('milliseconds', clock_timestamp()) end
  from input i join ended e on e.registration_id = i.registration_id and e.lease = i.lease
  where not i.released and d.consumer = $1 and d.registration_id = i.registration_id and d.revision = i.revision
    and d.n = i.n and d.dead_at is null
  returning d.registration_id, d.seq, d.type, d.try_after, d.dead_at
), following as (
  update baokao.delivery d
  set try_after = case when f.dead_at is null then f.try_after else '-infinity' end
  from failed f
  where f.type <> all($3::text[]) and d.consumer = $1 and d.registration_id = f.registration_id and d.seq > f.seq
    and d.dead_at is null and d.type <> all($3::text[])
)
select count(*)::int as settled
from input i join ended e on e.registration_id = i.registration_id and e.lease = i.lease`,
}

/**
 * Lets the facts that arrived behind a failed one wait with it. Otherwise every lease would look at them again during an
 * outage.
 */
export const holdBlocked: Statement = {
  name: 'baokao_hold',
  text: `
with blocked as (
  select d.registration_id, d.seq, e.try_after
  from baokao.delivery d
  cross join lateral (
    select max(e.try_after) as try_after from baokao.delivery e
    where e.consumer = d.consumer and e.registration_id = d.registration_id and e.seq < d.seq and e.dead_at is null
      and e.type <> all($2::text[]) and e.try_after > clock_timestamp()) e
  where d.consumer = $1 and d.dead_at is null and d.try_after <= clock_timestamp()
    and d.type <> all($2::text[]) and e.try_after is not null
  limit 10000 for update of d skip locked
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
