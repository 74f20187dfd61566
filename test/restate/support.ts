import { afterAll, beforeAll } from 'vitest'
import { until } from '../../examples/loopback'
import { Registrations } from '../../examples/restate/client'
import { Server } from '../../examples/restate/server'
import { serve } from '../../examples/restate/service'
import type { Delivery, FactHandler } from '../../src/restate'
import type { Millis } from '../../src/time'

/** A clock of some other time, which goes on by itself. */
export class Elsewhen {
  private ahead = 0

  now(): Millis {
    return Date.now() + this.ahead
  }

  set(instant: Millis): void {
    this.ahead = instant - Date.now()
  }
}

/** What a test has of the engine. */
export type Bench = {
  server: Server
  registrations: Registrations
  clock: Elsewhen
  /** Every fact that was handled, in order, and when by the clock. */
  told: (Delivery & { when: Millis })[]
  /** What a test does with facts besides. */
  handler?: FactHandler
}

/** A server and a service of its own, for the tests around the call. */
export function onEngine(): () => Bench {
  let bench: Bench | undefined
  let close: (() => void) | undefined
  beforeAll(async () => {
    const server = await Server.start()
    const clock = new Elsewhen()
    const made: Bench = { server, registrations: new Registrations(server.ingress), clock, told: [] }
    const service = await serve({
      now: () => clock.now(),
      onFact: async (delivery, signal) => {
        await made.handler?.(delivery, signal)
        made.told.push({ ...delivery, when: clock.now() })
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

/** Waits for some of a registration's facts. */
export async function toldOf({ told }: Bench, id: string, count: number): Promise<Bench['told']> {
  const mine = () => told.filter(({ registrationId }) => registrationId === id)
  await until(async () => mine().length >= count, `${count} facts of ${id}`)
  return mine()
}

/** The calls of a registration's handler that the engine has still to make, soonest first. */
export async function waiting({ server }: Bench, id: string, handler: string): Promise<string[]> {
  const rows = await server.ask(
    `select id from sys_invocation where target = 'registration/${id}/${handler}' and status <> 'completed'
     order by scheduled_start_at`,
  )
  return rows.map((row) => row.id as string)
}
