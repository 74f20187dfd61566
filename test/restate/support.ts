import { afterAll, beforeAll, expect } from 'vitest'
import { until } from '../../examples/loopback'
import { Registrations } from '../../examples/restate/client'
import { Server } from '../../examples/restate/server'
import { serve } from '../../examples/restate/service'
import type { RegistrationEvent } from '../../src'
import type {
  Delivery,
  DurableDecision,
  EventInput,
  FactHandler,
  ObjectOpenInput,
  RegistrationOptions,
  StoredDecision,
} from '../../src/restate'
import { TestClock } from '../../src/testing/testClock'
import type { Millis } from '../../src/time'

/** A clock that runs at the speed of the machine's clock, but from another instant. */
class ShiftedClock {
  private shift = 0

  now(): Millis {
    return Date.now() + this.shift
  }

  set(instant: Millis): void {
    this.shift = instant - Date.now()
  }
}

/** A client for dated events and openings: each sets the time of its registration. */
class DatedRegistrations extends Registrations {
  /** @param dates also the clock of the service */
  constructor(
    ingress: string,
    private readonly dates: TestClock,
  ) {
    super(ingress)
  }

  override open(id: string, input: Omit<ObjectOpenInput, 'at' | 'by'> & { at?: string | undefined }) {
    return super.open(id, this.dates.opening({ registrationId: id, ...input }))
  }

  override send(
    id: string,
    { key, ...event }: (RegistrationEvent | EventInput) & { key?: string },
    idempotencyKey?: string,
  ) {
    const call = this.dates.event(id, event as RegistrationEvent)
    return super.send(id, { ...call, ...(key !== undefined && { key }) }, idempotencyKey)
  }
}

/** A decision without the digest of its call, as `decide` and the store return it. */
export function decided(decision: DurableDecision): StoredDecision {
  const { requestDigest, ...rest } = decision
  expect(requestDigest).toMatch(/^[\da-f]{64}$/)
  return rest
}

/** The server and the service of a test. */
export type Bench = {
  server: Server
  /** For dated events. */
  registrations: DatedRegistrations
  /** For events that happen at the time of `clock`. */
  undated: Registrations
  clock: ShiftedClock
  /** The handled facts in order, each with the instant of the clock. */
  handled: (Delivery & { when: Millis })[]
  /** An additional handler that a test may set. */
  handler?: FactHandler
  /** Called when the service reads the time. */
  onTime?: () => void
}

/** Provides a server and a service to the tests of the calling scope, with what decides. */
export function onEngine(options: Pick<RegistrationOptions, 'registrations' | 'delivery'> = {}): () => Bench {
  let bench: Bench | undefined
  let close: (() => void) | undefined
  beforeAll(async () => {
    const server = await Server.start()
    const clock = new ShiftedClock()
    const dates = new TestClock(() => clock.now())
    const made: Bench = {
      server,
      registrations: new DatedRegistrations(server.ingress, dates),
      undated: new Registrations(server.ingress),
      clock,
      handled: [],
    }
    const service = await serve({
      ...options,
      now: (id) => {
        made.onTime?.()
        return dates.now(id)
      },
      onFact: async (delivery, signal) => {
        await made.handler?.(delivery, signal)
        made.handled.push({ ...delivery, when: clock.now() })
      },
    })
    close = service.close
    await server.register(service.url)
    bench = made
  })
  afterAll(async () => {
    close?.()
    await bench?.server.remove()
  })
  return () => bench as Bench
}

/** Waits until at least `count` facts of a registration are handled. @returns the handled facts */
export async function handledOf({ handled }: Bench, id: string, count: number): Promise<Bench['handled']> {
  const mine = () => handled.filter(({ registrationId }) => registrationId === id)
  await until(async () => mine().length >= count, `${count} facts of ${id}`)
  return mine()
}

/** The calls of a registration's handler that are not completed, the next one first. */
export async function scheduledCalls({ server }: Bench, id: string, handler: string): Promise<string[]> {
  const rows = await server.ask(
    `select id from sys_invocation where target = 'registration/${id}/${handler}' and status <> 'completed'
     order by scheduled_start_at`,
  )
  return rows.map((row) => row.id as string)
}

/** Writes the state of an object, as another release may have written it. */
export async function writeState(
  { server }: Bench,
  key: string,
  state: Record<string, unknown>,
): Promise<void> {
  const bytes = (value: unknown) => [...new TextEncoder().encode(JSON.stringify(value))]
  const response = await fetch(`${server.admin}/services/registration/state`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      object_key: key,
      new_state: Object.fromEntries(Object.entries(state).map(([name, value]) => [name, bytes(value)])),
    }),
  })
  if (!response.ok) throw new Error(await response.text())
}

/** Changes one value of the state of an object. */
export async function changeState(
  bench: Bench,
  key: string,
  name: string,
  change: (value: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const rows = await bench.server.ask(`select key, value_utf8 from state where service_key = '${key}'`)
  const state = Object.fromEntries(rows.map((row) => [row.key, JSON.parse(String(row.value_utf8))]))
  await writeState(bench, key, { ...state, [name]: change(state[name]) })
}
