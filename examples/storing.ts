// #region storing
import { PGlite } from '@electric-sql/pglite'
import { exams, notices } from 'baokao'
import { createStore, type EventInput } from 'baokao/postgres'

/** A registration from the opening to the first refusal, kept in a folder; a `pg` pool of your own is given the same way. */
export async function first(folder: string): Promise<string[]> {
  const database = await PGlite.create(folder)
  const store = createStore(database, { now: () => Date.parse('2024-04-08T10:00:00+08:00') }) // leave `now` out for today
  await store.migrate()
  await store.open({
    registrationId: 'R',
    candidateId: 'C',
    exam: exams['social-worker'],
    notice: notices['gd-2024-social-worker'],
    candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } },
  })
  const by = { role: 'candidate', id: 'C' } as const
  const application = { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' }
  const events: EventInput[] = [
    { type: 'application.save', by, application },
    { type: 'route.choose', by, route: 'proof' },
    { type: 'route.choose', by, route: 'commitment' },
  ]
  const told: string[] = []
  for (const event of events) {
    const answer = await store.send('R', event)
    told.push(answer.accepted ? event.type : `${event.type} ${answer.refusal.rule}`)
  }
  const { state, nextDue } = (await store.get('R')) ?? {}
  await database.close()
  return [...told, `${state} until ${nextDue}`]
}
// #endregion
