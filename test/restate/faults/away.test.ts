import { rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, until } from '../../../examples/loopback'
import { Registrations } from '../../../examples/restate/client'
import { Server } from '../../../examples/restate/server'
import { gather, violations } from './evidence'
import { idleInputOf, Load, longBefore } from './load'
import { bundled, type HandledFact, Service } from './serviceProcess'

/** A load balancer: each connection goes to the next service. */
async function balanced(): Promise<{
  url: string
  join(url: string): void
  leave(url: string): void
  close(): void
}> {
  const services = new Map<string, Set<Socket>>()
  let turn = 0
  const server = createServer((from) => {
    const urls = [...services.keys()]
    const url = urls[turn++ % urls.length]
    if (url === undefined) return from.destroy()
    const to = connect(Number(new URL(url).port), '127.0.0.1')
    services.get(url)?.add(from)
    from.pipe(to).pipe(from)
    for (const socket of [from, to]) {
      socket.on('error', () => {})
      socket.on('close', () => {
        from.destroy()
        to.destroy()
      })
    }
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const leave = (url: string) => {
    for (const socket of services.get(url) ?? []) socket.destroy()
    services.delete(url)
  }
  return {
    url: `http://127.0.0.1:${port}`,
    join: (url) => services.set(url, new Set()),
    leave,
    close() {
      for (const url of services.keys()) leave(url)
      server.close()
    },
  }
}

describe('services that join and leave', () => {
  const ahead = longBefore - Date.now()
  const now = () => Date.now() + ahead
  const bundles: string[] = []
  const services: Service[] = []
  let server: Server
  let registrations: Registrations
  let handled: HandledFact[]

  beforeAll(async () => {
    bundles.push(await bundled(), await bundled('99.0.0'))
  })
  afterAll(async () => {
    for (const service of services) await service.kill()
    for (const bundle of bundles) await rm(bundle)
  })

  const serve = async (bundle = 0, port = 0, skew = 0): Promise<Service> => {
    const settings = { ahead: ahead + skew, port }
    const service = await Service.start(bundles[bundle] ?? '', settings, (report) => handled.push(report))
    services.push(service)
    return service
  }

  async function onServer(work: () => Promise<void>): Promise<void> {
    handled = []
    server = await Server.start()
    registrations = new Registrations(server.ingress)
    try {
      await work()
    } finally {
      await server.remove()
    }
  }

  const answers = async (load: Load, more: number): Promise<void> => {
    const enough = load.answered.length + more
    await until(async () => load.answered.length >= enough, 'answers')
  }

  it('fire a deadline that fell due in their absence once, when they are back', () =>
    onServer(async () => {
      const port = await freePort()
      const service = await serve(0, port)
      await server.register(service.url)
      const closes = now() + 1000
      const input = idleInputOf(1, closes)
      await registrations.open('S1', { ...input, by: { role: 'office', id: 'office' } })
      await service.kill()
      await server.down('SIGKILL')
      await until(async () => now() > closes + 500, 'the close')
      await server.up()
      await serve(0, port)
      await until(async () => handled.length > 0, 'the fact')
      expect(await registrations.log('S1')).toMatchObject([
        { type: 'open' },
        { type: 'clock.advance', at: expect.any(String), fired: [{ name: 'registration.closes' }] },
      ])
      expect(Date.parse((await registrations.log('S1')).at(-1)?.at ?? '')).toBe(closes)
      expect(handled.map(({ fact }) => fact)).toEqual(['S1/2/0'])
    }))

  it('join and leave under load with clocks minutes apart, and nothing is lost, done twice or out of order', () =>
    onServer(async () => {
      const balancer = await balanced()
      const one = await serve()
      balancer.join(one.url)
      await server.register(balancer.url)
      const skew = 3 * 60_000
      const load = new Load(registrations, now, skew)
      load.start()
      await answers(load, 60)
      const other = await serve(0, 0, skew)
      balancer.join(other.url)
      await answers(load, 60)
      balancer.leave(one.url)
      await one.kill()
      await answers(load, 60)
      await load.stop()
      expect(violations(await gather([server], registrations, load, handled))).toEqual([])
      balancer.close()
    }))

  it('continue the work of an older version', () =>
    onServer(async () => {
      const old = await serve()
      await server.register(old.url)
      const load = new Load(registrations, now)
      load.start()
      await answers(load, 80)
      const young = await serve(1)
      await server.register(young.url)
      await answers(load, 40)
      // The old service may end once no call is pinned to it.
      const [{ id } = {}] = await server.ask(`select id from sys_deployment where endpoint = '${old.url}/'`)
      await until(async () => {
        const pinned = await server.ask(
          `select id from sys_invocation where pinned_deployment_id = '${id}' and status <> 'completed'`,
        )
        return pinned.length === 0
      }, 'the end of what the old one had begun')
      await old.kill()
      await answers(load, 40)
      await load.stop()
      const evidence = await gather([server], registrations, load, handled)
      expect(violations(evidence)).toEqual([])
      const libraries = evidence.cases.map(({ log }) => log.map(({ library }) => library).join(' '))
      const moved = libraries.filter((line) => /^(baokao 0\S* )+(baokao 99\S* ?)+$/.test(line))
      expect(moved.length).toBeGreaterThan(0)
      expect(libraries.filter((line) => /99.* baokao 0/.test(line))).toEqual([])
    }))
})
