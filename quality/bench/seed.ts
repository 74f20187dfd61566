import type pg from 'pg'
import { exams, notices, type Snapshot, type StatePath } from '../../src'
import type { ScenarioOptions } from '../../src/testing/eventPayload'
import { type LiveRegistration, leadTo, openLive } from '../../src/testing/liveRegistration'
import type { DatedStore } from '../../test/postgres/datedStore'

/** Seeds registrations by the thousand: the store decides one, and SQL copies its rows under other ids. */

const exam = exams['social-worker']
const notice = notices['gd-2024-social-worker']
const candidate = { photo: true, education: { origin: 'domestic', result: 'passed' } } as const

/** Opens a registration in the store and sends it the events of the plain path to `state`. */
export async function seedOriginal(
  store: DatedStore,
  state: StatePath,
  options: ScenarioOptions = {},
): Promise<LiveRegistration> {
  // The candidate's id contains the registration's, so that replacing one replaces both.
  const ids = { registrationId: `model-${state}`, candidateId: `candidate of model-${state}` }
  const at = notice.windows.registration.opens
  const original = leadTo(openLive({ ...ids, exam, notice, candidate, at }, options), state)
  await store.open(original.input)
  for (const event of original.events) await store.send(ids.registrationId, event)
  const entry = await store.get(ids.registrationId)
  if (entry === undefined || !equal(entry.snapshot, original.decision.snapshot)) {
    throw new Error(`${ids.registrationId} is not in ${state}, but in ${entry?.state}`)
  }
  return original
}

const equal = (one: Snapshot, other: Snapshot): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Columns that differ from copy to copy, as SQL; `i` is the number of the copy. */
export type Overrides = { notice?: string; due?: string }

type Range = readonly [from: number, to: number]

/** Inserts numbered copies of a registration, each with its candidate and the last entry of its log. */
export async function seedCopies(
  pool: pg.Pool,
  { input: { registrationId } }: LiveRegistration,
  [from, to]: Range,
  { notice = 'r.notice_id', due = 'r.next_due' }: Overrides = {},
): Promise<void> {
  const copied = (column: string) => `replace(${column}, '${registrationId}', '${registrationId}-' || i)`
  await pool.query(`
with model as (select r.* from baokao.registration r where r.id = '${registrationId}'
), numbers as (select i from generate_series(${from}, ${to - 1}) i
), candidates as (
  insert into baokao.candidate (id, revision, carry_over)
  select ${copied('c.id')}, c.revision, ${copied('c.carry_over')}
  from model r join baokao.candidate c on c.id = r.candidate_id, numbers
), entries as (
  insert into baokao.log (registration_id, revision, at, library, type, accepted, fired, event)
  select ${copied('r.id')}, l.revision, l.at, l.library, l.type, l.accepted, l.fired, l.event
  from model r join baokao.log l on l.registration_id = r.id and l.revision = r.revision, numbers
)
insert into baokao.registration (id, candidate_id, exam, exam_year, sitting, notice_id, state, ended, revision,
  next_due, snapshot_version, snapshot)
select ${copied('r.id')}, ${copied('r.candidate_id')}, r.exam, r.exam_year, r.sitting, ${notice}, r.state, r.ended,
  r.revision, ${due}, r.snapshot_version, ${copied('r.snapshot')}
from model r, numbers`)
}

/** The ids of the copies in a range. */
export const copyIds = ({ input }: LiveRegistration, [from, to]: Range): string[] =>
  Array.from({ length: to - from }, (_, i) => `${input.registrationId}-${from + i}`)
