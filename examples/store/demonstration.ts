import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { exams, type Journey, notices, runJourney } from 'baokao'
import { createStore, type EventInput } from 'baokao/postgres'
import pg from 'pg'
import { portal } from '../http'
import { until } from '../loopback'
import { work } from '../worker'

const exam = exams['social-worker']
const notice = notices['gd-2024-social-worker']

/** Registers two candidates at a portal while a worker runs. Needs an empty database; runs in the project's root. */
export async function demonstrate(url: string, say: (line: string) => void): Promise<void> {
  const pool = new pg.Pool({ connectionString: url })
  // The pool replaces a broken idle connection; without a listener its `error` event would end the process.
  pool.on('error', () => {})
  // The demonstration sets the clock to the spring of 2024.
  let now = 0
  const store = createStore(pool, { now: () => now })
  const server = portal(store, pool, ({ headers }) => String(headers['x-candidate']))
  const stopping = new AbortController()
  const services = {
    refund: async (key: string, orderNo: string, amountFen: number) =>
      say(`    worker: pays ${amountFen} fen back for ${orderNo}, under the key ${key}`),
    mail: async () =>
      say('    worker: mails the candidate that the commitment has been given up for this year'),
  }
  let working: Promise<void> | undefined
  const delivered = async () => (await pool.query('select from baokao.delivery')).rowCount === 0
  try {
    await store.migrate()
    await pool.query('create table visit (registration text, event text, accepted boolean)')
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const portalUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    working = work(store, services, stopping.signal)
    say(`The portal is at ${portalUrl}.`)

    say('\nC1 gives up the commitment, and pays twice:')
    const file = await readFile('examples/journeys/lives/2-given-up-and-paid-twice.json', 'utf8')
    const journey = JSON.parse(file) as Journey
    const candidate = { photo: true, education: { origin: 'domestic', result: 'passed' } } as const
    now = Date.parse(journey.open)
    await store.open({ registrationId: 'R', candidateId: 'C1', exam, notice, candidate })
    const { steps } = runJourney(journey, { ids: { registrationId: 'R', candidateId: 'C1' } })
    for (const [i, { event }] of steps.entries()) {
      now = Date.parse(event.at)
      const { at: _, by, ...body } = event
      if (by.role === 'candidate') {
        const headers = { 'x-candidate': by.id, 'idempotency-key': `click ${i}` }
        const response = await fetch(`${portalUrl}/registrations/R/events`, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        })
        const { state, rule } = (await response.json()) as { state?: unknown; rule?: string }
        say(`  POST ${event.type} → ${response.status} ${rule ?? JSON.stringify(state)}`)
      } else {
        await store.send('R', { ...body, by } as EventInput, { key: `message ${i}` })
        say(`  ${by.role}: ${event.type} → ${(await store.get('R'))?.state}`)
      }
      await until(delivered, 'delivery of all facts')
    }

    say('\nC2 opens a registration a second before the period closes, and does nothing:')
    now = Date.parse(notice.windows.registration.closes) - 1000
    await store.open({ registrationId: 'S', candidateId: 'C2', exam, notice })
    const entry = await store.get('S')
    say(`  ${entry?.state} until ${entry?.nextDue}`)
    now += 1000
    await until(async () => (await store.get('S'))?.state === 'ended.abandoned', 'the close of registration')
    say(`  ${(await store.get('S'))?.state}`)

    say('\nThe append-only log of R, and the visits that the portal stored in the same transactions:')
    for (const { at, type, accepted, rule } of await store.log('R'))
      say(`  ${at} ${type}${accepted ? '' : `: refused by ${rule}`}`)
    const { rows } = await pool.query(
      'select count(*)::int as all, count(*) filter (where accepted)::int as fine from visit',
    )
    say(`  ${rows[0].all} visits, ${rows[0].fine} of them accepted`)
  } finally {
    stopping.abort()
    server.close()
    await Promise.allSettled([working])
    await pool.end()
  }
}
