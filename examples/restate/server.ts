import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, until } from '../loopback'

/** The server itself: the package's own command starts it as a child, which would outlive a kill. */
function binary(): string {
  const from = createRequire(import.meta.url).resolve('@restatedev/restate-server/package.json')
  return createRequire(from).resolve(`@restatedev/restate-server-${platform()}-${arch()}/bin/restate-server`)
}

/** Lets a process end with this one. */
export function endWithUs(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

/** A Restate server on the loopback, with its data in a temporary folder. */
export class Server {
  private process: ChildProcess | undefined

  private constructor(
    private readonly folder: string,
    private readonly ports: { node: number; admin: number; ingress: number },
  ) {}

  /** Makes one and starts it. */
  static async start(): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'baokao-restate-'))
    const ports = { node: await freePort(), admin: await freePort(), ingress: await freePort() }
    const server = new Server(folder, ports)
    await server.up()
    return server
  }

  /** Where registrations are called. */
  get ingress(): string {
    return `http://127.0.0.1:${this.ports.ingress}`
  }

  /** Where services are made known. */
  get admin(): string {
    return `http://127.0.0.1:${this.ports.admin}`
  }

  get pid(): number | undefined {
    return this.process?.pid
  }

  /** Starts it on what it had. */
  async up(): Promise<void> {
    const { node, admin, ingress } = this.ports
    this.process = spawn(binary(), ['--no-logo', '--listen-mode', 'tcp', '--base-dir', this.folder], {
      stdio: 'ignore',
      env: {
        ...process.env,
        RESTATE_NODE_NAME: 'baokao',
        RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
        RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
        RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: '512MB',
        RESTATE_DISABLE_TELEMETRY: 'true',
      },
    })
    endWithUs(this.process)
    await until(() => answers(`${this.admin}/health`), 'the admin of the server')
    await until(() => answers(`${this.ingress}/restate/health`), 'the ingress of the server')
  }

  /** Ends it, in peace or by `kill -9`; what it has stored stays. */
  async down(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.down('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }

  /** Makes a service known: from then on it gets the new calls. */
  async register(uri: string): Promise<void> {
    const response = await fetch(`${this.admin}/deployments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uri, force: true }),
    })
    if (!response.ok) throw new Error(`the server does not take ${uri}: ${await response.text()}`)
  }

  /** Asks the server about itself, in SQL. */
  async ask(query: string): Promise<Record<string, unknown>[]> {
    const response = await fetch(`${this.admin}/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
    })
    if (!response.ok) throw new Error(await response.text())
    const { rows } = (await response.json()) as { rows: Record<string, unknown>[] }
    return rows
  }
}
