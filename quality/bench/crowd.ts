import type pg from 'pg'
import { exams, notices, type Snapshot } from '../../src'
import type { Store } from '../../src/postgres'
import type { ScenarioOptions } from '../../src/testing/defaults'
import { type LiveRegistration, leadTo, openLive } from '../../src/testing/liveRegistration'

/** Registrations by the thousand: one is opened and lived for real, the others are its rows under ids of their own. */

const exam = exams['social-worker']
const notice = notices['gd-2024-social-worker']
const candidate = { photo: true, education: { origin: 'domestic', result: 'passed' } } as const

/** A registration that the store has led to a state by the plain path, event by event. */
export async function settled(
  store: Store,
  state: string,
  wishes: ScenarioOptions = {},
): Promise<LiveRegistration> {
  // One name within the other, so that whoever puts another in the place of the first has both.
  const ids = { registrationId: `model-${state}`, candidateId: `candidate of model-${state}` }
  const at = notice.windows.registration.opens
  const life = leadTo(openLive({ ...ids, exam, notice, candidate, at }, wishes), state)
  await store.open(life.input)
  for (const event of life.events) await store.send(ids.registrationId, event)
  const entry = await store.get(ids.registrationId)
  if (entry === undefined || !same(entry.snapshot, life.decision.snapshot)) {
    throw new Error(`${ids.registrationId} is not in ${state}, but in ${entry?.state}`)
  }
  return life
}

const same = (one: Snapshot, other: Snapshot): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What a copy may have of its own, as SQL; `i` is its number. */
export type Own = { notice?: string; due?: string }

type Range = readonly [from: number, to: number]

/** Copies of a registration by number, with those of its candidate and of the last entry of its log. */
export async function copy(
  pool: pg.Pool,
  { input: { registrationId } }: LiveRegistration,
  [from, to]: Range,
  { notice = 'r.notice_id', due = 'r.next_due' }: Own = {},
): Promise<void> {
  const own = (column: string) => `replace(${column}, '${registrationId}', '${registrationId}-' || i)`
  await pool.query(`
with model as (select r.* from baokao.registration r where r.id = '${registrationId}'
), numbers as (select i from generate_series(${from}, ${to - 1}) i
), people as (
  insert into baokao.candidate (id, revision, legacies)
  select ${own('c.id')}, c.revision, ${own('c.legacies')}
  from model r join baokao.candidate c on c.id = r.candidate_id, numbers
), entries as (
  insert into baokao.log (registration_id, revision, at, library, type, accepted, fired, event)
  select ${own('r.id')}, l.revision, l.at, l.library, l.type, l.accepted, l.fired, l.event
  from model r join baokao.log l on l.registration_id = r.id and l.revision = r.revision, numbers
)
insert into baokao.registration (id, candidate_id, exam, exam_year, sitting, notice_id, state, ended, revision,
  next_due, snapshot_version, snapshot)
select ${own('r.id')}, ${own('r.candidate_id')}, r.exam, r.exam_year, r.sitting, ${notice}, r.state, r.ended,
  r.revision, ${due}, r.snapshot_version, ${own('r.snapshot')}
from model r, numbers`)
}

/** The ids of copies. */
export const idsOf = ({ input }: LiveRegistration, [from, to]: Range): string[] =>
  Array.from({ length: to - from }, (_, i) => `${input.registrationId}-${from + i}`)
