import type { RegistrationEvent } from '../../src'
import { FairScheduler } from '../../src/postgres/fairScheduler'
import { national } from '../../src/registrations/national'
import { type LiveRegistration, leadTo, sendDraft } from '../../src/testing/liveRegistration'
import { type DatedStore, datedStore } from '../../test/postgres/datedStore'
import { baselineOf, type OnSnapshot, type RecordedStatement, recordingPool, replaySql } from './baseline'
import { compareSpeed, concurrently, microsPerEvent, type Row, warmupPairs } from './compare'
import { copyIds, seedCopies, seedOriginal } from './seed'
import type { Server, StoreDatabase } from './server'

/** The speed of the store: events one by one, and a marks list in bulk. */

/** The number of registrations that receive events at the same time. */
const inFlight = 40

/** Seeds copies of a registration. @returns a function that returns the next ids, each only once */
async function seed(
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
async function sendAccepted(
  store: DatedStore,
  id: string,
  events: readonly RegistrationEvent[],
): Promise<void> {
  for (const event of events) {
    const { accepted } = await store.send(id, event)
    if (!accepted) throw new Error(`${id} refused ${event.type}`)
  }
}

/** The number of registrations that all pairs of blocks use. */
const countFor = (pairs: number, ...blocks: number[]): number =>
  (warmupPairs + pairs) * blocks.reduce((sum, block) => sum + block, 0)

const scheduler = new FairScheduler()

/**
 * Runs only one step of the machine for each event: no validation of the snapshot, no deadlines, no log. This is the
 * least cost of a decision with XState.
 */
function stepOnly(events: readonly RegistrationEvent[]): OnSnapshot {
  const queue = events.values()
  return async (snapshot) => {
    await scheduler.next()
    const { value: event } = queue.next()
    if (event === undefined || national().stepper.run(national().stateOf(snapshot), event).refused)
      throw new Error(`${event?.type} refused`)
  }
}

type SendComparison = {
  name: string
  target?: number
  /** Settings of the database sessions. */
  settings?: Record<string, number>
  /** Measures only XState's step between the statements, instead of the store. */
  xstateOnly?: boolean
}

/**
 * Compares `send` with a replay of its own SQL, on registrations from the application to the payment. Each registration
 * gets one event after the other.
 */
export async function compareSend(
  server: Server,
  { name, target, settings = {}, xstateOnly = false }: SendComparison,
): Promise<Row> {
  const [pairs, block] = [41, 250]
  return server.withDatabase(async ({ pool, store }) => {
    const original = await seedOriginal(store, 'filling.application')
    const { registrationId } = original.input
    const { events } = leadTo(original, 'registered')
    const take = await seed(pool, original, countFor(pairs, block, block))
    const recorded: RecordedStatement[] = []
    const recordingStore = datedStore(recordingPool(pool, (statement) => recorded.push(statement)))
    await sendAccepted(recordingStore, registrationId, events)
    const baseline = baselineOf(recorded, registrationId)
    const text = JSON.stringify(events)
    return compareSpeed({
      name,
      ...(target !== undefined && { target }),
      pairs,
      subject: () => {
        const registrations = take(block).map((id) => {
          return { id, events: JSON.parse(text.replaceAll(registrationId, id)) as RegistrationEvent[] }
        })
        return microsPerEvent(block * events.length, () =>
          concurrently(inFlight, registrations, ({ id, events }) =>
            xstateOnly ? replaySql(pool, baseline, id, stepOnly(events)) : sendAccepted(store, id, events),
          ),
        )
      },
      baseline: () => {
        const ids = take(block)
        return microsPerEvent(block * events.length, () =>
          concurrently(inFlight, ids, (id) => replaySql(pool, baseline, id)),
        )
      },
    })
  }, settings)
}

/** Compares `sendAll`, two batches in flight, with `send` on a marks list. */
export async function compareBulk(server: Server, name: string, target: number): Promise<Row> {
  const [pairs, many, few] = [15, 5000, 1000]
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
