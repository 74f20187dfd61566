import { describe, expect, it } from 'vitest'
import { deadlines, decide, type Fact, type RegistrationEvent, type Snapshot, statePaths } from '../../../src'
import { readText } from '../../support/files'
import { fresh, onPostgres } from '../support'
import { theEnd } from './scenarios'

const storedSnapshots = JSON.parse(readText('test/fixtures/snapshots-1.json')) as Record<string, Snapshot>

const clockAdvance = (at: number | string): RegistrationEvent<'clock.advance'> => ({
  type: 'clock.advance',
  at: typeof at === 'string' ? at : new Date(at).toISOString(),
  by: { role: 'clock', id: 'baokao' },
})

/** The next deadline that moves the registration. */
const nextDue = (snapshot: Snapshot): string | undefined =>
  deadlines(snapshot).find(({ expected }) => !expected)?.at

/** The final snapshot and all facts if only time passes. */
function advancedToEnd(snapshot: Snapshot, facts: Fact[] = []): { snapshot: Snapshot; facts: Fact[] } {
  const due = nextDue(snapshot)
  if (due === undefined) return { snapshot, facts }
  const decision = decide(snapshot, clockAdvance(due))
  return advancedToEnd(decision.snapshot, [...facts, ...decision.facts])
}

describe('a snapshot stored by an earlier version', () => {
  const bench = onPostgres()

  /** Stores a snapshot in the tables. */
  async function storeOld(old: Snapshot): Promise<{ id: string; snapshot: Snapshot }> {
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

  it.each(Object.entries(storedSnapshots))(
    'is read in state %s, accepts events and fires all its deadlines',
    async (path, old) => {
      const { store } = bench()
      const { id, snapshot } = await storeOld(old)
      const entry = await store().get(id)
      expect(entry).toMatchObject({ snapshot, revision: 3 })
      expect(entry?.nextDue).toBe(nextDue(snapshot))
      expect(entry?.state.split(' ')).toContain(path)
      expect(await store().find({ ids: [id], state: path })).toMatchObject([entry as object])

      const refused: RegistrationEvent = { ...clockAdvance(snapshot.context.at - 1000) }
      expect(await store().send(id, refused)).toEqual({
        ...decide(snapshot, refused),
        repeated: false,
        revision: 4,
      })
      const by = { role: 'office', id: 'office' } as const
      const at = new Date(snapshot.context.at).toISOString()
      const amend: RegistrationEvent = { type: 'history.amend', at, by, history: { credits: [] } }
      const decision = decide(snapshot, amend)
      expect(await store().send(id, amend)).toEqual({ ...decision, repeated: false, revision: 5 })

      await store().fireDeadlines({ until: theEnd })
      const end = advancedToEnd(decision.snapshot, decision.facts)
      const ended = await store().get(id)
      expect(JSON.stringify(ended?.snapshot)).toBe(JSON.stringify(end.snapshot))
      expect(ended?.nextDue).toBeUndefined()
      const facts: Fact[] = []
      await store().deliver(({ registrationId, fact }) => {
        if (registrationId === id) facts.push(fact)
      })
      expect(facts).toEqual(end.facts)
    },
  )
})
