import { rm } from 'node:fs/promises'
import { freePort, until } from '../../../examples/loopback'
import { Registrations } from '../../../examples/restate/client'
import { Server } from '../../../examples/restate/server'
import { randomFrom } from '../../postgres/faults/scenarios'
import { type Evidence, gather } from './evidence'
import { Load, longBefore } from './load'
import { bundled, type HandledFact, Service } from './serviceProcess'

/** How often processes are killed. */
export type Killing = { seed: number; rounds: number; onRound?: (round: number, answered: number) => void }

export type Killed = { service: number; server: number; both: number; evidence: Evidence }

/**
 * Plays scenarios while it kills the service, the server, or both at random moments and restarts them. Retries calls
 * without a result. Finishes all scenarios in the end.
 */
export async function killing({ seed, rounds, onRound }: Killing): Promise<Killed> {
  const bundle = await bundled()
  const server = await Server.start()
  const random = randomFrom(seed)
  const ahead = longBefore - Date.now()
  const port = await freePort()
  const handled: HandledFact[] = []
  const serve = () => Service.start(bundle, { ahead, port }, (report) => handled.push(report))
  let service = await serve()
  try {
    await server.register(service.url)
    const registrations = new Registrations(server.ingress)
    const load = new Load(registrations, () => Date.now() + ahead)
    const kills = { service: 0, server: 0, both: 0 }
    load.start()
    for (let round = 0; round < rounds; round += 1) {
      const enough = load.answered.length + 20 + Math.floor(random() * 60)
      await until(async () => load.answered.length >= enough, 'answers')
      const killed = (['service', 'server', 'both'] as const)[round % 3] as keyof typeof kills
      if (killed !== 'server') await service.kill()
      if (killed !== 'service') await server.down('SIGKILL')
      kills[killed] += 1
      if (killed !== 'service') await server.up()
      if (killed !== 'server') service = await serve()
      onRound?.(round + 1, load.answered.length)
    }
    await load.stop()
    return { ...kills, evidence: await gather([server], registrations, load, handled) }
  } finally {
    await service.kill()
    await server.remove()
    await rm(bundle)
  }
}
