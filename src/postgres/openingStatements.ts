import { guardHere, type Statement } from './database'
import { nowColumn } from './millis'

/** The statements of an opening. */

/** Inserts or locks the candidate, so that its registrations are opened one after the other. */
export const lockCandidate: Statement = {
  name: 'baokao_candidate',
  text: `
insert into baokao.candidate (id) values ($1)
on conflict (id) do update set revision = candidate.revision + 1
returning carry_over, revision, ${nowColumn}`,
}

/** Selects the candidate's registrations, and the registration with the id of the opening. */
export const selectOthers: Statement = {
  name: 'baokao_others',
  text: `
select r.id, r.candidate_id as "candidateId", r.exam, r.exam_year as "examYear", r.sitting, r.kind, r.ended,
  r.revision, r.archived, r.amendments, r.secret::text as secret, case when r.id = $2 then r.snapshot end as snapshot
from baokao.registration r
where r.candidate_id = $1 or r.id = $2
order by r.id`,
}

/** A row of it. */
export type OtherRegistration = {
  id: string
  exam: string
  examYear: number
  sitting: string
  kind: string
  ended: boolean
  candidateId: string
  revision: number
  archived: number
  amendments: number
  secret: string | null
  snapshot: string
}

export const insertRegistration: Statement = {
  name: 'baokao_open',
  text: `
with opened as (
  insert into baokao.registration (id, candidate_id, exam, exam_year, sitting, kind, notice_id, place, level, state,
    ended, revision, next_due, snapshot_version, snapshot, amendments, secret, chain)
  select $1::text, $2::text, $3::text, $4::int, $5::text, $6::text, $7::text, $8::text, $9::text, $10::text,
    $11::boolean, 1, $12::timestamptz, $13::smallint, $14::text,
    $17::int, $18::uuid, $19::text
  where true ${guardHere}
  on conflict (id) do nothing returning id, exam, exam_year, place, level
), begun as (
  insert into baokao.task (registration_id, task, since, place, level, exam, exam_year)
  select o.id, t.task, t.since::timestamptz, o.place, o.level, o.exam, o.exam_year
  from opened o, unnest($15::text[], $16::text[]) as t(task, since)
)
select id from opened`,
}

export const keepDocument: Statement = {
  name: 'baokao_document',
  text: 'insert into baokao.document (hash, body) values ($1, $2) on conflict (hash) do nothing',
}
