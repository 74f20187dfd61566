import { rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { Server } from '../../../examples/restate/server'
import { bundled, Service } from '../../../test/restate/faults/process'
import { each, quicker, type Row, together } from '../pairs'
import { spent, told } from './costs'
import { life, model, whole } from './ghost'

/** How many calls a second the engine takes, against bare objects that store the same. Fails where it misses. */

const [pairs, block, inFlight] = [15, 60, 40]
const bundle = await bundled(undefined, 'quality/bench/restate/service.ts')
const server = await Server.start()

/** Lets a new service take all calls: one that acts on facts, or does not. */
async function serve(facts: boolean): Promise<Service> {
  const service = await Service.start(bundle, { facts }, () => {})
  await server.register(service.url)
  return service
}
const agent = new Agent({ keepAlive: true, maxSockets: inFlight })

/** Calls a handler, and is told what it answers. */
function call(path: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const calling = request(`${server.ingress}/${path}`, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      response.on('end', () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(`${path}: ${text}`)),
      )
    })
    calling.on('error', reject)
    calling.end(body)
  })
}

let made = 0
const ids = (): string[] =>
  Array.from({ length: block }, () => `m${String(made++).padStart(model.length - 1, '0')}`)

const { registrationId: _, ...input } = life.input
const opening = (id: string): string => JSON.stringify(input).replaceAll(model, id)

/** Everybody does all that there is to do; what is timed is that, not the opening. */
async function lived(name: string, { events } = life): Promise<number> {
  const everybody = ids()
  await together(inFlight, everybody, (id) =>
    name === 'registration' ? call(`${name}/${id}/open`, opening(id)) : call(`${name}/${id}/send`, '{}'),
  )
  const calls = everybody.map((id) => events.map((event) => JSON.stringify(event).replaceAll(model, id)))
  const time = await each(block * events.length, () =>
    together(
      inFlight,
      everybody.map((id, i) => ({ id, calls: calls[i] ?? [] })),
      async ({ id, calls }) => {
        for (const event of calls) {
          const answer = JSON.parse(await call(`${name}/${id}/send`, event)) as { accepted: boolean }
          if (!answer.accepted) throw new Error(`${id} was refused ${event}`)
        }
      },
    ),
  )
  await quiet()
  return time
}

/** Facts that are still on their way must not be counted to the next block. */
async function quiet(): Promise<void> {
  const busy = `select count(*) as n from sys_invocation where status not in ('completed', 'scheduled')`
  while (Number((await server.ask(busy))[0]?.n) > 0);
}

const rows: Row[] = []
let costs = ''
try {
  const against = async (what: string, facts: boolean, other: string, wanted: number) => {
    const service = await serve(facts)
    const one = () => lived('registration')
    rows.push(await quicker({ what, wanted, pairs, one, other: () => lived(other) }))
    await service.kill()
  }
  await against('send, nobody acting on facts : the same bytes stored', false, 'silent', 0.8)
  await against('send : the same bytes stored, the same facts handed out', true, 'bare', 0.8)
  await against('send : the same bytes stored, no facts', true, 'silent', 0)
  const service = await serve(true)
  const before = await spent(server, service)
  for (let i = 0; i < 5; i += 1) await lived('registration', whole)
  costs = told(before, await spent(server, service), 5 * block * (whole.events.length + 1))
  await service.kill()
} finally {
  await server.remove()
  await rm(bundle)
  agent.destroy()
}

console.log(`node ${process.version}, medians of alternating blocks, ${inFlight} in flight\n`)
for (const { what, wanted, measured, detail, fine } of rows) {
  console.log(`${fine ? ' ' : '!'} ${[what.padEnd(56), wanted, measured, detail].join('   ')}`)
}
console.log(`\n${costs}`)
process.exitCode = rows.every(({ fine }) => fine) ? 0 : 1
