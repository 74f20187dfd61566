import type { RegistrationEvent } from '../../src'
import { type LiveRegistration, leadTo, sendDraft } from '../../src/testing/liveRegistration'
import { clock, type DatedStore, dated, datedStore } from '../../test/postgres/datedStore'
import { baselineOf, type RecordedStatement, recordingPool, replaySql } from './baseline'
import { compareSpeed, concurrently, microsPerEvent, type Row, warmupPairs } from './compare'
import { createStore as createStoreBefore } from './frozen/storeBefore.mjs'
import { copyIds, seedCopies, seedOriginal } from './seed'
import type { Server, StoreDatabase } from './server'

/** The speed of the store: events one by one, and a marks list in bulk. */

/** The number of registrations that receive events at the same time. */
const inFlight = 40

/** Seeds copies of a registration. @returns a function that returns the next ids, each only once */
export async function seed(
  pool: StoreDatabase['pool'],
  original: LiveRegistration,
  count: number,
): Promise<(block: number) => string[]> {
  await seedCopies(pool, original, [0, count])
  const ids = copyIds(original, [0, count])
  await pool.query('vacuum analyze')
  await pool.query('checkpoint')
  return (block) => {
    if (ids.length < block) throw new Error('too few registrations were seeded')
    return ids.splice(0, block)
  }
}

/** @throws if an event is refused, because the bench would then measure refusals */
export async function sendAccepted(
  store: DatedStore,
  id: string,
  events: readonly RegistrationEvent[],
  keyed = false,
): Promise<void> {
  for (const [i, event] of events.entries()) {
    const { accepted } = await store.send(id, event, keyed ? { key: `event ${i + 1}` } : {})
    if (!accepted) throw new Error(`${id} refused ${event.type}`)
  }
}

/** The number of registrations that all pairs of blocks use. */
const countFor = (pairs: number, ...blocks: number[]): number =>
  (warmupPairs + pairs) * blocks.reduce((sum, block) => sum + block, 0)

/** Events for another registration than that for which they were made. */
const eventsFor = (text: string, original: string, id: string): RegistrationEvent[] =>
  JSON.parse(text.replaceAll(original, id))

/**
 * Compares `send`, which notifies waiting workers, with a replay of the SQL of the store before, which had no tasks and notified
 * nobody, and without any decision. On registrations from the application to the payment, one event after the other.
 */
export const compareSend = (
  server: Server,
  { name, target, keyed, pairs }: { name: string; target: number; keyed: boolean; pairs: number },
): Promise<Row> =>
  server.withBoth(async (now, before) => {
    const block = 250
    const original = await seedOriginal(now.store, 'filling.application')
    await seedOriginal(before.store, 'filling.application')
    const { registrationId } = original.input
    const { events } = leadTo(original, 'registered')
    const count = countFor(pairs, block)
    const take = await seed(now.pool, original, count)
    const takeBefore = await seed(before.pool, original, count)
    const recorded: RecordedStatement[] = []
    const recording = createStoreBefore(
      recordingPool(before.pool, (statement) => recorded.push(statement)),
      { now: clock.now },
    )
    await sendAccepted(dated(recording), registrationId, events, keyed)
    const baseline = baselineOf(recorded, registrationId)
    const text = JSON.stringify(events)
    const listening = datedStore(now.pool, { listen: true })
    return compareSpeed({
      name,
      target,
      pairs,
      subject: () => {
        const registrations = take(block).map((id) => ({ id, events: eventsFor(text, registrationId, id) }))
        return microsPerEvent(block * events.length, () =>
          concurrently(inFlight, registrations, ({ id, events }) =>
            sendAccepted(listening, id, events, keyed),
          ),
        )
      },
      baseline: () => {
        const ids = takeBefore(block)
        return microsPerEvent(block * events.length, () =>
          concurrently(inFlight, ids, (id) => replaySql(before.pool, baseline, id)),
        )
      },
    })
  })

/** Compares `sendAll`, two batches in flight, with `send` on a marks list. */
export async function compareBulk(server: Server, name: string, target: number): Promise<Row> {
  const [pairs, many, few] = [9, 5000, 1000]
  return server.withDatabase(async ({ pool, store }) => {
    const original = await seedOriginal(store, 'marking', { level: 'junior' })
    const event = sendDraft(original, { type: 'marks.publish' }).events.at(-1) as RegistrationEvent
    const take = await seed(pool, original, countFor(pairs, many, few))
    return compareSpeed({
      name,
      target,
      pairs,
      subject: () => {
        const items = take(many).map((id) => ({ id, event }))
        return microsPerEvent(many, async () => {
          const { refused } = await store.sendAll(items, { inFlight: 2 })
          if (refused > 0) throw new Error(`${refused} registrations refused their marks`)
        })
      },
      baseline: () => {
        const ids = take(few)
        return microsPerEvent(few, () =>
          concurrently(inFlight, ids, (id) => sendAccepted(store, id, [event])),
        )
      },
    })
  })
}
