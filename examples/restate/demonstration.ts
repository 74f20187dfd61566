import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { exams, type Journey, notices, runJourney, statePaths } from 'baokao'
import { TestClock } from 'baokao/testing'
import { until } from '../loopback'
import { Registrations } from './client'
import { Server } from './server'
import { serve } from './service'
import { factTable, insertFacts, owedRefunds } from './tables'

const exam = exams['social-worker']
const notice = notices['gd-2024-social-worker']

/** Registers two candidates on a server and a service that it starts and stops. Runs in the project's root. */
export async function demonstrate(say: (line: string) => void): Promise<void> {
  const closes = Date.parse(notice.windows.registration.closes)
  // The demonstration shifts the clock to the spring of 2024.
  let shift = closes - 86_400_000 - Date.now()
  const [database, server] = [new PGlite(), await Server.start()]
  await database.query(factTable)
  // Each event of the journey sets the time of its registration.
  const clock = new TestClock(() => Date.now() + shift)
  const service = await serve({ now: clock.now, onFact: insertFacts(database) })
  try {
    await server.register(service.url)
    const registrations = new Registrations(server.ingress)
    say(`The server takes calls at ${server.ingress} and passes them to the service at ${service.url}.`)

    say('\nC1 gives up the commitment, and pays twice:')
    const file = await readFile('examples/journeys/lives/2-given-up-and-paid-twice.json', 'utf8')
    const journey = JSON.parse(file) as Journey
    const candidate = { photo: true, education: { origin: 'domestic', result: 'passed' } } as const
    const opening = { registrationId: 'R', candidateId: 'C1', exam, notice, candidate, at: journey.open }
    await registrations.open('R', clock.opening(opening))
    const run = runJourney(journey, { ids: { registrationId: 'R', candidateId: 'C1' } })
    for (const { event } of run.steps) {
      const decision = await registrations.send('R', clock.event('R', event))
      const state = (decision.snapshot ? statePaths(decision.snapshot.value) : []).join(' and ')
      say(`  ${event.type} → ${decision.accepted ? state : `refused by ${decision.refusal.rule}`}`)
    }

    say('\nC2 opens a registration three seconds before the period closes, and does nothing:')
    shift = closes - 3000 - Date.now()
    await registrations.open('S', { candidateId: 'C2', exam, notice })
    for (const { name, at } of await registrations.deadlines('S')) say(`  ${name} at ${at}`)
    const state = async () => (await registrations.get('S'))?.state
    say(`  ${await state()}`)
    await until(async () => (await state()) === 'ended.abandoned', 'the close of registration')
    say(`  ${await state()}`)

    say('\nA query over all registrations:')
    const counts = 'select type, count(*)::int as times from fact group by type order by type'
    await until(async () => {
      const { rows } = await database.query<{ type: string }>(counts)
      return rows.some(({ type }) => type === 'registration.abandoned')
    }, 'the last fact')
    for (const { type, times } of (await database.query<{ type: string; times: number }>(counts)).rows)
      say(`  ${times} × ${type}`)
    const { rows } = await database.query<{ registration: string; fen: string; reason: string }>(owedRefunds)
    for (const { registration, fen, reason } of rows)
      say(`  owed back to ${registration}: ${fen} fen, ${reason}`)
  } finally {
    service.close()
    await server.remove()
    await database.close()
  }
}
