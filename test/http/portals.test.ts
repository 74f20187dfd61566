import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStore, type Store } from '../../src/postgres'
import { start } from './support'

type CandidateOf = (cookie: string | null) => string | undefined
/** Their frameworks are installed beside them, so that only this test sees their types. */
const portals = '../../examples/portals'

const candidateOf: CandidateOf = (cookie) => /^session=(\w+)$/.exec(cookie ?? '')?.[1]

const servers: [name: string, serve: (store: Store) => Promise<Server>][] = [
  [
    'Hono',
    async (store) => {
      const { honoPortal } = await import(`${portals}/honoPortal.ts`)
      return createServer(getRequestListener(honoPortal(store, candidateOf).fetch))
    },
  ],
  [
    'Express',
    async (store) => {
      const { expressPortal } = await import(`${portals}/expressPortal.ts`)
      return createServer(expressPortal(store, candidateOf))
    },
  ],
  [
    'NestJS',
    async (store) => {
      const { nestPortal } = await import(`${portals}/nestPortal.ts`)
      const app = await nestPortal(store, candidateOf)
      await app.init()
      return app.getHttpServer()
    },
  ],
]

describe.each(servers)('a portal on %s', (_, serve) => {
  let url = ''
  let end: () => Promise<void>
  beforeAll(async () => {
    const lite = await PGlite.create()
    const store = createStore(lite, { now: () => Date.parse(start) })
    await store.migrate()
    const server = await serve(store)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    end = async () => {
      server.closeAllConnections()
      server.close()
      await lite.close()
    }
  })
  afterAll(() => end())

  it('mounts the service beside its own pages', async () => {
    expect(await (await fetch(`${url}/`)).text()).toBe('考试报名')
    const headers = { cookie: 'session=C1', 'content-type': 'application/json' }
    const body = JSON.stringify({ exam: 'social-worker', notice: 'gd-2024-social-worker' })
    const request = { method: 'POST', headers: { ...headers, 'idempotency-key': 'k' }, body }
    const opened = await fetch(`${url}/baokao/registrations`, request)
    expect(opened.status).toBe(201)
    const { registrationId } = (await opened.json()) as { registrationId: string }
    const sent = await fetch(`${url}/baokao/registrations/${registrationId}/events`, {
      ...request,
      body: '{"type":"agreement.accept"}',
    })
    expect(await sent.json()).toMatchObject({ state: 'account.profile', repeated: false })
    const other = { headers: { cookie: 'session=C2' } }
    expect((await fetch(`${url}/baokao/registrations/${registrationId}`, other)).status).toBe(404)
    expect((await fetch(`${url}/baokao/registrations/${registrationId}`)).status).toBe(401)
    expect((await fetch(`${url}/baokao/registrations/${registrationId}`, { headers })).status).toBe(200)
  })
})
