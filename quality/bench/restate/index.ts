import { rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { Server } from '../../../examples/restate/server'
import { TestClock } from '../../../src/testing/testClock'
import { bundled, Service } from '../../../test/restate/faults/serviceProcess'
import { compareSpeed, concurrently, microsPerEvent, type Row } from '../compare'
import { formToCertificate, formToPayment, recordedId } from './baseline'
import { measureUsage, usageSummary } from './costs'

/**
 * `npm run bench:restate`: compares the speed of registrations on the engine with that of bare objects that store the
 * same bytes. Exits with 1 if a target is missed.
 */

const [pairs, block, inFlight] = [15, 60, 40]
const bundle = await bundled(undefined, 'quality/bench/restate/service.ts')
const server = await Server.start()

/** Starts a new service that receives all new calls. @param facts whether it has a handler for facts */
async function startService(facts: boolean): Promise<Service> {
  const service = await Service.start(bundle, { facts }, () => {})
  await server.register(service.url)
  return service
}
const agent = new Agent({ keepAlive: true, maxSockets: inFlight })

/** Calls a handler. @returns its answer */
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

let created = 0
const newIds = (): string[] =>
  Array.from({ length: block }, () => `m${String(created++).padStart(recordedId.length - 1, '0')}`)

const { registrationId: _, ...input } = formToPayment.input
const by = { role: 'office', id: 'office' } as const
const openBody = (id: string): string => JSON.stringify({ ...input, by }).replaceAll(recordedId, id)
const clock = new TestClock()

/** Opens a block of registrations and sends them their events. @returns microseconds per event, without the opening */
async function runBlock(object: string, { events } = formToPayment): Promise<number> {
  const ids = newIds()
  await concurrently(inFlight, ids, (id) =>
    object === 'registration'
      ? call(`${object}/${id}/open`, openBody(id))
      : call(`${object}/${id}/send`, '{}'),
  )
  const registrations = ids.map((id) => ({
    id,
    bodies: events.map((event) => JSON.stringify(clock.event(id, event)).replaceAll(recordedId, id)),
  }))
  const time = await microsPerEvent(block * events.length, () =>
    concurrently(inFlight, registrations, async ({ id, bodies }) => {
      for (const body of bodies) {
        const answer = JSON.parse(await call(`${object}/${id}/send`, body)) as { accepted: boolean }
        if (!answer.accepted) throw new Error(`${id} refused ${body}`)
      }
    }),
  )
  await idle()
  return time
}

/** Waits until all facts are delivered, because deliveries would slow down the next block. */
async function idle(): Promise<void> {
  const busy = `select count(*) as n from sys_invocation where status not in ('completed', 'scheduled')`
  while (Number((await server.ask(busy))[0]?.n) > 0);
}

const rows: Row[] = []
let usage = ''
try {
  const compareWith = async (name: string, facts: boolean, object: string, target: number) => {
    const service = await startService(facts)
    const [subject, baseline] = [() => runBlock('registration'), () => runBlock(object)]
    rows.push(await compareSpeed({ name, target, pairs, subject, baseline }))
    await service.kill()
  }
  await compareWith('send, no handler for facts : the same bytes stored', false, 'silent', 0.8)
  await compareWith('send : the same bytes stored, the same facts delivered', true, 'bare', 0.8)
  await compareWith('send : the same bytes stored, no facts', true, 'silent', 0)
  const service = await startService(true)
  const before = await measureUsage(server, service)
  for (let i = 0; i < 5; i += 1) await runBlock('registration', formToCertificate)
  const calls = 5 * block * (formToCertificate.events.length + 1)
  usage = usageSummary(before, await measureUsage(server, service), calls)
  await service.kill()
} finally {
  await server.remove()
  await rm(bundle)
  agent.destroy()
}

console.log(`node ${process.version}, medians of alternating blocks, ${inFlight} in flight\n`)
for (const { name, target, measured, detail, passed } of rows) {
  console.log(`${passed ? ' ' : '!'} ${[name.padEnd(56), target, measured, detail].join('   ')}`)
}
console.log(`\n${usage}`)
process.exitCode = rows.every(({ passed }) => passed) ? 0 : 1
