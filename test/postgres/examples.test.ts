import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { portal } from '../../examples/http'
import { demonstrate } from '../../examples/store/demonstration'
import { first } from '../../examples/storing'
import { type Services, work } from '../../examples/worker'
import { buildIfOld } from '../support/built'
import { inProject } from '../support/files'
import { arrived, onPostgres } from './support'

const now = '2024-04-09T03:00:00+08:00'

describe('the store example', () => {
  it('stores a registration, and returns the rule that refuses an event', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baokao-first-'))
    try {
      expect(await first(folder)).toEqual([
        'application.save',
        'route.choose',
        'route.choose commitment.no-return',
        'filling.confirmation until 2027-03-10T17:00:00+08:00',
      ])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('the demonstration', () => {
  const bench = onPostgres()

  it('shows clicks on a portal, a refusal, a refund and a fired deadline', async () => {
    const said: string[] = []
    await demonstrate(bench().url, (line) => said.push(line))
    const output = said.join('\n')
    expect(output).toMatch(/POST route\.choose → 409 commitment\.no-return/)
    expect(output).toMatch(
      /settle → registered\.waiting\n.*pays 17100 fen back for R-2, under the key R\/\d+\/0/,
    )
    expect(output).toMatch(/ until 2024-04-17T17:00:00\+08:00\n {2}ended\.abandoned/)
    expect(output).toMatch(/8 visits, 6 of them accepted$/)
  })

  it('exits with 0 when it runs as documented', () => {
    buildIfOld()
    const run = (command: string, ...args: string[]) =>
      spawnSync(command, args, { cwd: inProject('.'), encoding: 'utf8' })
    expect(run('npx', 'tsup', '--config', 'examples/store/tsup.config.ts')).toMatchObject({ status: 0 })
    const { status, stdout, stderr } = run(process.execPath, 'examples/store/dist/index.js')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/8 visits, 6 of them accepted\n$/)
  })
})

describe('the HTTP handler example', () => {
  const bench = onPostgres()
  let server: Server | undefined
  let candidate = ''
  beforeAll(async () => {
    await bench().sql('create table visit (registration text, event text, accepted boolean)')
    const store = bench().store({ now: () => Date.parse(now) })
    server = portal(store, bench().database, () => candidate)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => server?.close())

  async function post(
    id: string,
    body: unknown,
    key: string | null = 'click',
  ): Promise<{ status: number; body: unknown }> {
    const { port } = (server as Server).address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/registrations/${id}/events`, {
      method: 'POST',
      headers: key === null ? {} : { 'idempotency-key': key },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  }
  const visits = () => bench().sql('select registration, event, accepted from visit')

  it('stores the decision and the portal’s own row together, and decides a repeated click once', async () => {
    const store = bench().store()
    const id = await arrived(store, 'paying.awaiting')
    candidate = (await store.get(id))?.candidateId ?? ''
    const withdraw = { type: 'commitment.withdraw' }
    const first = await post(id, withdraw)
    expect(first).toEqual({ status: 200, body: { state: { declaring: { proof: 'uploading' } } } })
    expect(await post(id, withdraw)).toEqual(first)
    expect(await visits()).toEqual(Array(2).fill({ registration: id, event: withdraw.type, accepted: true }))
    const stored = (await store.log(id)).filter(({ type }) => type === withdraw.type)
    // The store stamps the event with the time of the request.
    expect(stored).toMatchObject([{ at: now }])
  })

  it('returns 409 for another candidate’s registration, 404 for an unknown one, 400 for a bad event or no key', async () => {
    const id = await arrived(bench().store(), 'paying.awaiting')
    const withdraw = { type: 'commitment.withdraw', at: '2024-04-07T09:00:00+08:00' }
    candidate = 'somebody else'
    expect(await post(id, withdraw)).toMatchObject({ status: 409, body: { rule: 'actor.personal-act' } })
    expect(await post(id, { type: 'application.save', application: 7 }, 'save')).toMatchObject({
      status: 400,
      body: { rule: 'event.malformed' },
    })
    expect(await post('nobody', withdraw)).toMatchObject({ status: 404 })
    expect(await post(id, withdraw, null)).toMatchObject({ status: 400 })
  })

  it.each(['{ "type": ', '', 'null'])(
    'returns 400 for the body %j, which is not an event as JSON',
    async (body) => {
      expect(await post('R', body)).toEqual({
        status: 400,
        body: { message: 'The body must be an event as JSON' },
      })
      expect(await post('R', body, null)).toMatchObject({ status: 400 })
    },
  )

  it('stores neither the decision nor the portal’s own row if that row fails', async () => {
    const store = bench().store()
    const id = await arrived(store, 'paying.awaiting')
    candidate = (await store.get(id))?.candidateId ?? ''
    await bench().sql("alter table visit add constraint odd check (event <> 'payment.claim')")
    const claim = { type: 'payment.claim', orderNo: `${id}-1` }
    expect((await post(id, claim)).status).toBe(500)
    expect((await store.get(id))?.state).toBe('paying.awaiting')
    await bench().sql('alter table visit drop constraint odd')
    expect((await post(id, claim)).body).toEqual({ state: { paying: 'reconciling' } })
  })
})

describe('the worker example', () => {
  const bench = onPostgres()

  it('pays a refund under the id of its fact, and stops when it is aborted', async () => {
    const store = bench().store()
    const id = await arrived(store, 'paying.awaiting')
    const stopping = new AbortController()
    const done: string[] = []
    const services: Services = {
      refund: async (key, orderNo, amountFen) => {
        done.push(`${key} ${orderNo} ${amountFen}`)
        stopping.abort()
      },
      mail: async () => {},
    }
    const by = { role: 'gateway', id: 'bank' } as const
    const paid = { orderNo: `${id}-1`, transactionId: `T${id}`, amountFen: 100, paidAt: now }
    await store.send(id, { type: 'payment.settle', at: now, by, ...paid })
    await work(store, services, stopping.signal)
    expect(done).toEqual([expect.stringMatching(new RegExp(`^${id}/\\d+/0 ${id}-1 100$`))])
  })
})
