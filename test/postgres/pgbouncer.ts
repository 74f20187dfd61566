import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as dial } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, until } from '../../examples/loopback'

/** PgBouncer in transaction mode, in front of the test server. */

const isRoot = process.getuid?.() === 0

const isInstalled = (): boolean => spawnSync('pgbouncer', ['--version']).error === undefined

/** Installs PgBouncer, if the machine is a Debian and this is its root. @returns what is missing; `undefined` if it is there */
export function missingPgbouncer(): string | undefined {
  if (!isInstalled() && isRoot) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const install = ['install', '-y', '-qq', '--no-install-recommends', 'pgbouncer']
    for (const args of [['update', '-qq'], install]) spawnSync('apt-get', args, { env, stdio: 'ignore' })
  }
  return isInstalled() ? undefined : 'pgbouncer is not installed: apt-get install pgbouncer'
}

export type Pgbouncer = { urlOf(database: string): string; stop(): Promise<void> }

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = dial(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

/** Starts a PgBouncer with few connections to the server, so that clients share them. */
export async function startPgbouncer(server: string, poolSize = 3): Promise<Pgbouncer> {
  const { hostname, port, username, password } = new URL(server)
  const folder = mkdtempSync(join(tmpdir(), 'baokao-pgbouncer-'))
  chmodSync(folder, 0o755)
  const own = await freePort()
  const config = join(folder, 'pgbouncer.ini')
  writeFileSync(
    config,
    `[databases]
* = host=${hostname} port=${port} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
`,
  )
  // It refuses to run as root.
  const child: ChildProcess = spawn('pgbouncer', [...(isRoot ? ['-u', 'nobody'] : []), config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let says = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    says += text
  })
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended: ${says}`)
    return accepts(own)
  }, 'pgbouncer')
  return {
    urlOf: (database) => `postgres://${username}:${password}@127.0.0.1:${own}/${database}`,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
