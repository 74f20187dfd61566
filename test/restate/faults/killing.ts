import { rm } from 'node:fs/promises'
import { freePort, until } from '../../../examples/loopback'
import { Registrations } from '../../../examples/restate/client'
import { Server } from '../../../examples/restate/server'
import { randomFrom } from '../../postgres/faults/lives'
import { type Evidence, gather } from './evidence'
import { Load, longBefore } from './load'
import { bundled, Service, type Told } from './process'

/** How often somebody is killed. */
export type Killing = { seed: number; rounds: number; onRound?: (round: number, answered: number) => void }

export type Killed = { service: number; server: number; both: number; evidence: Evidence }

/**
 * Lets candidates live while the service, the server, or both are killed and started again, each at a moment of its
 * own; what was not answered is sent again. Then everybody arrives.
 */
export async function killing({ seed, rounds, onRound }: Killing): Promise<Killed> {
  const bundle = await bundled()
  const server = await Server.start()
  const random = randomFrom(seed)
  const ahead = longBefore - Date.now()
  const port = await freePort()
  const handled: Extract<Told, { what: 'handled' }>[] = []
  const serve = () =>
    Service.start(bundle, { ahead, port }, (told) => {
      if (told.what === 'handled') handled.push(told)
    })
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
      const who = (['service', 'server', 'both'] as const)[round % 3] as keyof typeof kills
      if (who !== 'server') await service.kill()
      if (who !== 'service') await server.down('SIGKILL')
      kills[who] += 1
      if (who !== 'service') await server.up()
      if (who !== 'server') service = await serve()
      onRound?.(round + 1, load.answered.length)
    }
    await load.stop()
    return { ...kills, evidence: await gather(server, registrations, load, handled) }
  } finally {
    await service.kill()
    await server.remove()
    await rm(bundle)
  }
}
