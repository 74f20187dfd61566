// #region storing
import { PGlite } from '@electric-sql/pglite'
import { exams } from 'baokao'
import { illustrativeNotice } from 'baokao/journeys'
import { createStore, type EventInput } from 'baokao/postgres'

/** Stores a registration from its opening to the first refusal, in a folder; a `pg` pool is passed the same way. */
export async function first(folder: string): Promise<string[]> {
  const database = await PGlite.create(folder)
  const store = createStore(database, { now: () => Date.parse('2027-03-01T10:00:00+08:00') }) // leave `now` out for the current time
  await store.migrate()
  await store.open({
    registrationId: 'R',
    candidateId: 'C',
    exam: exams['social-worker'],
    notice: illustrativeNotice('2027-03-01'),
    candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } },
  })
  const by = { role: 'candidate', id: 'C' } as const
  const application = { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' }
  const events: EventInput[] = [
    { type: 'application.save', by, application },
    { type: 'route.choose', by, route: 'proof' },
    { type: 'route.choose', by, route: 'commitment' },
  ]
  const lines: string[] = []
  for (const event of events) {
    const decision = await store.send('R', event)
    lines.push(decision.accepted ? event.type : `${event.type} ${decision.refusal.rule}`)
  }
  const { state, nextDue } = (await store.get('R')) ?? {}
  await database.close()
  return [...lines, `${state} until ${nextDue}`]
}
// #endregion
