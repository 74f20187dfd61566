import type { RegistrationEvent } from '../../src'
import { step, toMachineState } from '../../src/engine/xstate'
import { createStore, type SendItem } from '../../src/postgres'
import { FairScheduler } from '../../src/postgres/fairScheduler'
import { type LiveRegistration, leadTo, sendDraft } from '../../src/testing/liveRegistration'
import { copy, idsOf, settled } from './crowd'
import { ghostOf, haunt, overheard, type Sent, type Thinking } from './ghost'
import { each, quicker, type Row, together, warming } from './pairs'
import type { Place, Server } from './server'

/** How quick the store is: what candidates and their banks send one by one, and a marks list in bulk. */

/** Registrations that are being sent to at the same moment. */
const inFlight = 40

/** A block of registrations after the other, none of them twice. */
async function crowd(
  pool: Place['pool'],
  life: LiveRegistration,
  count: number,
): Promise<(block: number) => string[]> {
  await copy(pool, life, [0, count])
  const ids = idsOf(life, [0, count])
  await pool.query('vacuum analyze')
  await pool.query('checkpoint')
  return (block) => {
    if (ids.length < block) throw new Error('there are no more registrations to send to')
    return ids.splice(0, block)
  }
}

/** What the store answers has to be what the life had, or the bench would measure refusals. */
async function sendTo(
  store: Place['store'],
  id: string,
  events: readonly RegistrationEvent[],
): Promise<void> {
  for (const event of events) {
    const { accepted } = await store.send(id, event)
    if (!accepted) throw new Error(`${id} refused ${event.type}`)
  }
}

/** A pair's blocks together, over all pairs. */
const all = (pairs: number, ...blocks: number[]): number =>
  (warming + pairs) * blocks.reduce((sum, block) => sum + block, 0)

const turns = new FairScheduler()

/**
 * One step of the machine for each event, and nothing else around it: no check of the snapshot, no deadline, no log. What
 * decides with XState cannot do with less.
 */
function stepping(events: readonly RegistrationEvent[]): Thinking {
  const coming = events.values()
  return async (snapshot) => {
    await turns.next()
    const { value: event } = coming.next()
    if (event === undefined || step(toMachineState(snapshot), event).refused)
      throw new Error(`${event?.type} refused`)
  }
}

type Sending = {
  what: string
  wanted?: number
  /** Of the sessions. */
  settings?: Record<string, number>
  /** Only XState's step between the statements, instead of the store. */
  bare?: boolean
}

/**
 * `send` against its own statements with nothing decided: candidates on their way from the application to the payment,
 * each one event after the other.
 */
export async function sending(
  server: Server,
  { what, wanted, settings = {}, bare = false }: Sending,
): Promise<Row> {
  const [pairs, block] = [41, 250]
  return server.in(async ({ pool, store }) => {
    const life = await settled(store, 'filling.application')
    const { registrationId } = life.input
    const { events } = leadTo(life, 'registered')
    const take = await crowd(pool, life, all(pairs, block, block))
    const heard: Sent[] = []
    await sendTo(createStore(overheard(pool, (statement) => heard.push(statement))), registrationId, events)
    const ghosts = ghostOf(heard, registrationId)
    const text = JSON.stringify(events)
    return quicker({
      what,
      ...(wanted !== undefined && { wanted }),
      pairs,
      one: () => {
        const candidates = take(block).map((id) => {
          return { id, events: JSON.parse(text.replaceAll(registrationId, id)) as RegistrationEvent[] }
        })
        return each(block * events.length, () =>
          together(inFlight, candidates, ({ id, events }) =>
            bare ? haunt(pool, ghosts, id, stepping(events)) : sendTo(store, id, events),
          ),
        )
      },
      other: () => {
        const ids = take(block)
        return each(block * events.length, () => together(inFlight, ids, (id) => haunt(pool, ghosts, id)))
      },
    })
  }, settings)
}

/** `sendAll`, two batches in flight, against `send`: a marks list. */
export async function bulk(server: Server, what: string, wanted: number): Promise<Row> {
  const [pairs, many, few] = [15, 5000, 1000]
  return server.in(async ({ pool, store }) => {
    const life = await settled(store, 'marking', { level: 'junior' })
    const event = sendDraft(life, { type: 'marks.publish' }).events.at(-1) as RegistrationEvent
    const take = await crowd(pool, life, all(pairs, many, few))
    return quicker({
      what,
      wanted,
      pairs,
      one: () => {
        const items: SendItem[] = take(many).map((id) => ({ id, event }))
        return each(many, async () => {
          const { refused } = await store.sendAll(items, { inFlight: 2 })
          if (refused > 0) throw new Error(`${refused} registrations refused their marks`)
        })
      },
      other: () => {
        const ids = take(few)
        return each(few, () => together(inFlight, ids, (id) => sendTo(store, id, [event])))
      },
    })
  })
}
