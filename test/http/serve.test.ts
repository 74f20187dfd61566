import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { receiver } from '../../examples/clients/receiver'
import { usualEducation } from '../../src/testing/candidateData'
import { relayTo } from '../postgres/relay'
import { freshDatabase } from '../postgres/support'
import { inProject } from '../support/files'
import { portalKey, post, serveProcesses } from './serving'

const opening = { exam: 'social-worker', notice: 'gd-2024-social-worker' }
const profile = {
  name: '陈晓',
  idType: 'residentId',
  idNumber: '440101199001080079',
  gender: 'female',
  phone: '13800000000',
  email: 'chen@example.com',
  employer: 'Yuexiu Community Centre',
  address: '1 Example Road, Guangzhou',
  postcode: '510000',
  education: usualEducation,
}

/** A connection that sends text as it is. */
async function connected(url: string, sent = ''): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(sent)
  return socket
}

describe('baokao serve', () => {
  const { options, start, folder } = serveProcesses()

  it('--demo has a clock to move, and logs nothing personal', async () => {
    const { url, admin, tokens, written, child, ended } = await start({}, '--demo', '--port', '0')
    const token = tokens.portal ?? ''
    const actor = 'candidate:C1'
    const send = (key: string, body: object) =>
      post(url, '/registrations/R1/events', { token, actor, key, body })
    expect(
      await post(url, '/registrations', {
        token,
        body: { registrationId: 'R1', candidateId: 'C1', ...opening },
      }),
    ).toMatchObject({ status: 201 })
    expect(await send('key-one', { type: 'agreement.accept' })).toMatchObject({ status: 200 })
    expect(
      await send('key-two', { type: 'profile.submit', profile: { ...profile, phone: 7 } }),
    ).toMatchObject({ status: 422 })
    expect(await send('key-three', { type: 'profile.submit', profile })).toMatchObject({
      status: 200,
      body: { state: 'account.photo' },
    })
    expect(await post(url, '/clock', { token, body: { now: '2024-06-01T00:00:00+08:00' } })).toMatchObject({
      status: 200,
      body: { fired: 1 },
    })
    expect(await send('key-four', { type: 'registration.cancel' })).toMatchObject({
      status: 409,
      body: { state: 'ended.abandoned' },
    })
    await fetch(`${url}/registrations/440101199001080079?name=${encodeURIComponent('陈晓')}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const metrics = await (await fetch(`${admin}/metrics`)).text()
    expect(metrics).toContain('baokao_http_requests_total{operation="sendEvent",status="200"} 2')
    expect(metrics).toContain(
      'baokao_decisions_total{type="profile.submit",accepted="true",repeated="false"} 1',
    )
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, signal: null })
    const log = written()
    const lines = log
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
    expect(lines).toContainEqual(
      expect.objectContaining({
        requestId: expect.any(String),
        operation: 'sendEvent',
        id: 'R1',
        caller: 'portal:portal',
        actor,
        status: 409,
        rule: 'registration.ended',
      }),
    )
    expect(lines.filter(({ msg }) => msg === 'request')).toHaveLength(7)
    const secrets = [
      ...Object.values(profile).filter((value) => typeof value === 'string'),
      'Sun Yat-sen',
      '105581201405000001',
      'key-one',
    ]
    const logged = lines.map((line) => JSON.stringify(line)).join('\n') + metrics
    expect(
      secrets.filter((secret) => secret !== 'female' && secret !== 'residentId' && logged.includes(secret)),
    ).toEqual([])
    expect(logged).not.toContain(token)
  })

  it('--demo listens on no other address', async () => {
    await expect(start({}, '--demo', '--host', '0.0.0.0')).rejects.toThrow('127.0.0.1 only')
  })

  it('says what is missing', async () => {
    const url = await freshDatabase()
    await expect(start({ DATABASE_URL: url }, '--notices', inProject('data/notices'))).rejects.toThrow(
      '--keys, --jwks',
    )
    await expect(start({ DATABASE_URL: url }, '--keys', 'keys.json')).rejects.toThrow('--notices')
    await expect(start({}, ...options)).rejects.toThrow('DATABASE_URL')
    await expect(start({ DATABASE_URL: url }, ...options, '--webhook', 'x')).rejects.toThrow(
      '--webhook-secret',
    )
    await expect(
      start({ DATABASE_URL: url }, ...options, '--jwks', 'https://id.example/jwks'),
    ).rejects.toThrow('--issuer')
    await expect(start({ DATABASE_URL: url }, ...options, '--port', 'x')).rejects.toThrow('--port x')
  })

  it('takes its options from variables, ends long polls on SIGTERM, and is not ready then', async () => {
    const { url, admin, child, ended, written } = await start({
      DATABASE_URL: await freshDatabase(),
      BAOKAO_KEYS: join(folder, 'keys.json'),
      BAOKAO_NOTICES: inProject('data/notices'),
      BAOKAO_PORT: '0',
    })
    expect((await fetch(`${admin}/readyz`)).status).toBe(200)
    expect((await fetch(`${admin}/healthz`)).status).toBe(200)
    expect((await fetch(`${admin}/nothing`)).status).toBe(404)
    const token = portalKey
    await post(url, '/facts/lease', { token, body: { consumer: 'mail' } })
    const waiting = post(url, '/facts/lease', { token, body: { consumer: 'mail', wait: 30 } })
    // The poll has begun once a later request is answered.
    await post(url, '/facts/lease', { token, body: { consumer: 'bank' } })
    child.kill('SIGTERM')
    expect(await waiting).toEqual({ status: 200, body: { items: [] } })
    expect(await ended).toEqual({ code: 0, signal: null })
    expect(written()).toContain('"stopped"')
  })

  it('serves as a role that may not make tables, once the owner has', async () => {
    const owner = await freshDatabase()
    const role = `app_${owner.slice(-12)}`
    const { default: pg } = await import('pg')
    const root = new pg.Client({ connectionString: owner })
    await root.connect()
    await root.query(`create role ${role} login password 'app'`)
    const app = new URL(owner)
    Object.assign(app, { username: role, password: 'app' })
    await expect(start({ DATABASE_URL: app.href }, ...options)).rejects.toThrow('it ended with 2')
    const migrate = [inProject('dist/cli.js'), 'migrate', '--grant', role]
    await promisify(execFile)(process.execPath, migrate, { env: { ...process.env, DATABASE_URL: owner } })
    const { url, child, ended } = await start({ DATABASE_URL: app.href }, ...options)
    const body = { registrationId: 'R1', candidateId: 'C1', ...opening }
    expect(await post(url, '/registrations', { token: portalKey, body })).toMatchObject({ status: 201 })
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    await root.end()
  })

  it('sends facts to a webhook', async () => {
    const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
    writeFileSync(join(folder, 'secret'), `${secret}\n`)
    const got: string[] = []
    const hook = receiver(secret, async (id) => {
      got.push(id)
    })
    hook.listen(0, '127.0.0.1')
    await once(hook, 'listening')
    const target = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`
    const webhook = ['--webhook', `mail=${target}`, '--webhook-secret', 'secret']
    const { url, child, ended, admin } = await start(
      { DATABASE_URL: await freshDatabase() },
      ...options,
      ...webhook,
    )
    const token = portalKey
    await post(url, '/registrations', {
      token,
      body: { registrationId: 'R1', candidateId: 'C1', ...opening },
    })
    const arrived = once(hook, 'request')
    // The bundled notice is of the past: registration has closed, and cancelling says so.
    const sent = { token, actor: 'candidate:C1', key: 'k', body: { type: 'registration.cancel' } }
    await post(url, '/registrations/R1/events', sent)
    await arrived
    for (let delivered = false; !delivered; )
      delivered = (await (await fetch(`${admin}/metrics`)).text()).includes('consumer="mail",failed="false"')
    expect(got.length).toBeGreaterThan(0)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    hook.close()
    hook.closeAllConnections()
  })

  it('listens on a socket', async () => {
    const socket = join(folder, 'service.sock')
    const { url, child, ended } = await start(
      { DATABASE_URL: await freshDatabase() },
      ...options,
      '--socket',
      socket,
    )
    expect(url).toBe(socket)
    const connection = connect(socket)
    connection.end('GET /rules/event.not-now HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect(await text(connection)).toMatch(/^HTTP\/1\.1 200 OK/)
    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
  })

  it('is not ready while the database is away', async () => {
    const database = await freshDatabase()
    const relay = await relayTo(database)
    const { admin, url, child } = await start({ DATABASE_URL: relay.url }, ...options)
    await relay.cut()
    const answer = await fetch(`${admin}/readyz`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({
      ready: false,
      why: { zh: expect.any(String), en: expect.any(String) },
    })
    expect((await fetch(`${admin}/healthz`)).status).toBe(200)
    const refused = await fetch(`${url}/registrations`, { headers: { authorization: `Bearer ${portalKey}` } })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await refused.text()).not.toContain('ECONN')
    await relay.mend()
    for (let status = 0; status !== 200; ) status = (await fetch(`${admin}/readyz`)).status
    child.kill('SIGKILL')
    await relay.cut()
  })

  it('ends slow requests, and goes on', async () => {
    const { url, child } = await start({ DATABASE_URL: await freshDatabase() }, ...options, '--timeout', '1')
    const head = `POST /registrations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${portalKey}\r\nContent-Type: application/json\r\n`
    const slow = await Promise.all([
      connected(url),
      connected(url, head),
      connected(url, `${head}Content-Length: 100\r\n\r\n{"a`),
      connected(url, `${head}Transfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n`),
    ])
    const answers = await Promise.all(slow.map((socket) => text(socket)))
    expect(answers.slice(1).every((answer) => answer.startsWith('HTTP/1.1 4'))).toBe(true)
    expect((await fetch(`${url}/rules`)).status).toBe(200)
    child.kill('SIGKILL')
  })

  it('holds a thousand connections, and refuses more', async () => {
    const { url, child } = await start({ DATABASE_URL: await freshDatabase() }, ...options)
    const sockets = await Promise.all(Array.from({ length: 1000 }, () => connected(url)))
    const more = await connected(url, 'GET /rules HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(await text(more).catch(() => '')).toBe('')
    for (const socket of sockets) socket.destroy()
    for (let status = 0; status !== 200; )
      status = await fetch(`${url}/rules`).then(
        (answer) => answer.status,
        () => 0,
      )
    child.kill('SIGKILL')
  })

  it('needs nothing of it for the other commands', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      inProject('dist/cli.js'),
      'rules',
      'event.not-now',
      '--json',
    ])
    expect(JSON.parse(stdout)).toHaveLength(1)
  })
})
