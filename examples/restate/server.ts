import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort, until } from '../loopback'

/**
 * The path of the server, which `npm run example:restate` installs in this folder. The package's command would start it as
 * a child, which survives a kill of its parent.
 */
export function binaryPath(): string {
  const folder = createRequire(resolve('examples/restate/package.json'))
  const resolved = folder.resolve('@restatedev/restate-server/package.json')
  return createRequire(resolved).resolve(
    `@restatedev/restate-server-${platform()}-${arch()}/bin/restate-server`,
  )
}

/** Kills a child when this process exits. */
export function killOnExit(child: ChildProcess): void {
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
}

const isHealthy = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(5000) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** The settings of a server: a configuration file, and environment variables that override it. */
export type ServerSettings = { config?: string; env?: Record<string, string> }

/** A Restate server on the loopback, with its data in a temporary folder. */
export class Server {
  private process: ChildProcess | undefined
  settings: ServerSettings = {}

  private constructor(
    private readonly folder: string,
    private readonly ports: { node: number; admin: number; ingress: number },
  ) {}

  /** Creates a server that is not started yet. */
  static async create(): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'baokao-restate-'))
    return new Server(folder, { node: await freePort(), admin: await freePort(), ingress: await freePort() })
  }

  /** Creates and starts a server. */
  static async start(): Promise<Server> {
    const server = await Server.create()
    await server.up()
    return server
  }

  /** The URL for other servers of a cluster. */
  get address(): string {
    return `http://127.0.0.1:${this.ports.node}/`
  }

  /** The URL for calls of registrations. */
  get ingress(): string {
    return `http://127.0.0.1:${this.ports.ingress}`
  }

  /** The URL of the admin API. */
  get admin(): string {
    return `http://127.0.0.1:${this.ports.admin}`
  }

  get pid(): number | undefined {
    return this.process?.pid
  }

  /** Starts the process with the data of its folder, and waits until it takes calls. */
  async up(): Promise<void> {
    this.launch()
    await this.ready()
  }

  /** Starts the process with the data of its folder. */
  launch(): void {
    const { node, admin, ingress } = this.ports
    const { config, env } = this.settings
    const options = ['--no-logo', '--listen-mode', 'tcp', '--base-dir', this.folder]
    if (config !== undefined) options.push('--config-file', config)
    this.process = spawn(binaryPath(), options, {
      stdio: 'ignore',
      env: {
        ...process.env,
        RESTATE_NODE_NAME: 'baokao',
        RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
        RESTATE_ADVERTISED_ADDRESS: this.address,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
        RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: '512MB',
        RESTATE_DISABLE_TELEMETRY: 'true',
        ...env,
      },
    })
    killOnExit(this.process)
  }

  /** Waits until the process takes calls. */
  async ready(): Promise<void> {
    await until(() => isHealthy(`${this.admin}/health`), 'the admin of the server')
    await until(() => isHealthy(`${this.ingress}/restate/health`), 'the ingress of the server')
  }

  /** Ends the process and keeps its data. */
  async down(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await exited
  }

  /** Ends the process and removes its data. */
  async remove(): Promise<void> {
    await this.down('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }

  /** Registers a service, which receives all new calls from then on. */
  async register(uri: string): Promise<void> {
    const response = await fetch(`${this.admin}/deployments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uri, force: true }),
    })
    if (!response.ok) throw new Error(`the server rejects ${uri}: ${await response.text()}`)
  }

  /** Runs an SQL query on the server's own tables. */
  async ask(query: string): Promise<Record<string, unknown>[]> {
    const response = await fetch(`${this.admin}/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
      // A query waits for all nodes, one of which may not answer.
      signal: AbortSignal.timeout(20_000),
    })
    if (!response.ok) throw new Error(await response.text())
    const { rows } = (await response.json()) as { rows: Record<string, unknown>[] }
    return rows
  }
}
