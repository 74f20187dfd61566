import { describe, expect, it } from 'vitest'
import { deadlines, decide, type Fact, type RegistrationEvent, type Snapshot, statePaths } from '../../../src'
import { expectations } from '../../../src/model/instants'
import { readText } from '../../support/files'
import { fresh, onPostgres } from '../support'
import { theEnd } from './lives'

const kept = JSON.parse(readText('test/fixtures/snapshots-1.json')) as Record<string, Snapshot>

const passing = (at: number | string): RegistrationEvent<'clock.advance'> => ({
  type: 'clock.advance',
  at: typeof at === 'string' ? at : new Date(at).toISOString(),
  by: { role: 'clock', id: 'baokao' },
})

/** The next deadline that moves a registration. */
const nextDue = (snapshot: Snapshot): string | undefined =>
  deadlines(snapshot).find(({ name }) => !Object.hasOwn(expectations, name))?.at

/** What becomes of a registration if only time passes. */
function inTheEnd(snapshot: Snapshot, told: Fact[] = []): { snapshot: Snapshot; told: Fact[] } {
  const due = nextDue(snapshot)
  if (due === undefined) return { snapshot, told }
  const decision = decide(snapshot, passing(due))
  return inTheEnd(decision.snapshot, [...told, ...decision.facts])
}

describe('a snapshot that an earlier version stored', () => {
  const bench = onPostgres()

  /** Puts it where an earlier version had put it. */
  async function stored(old: Snapshot): Promise<{ id: string; snapshot: Snapshot }> {
    const [id, candidateId] = [fresh('R'), fresh('C')]
    const own = JSON.stringify(old).replaceAll('"R"', `"${id}"`).replaceAll('"R-', `"${id}-`)
    const snapshot = JSON.parse(own.replaceAll('"C"', `"${candidateId}"`)) as Snapshot
    const { terms } = snapshot.context
    const state = statePaths(snapshot.value).join(' ')
    await bench().sql('insert into baokao.candidate (id) values ($1)', [candidateId])
    await bench().sql(
      `insert into baokao.registration (id, candidate_id, exam, exam_year, notice_id, state, ended, revision,
        next_due, snapshot_version, snapshot)
      values ($1, $2, $3, $4, $5, $6, $7, 3, $8, $9, $10)`,
      [
        id,
        candidateId,
        terms.exam,
        terms.year,
        terms.notice,
        state,
        state.startsWith('ended.'),
        nextDue(snapshot) ?? null,
        snapshot.version,
        JSON.stringify(snapshot),
      ],
    )
    return { id, snapshot }
  }

  it.each(Object.entries(kept))('is read in %s, decided on, and brought to its end', async (path, old) => {
    const { store } = bench()
    const { id, snapshot } = await stored(old)
    const entry = await store().get(id)
    expect(entry).toMatchObject({ snapshot, revision: 3, nextDue: nextDue(snapshot) })
    expect(entry?.state.split(' ')).toContain(path)
    expect(await store().find({ ids: [id], state: path })).toEqual([entry])

    const refused: RegistrationEvent = { ...passing(snapshot.context.at - 1000) }
    expect(await store().send(id, refused)).toEqual(decide(snapshot, refused))
    const by = { role: 'office', id: 'office' } as const
    const at = new Date(snapshot.context.at).toISOString()
    const amend: RegistrationEvent = { type: 'history.amend', at, by, history: {} }
    const decision = decide(snapshot, amend)
    expect(await store().send(id, amend)).toEqual(decision)

    await store().fireDeadlines({ until: theEnd })
    const end = inTheEnd(decision.snapshot, decision.facts)
    const ended = await store().get(id)
    expect(JSON.stringify(ended?.snapshot)).toBe(JSON.stringify(end.snapshot))
    expect(ended?.nextDue).toBeUndefined()
    const told: Fact[] = []
    await store().deliver(({ registrationId, fact }) => {
      if (registrationId === id) told.push(fact)
    })
    expect(told).toEqual(end.told)
  })
})
