import { appendOnly } from './appendOnly'

/** The statements of each version of the tables. A released version is never changed; a new version is appended. */

const first = [
  // Exams and notices, stored once by digest, so that every opening can be replayed.
  'create table baokao.document (hash text primary key, body text not null)',
  `create table baokao.candidate (
    id text primary key,
    revision int not null default 0,
    carry_over text not null default '{}')`,
  // The entries of the log up to the revision `archived` are in an archive. `amendments` says how many its notice had at the
  // opening, which it got then. Under the secret the digests of events are made, until the personal data is erased. The heads
  // of the chain over the log: after its last entry, and after its last archived one.
  `create table baokao.registration (
    id text primary key,
    candidate_id text not null,
    exam text not null,
    exam_year int not null,
    sitting text not null default '',
    kind text not null default '',
    notice_id text not null,
    place text not null default '',
    level text not null default '',
    state text not null,
    ended boolean not null,
    revision int not null,
    archived int not null default 0,
    next_due timestamptz,
    snapshot_version smallint not null,
    snapshot text not null,
    amendments int not null default 0,
    secret uuid default gen_random_uuid(),
    chain text,
    archived_chain text)`,
  `create unique index registration_live on baokao.registration (candidate_id, exam, exam_year, sitting, kind)
    where not ended`,
  'create index registration_candidate on baokao.registration (candidate_id, id)',
  'create index registration_due on baokao.registration (next_due) where next_due is not null',
  'create index registration_notice on baokao.registration (notice_id, id) include (state)',
  // A page of a state is in the order of ids. What else is filtered or counted is in the index, so that the long rows are
  // not read.
  `create index registration_state on baokao.registration (state, id)
    include (exam, exam_year, notice_id, place, level, next_due)`,
  // What each registration waits for, and since when. The columns of the registration make the queue of a desk one scan.
  `create table baokao.task (
    registration_id text not null,
    task text not null,
    since timestamptz not null,
    place text not null,
    level text not null,
    exam text not null,
    exam_year int not null,
    primary key (registration_id, task))`,
  `create index task_queue on baokao.task (task, since, registration_id)
    include (place, level, exam, exam_year)`,
  `create index task_place on baokao.task (place, task, since, registration_id)
    include (level, exam, exam_year)`,
  // The answer under a key is in the columns, and its facts in the outbox: `facts` of them, or some were removed. Only
  // the refusal is in `answer`.
  `create table baokao.log (
    registration_id text not null,
    revision int not null,
    at timestamptz not null,
    stored_at timestamptz not null default clock_timestamp(),
    library text not null,
    type text not null,
    key text,
    digest text,
    accepted boolean not null,
    rule text,
    fired json,
    facts smallint not null default 0,
    event json not null,
    personal json,
    answer text,
    chain text,
    primary key (registration_id, revision))`,
  'create unique index log_key on baokao.log (registration_id, key) where key is not null',
  // The keys of entries that were archived, so that none is decided again. The key of an opening is empty.
  `create table baokao.archived_key (
    registration_id text not null,
    key text not null,
    digest text not null,
    revision int not null,
    rule text,
    primary key (registration_id, key))`,
  'create index log_refused on baokao.log (stored_at, rule) where not accepted',
  // How many events were refused without an entry in the log, by hour.
  `create table baokao.unlogged (
    hour timestamptz not null,
    rule text not null,
    count bigint not null,
    primary key (hour, rule))`,
  // How many amendments a notice has. An opening that may not see the latest one conflicts with this row.
  'create table baokao.notice (id text primary key, amendments int not null default 0)',
  `create table baokao.amendment (
    notice_id text not null,
    n int not null,
    key text,
    digest text not null,
    at timestamptz not null,
    stored_at timestamptz not null default clock_timestamp(),
    event json not null,
    primary key (notice_id, n))`,
  'create unique index amendment_key on baokao.amendment (notice_id, key) where key is not null',
  `create table baokao.outbox (
    registration_id text not null,
    revision int not null,
    n smallint not null,
    seq bigint generated always as identity,
    type text not null,
    fact json not null,
    stored_at timestamptz not null default clock_timestamp(),
    primary key (registration_id, revision, n))`,
  // Who handles facts. Each has its own deliveries, so that one that fails does not hold up another.
  `create table baokao.consumer (
    name text primary key,
    types text[],
    created_at timestamptz not null default clock_timestamp(),
    removed_at timestamptz)`,
  `insert into baokao.consumer (name) values ('default')`,
  // The facts that a consumer has not handled. The row of a handled fact is deleted.
  `create table baokao.delivery (
    consumer text not null,
    registration_id text not null,
    seq bigint not null,
    revision int not null,
    n smallint not null,
    type text not null,
    tries smallint not null default 0,
    try_after timestamptz not null default '-infinity',
    dead_at timestamptz,
    error text,
    -- Which lease has it now, and until when. Each page has room for new versions of its rows.
    lease text,
    until timestamptz,
    primary key (consumer, registration_id, seq)) with (fillfactor = 40)`,
  `create index delivery_due on baokao.delivery (consumer, try_after, seq) where dead_at is null`,
  'create index delivery_dead on baokao.delivery (consumer, dead_at, seq) where dead_at is not null',
  ...appendOnly,
]

/** A version of the tables. */
export type TableVersion = {
  statements: readonly string[]
  /**
   * The oldest version whose library still works on these tables; by default the version itself. A version that only adds
   * what older libraries do not need, such as an index, or a column with a default, leaves them at work.
   */
  oldest?: number
}

/** Version 1 first. */
export const tableVersions: readonly TableVersion[] = [{ statements: first }]
