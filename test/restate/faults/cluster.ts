import { execFileSync } from 'node:child_process'
import { connect } from 'node:http2'
import { setTimeout } from 'node:timers/promises'
import { until } from '../../../examples/loopback'
import { Registrations } from '../../../examples/restate/client'
import { binaryPath, Server } from '../../../examples/restate/server'
import { objectStore } from './objectStore'

/** The configuration of one of three nodes, as the documentation has it. */
const config = 'examples/restate/restate.toml'

/** The settings of a configuration, each with its section and without spaces. */
function settingsOf(toml: string): Set<string> {
  let section = ''
  // A list may stand on several lines.
  const onOneLine = toml.replace(/#.*/g, '').replace(/\[\s*\n[^\]]*\]/g, (list) => list.replace(/\s/g, ''))
  return new Set(
    onOneLine.split('\n').flatMap((line) => {
      const [, name] = /^\[([\w.-]+)\]$/.exec(line.trim()) ?? []
      if (name !== undefined) section = name
      return line.includes('=') ? [`${section}: ${line.replace(/\s/g, '').replace(',]', ']')}`] : []
    }),
  )
}

/** The settings of the configuration that the server does not know, or reads as something else. It ignores them. */
export function ignoredSettings(toml: string): string[] {
  const options = ['--config-file', config, '--dump-config']
  const used = settingsOf(execFileSync(binaryPath(), options, { encoding: 'utf8' }))
  return [...settingsOf(toml)].filter((setting) => !used.has(setting))
}

/** Provisions the cluster with the settings of the node's configuration, as `restatectl provision` does. */
function provision(node: Server): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(node.address)
    const end = (done: boolean) => {
      session.destroy()
      resolve(done)
    }
    session.on('error', () => end(false))
    const call = session.request({
      ':method': 'POST',
      ':path': '/restate.node_ctl_svc.NodeCtlSvc/ProvisionCluster',
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    let status: unknown
    const read = (headers: Record<string, unknown>) => {
      status = headers['grpc-status'] ?? status
    }
    call.on('error', () => end(false))
    call.on('response', read)
    call.on('trailers', read)
    call.on('end', () => end(status === '0'))
    call.resume()
    // An empty message: all settings are those of the configuration.
    call.end(Buffer.alloc(5))
  })
}

/** A client that turns to the next node if one gives no answer. */
export class ClusterRegistrations extends Registrations {
  private turn = 0

  constructor(private readonly nodes: readonly Server[]) {
    super('')
  }

  override async raw(
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const node = this.nodes[this.turn % this.nodes.length] as Server
    const at = this.turn
    try {
      const response = await fetch(`${node.ingress}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body }),
        signal: AbortSignal.timeout(8000),
      })
      if (response.status < 500) return response
      throw new Error(await response.text())
    } catch (error) {
      if (this.turn === at) this.turn += 1
      throw error
    }
  }
}

/** Three nodes on the loopback. Only names, ports, folders, memory and the address of the object store are their own. */
export class Cluster {
  readonly registrations: ClusterRegistrations

  private constructor(
    readonly nodes: readonly Server[],
    private readonly store: { close(): void },
  ) {
    this.registrations = new ClusterRegistrations(nodes)
  }

  static async start(): Promise<Cluster> {
    const nodes = await Promise.all([Server.create(), Server.create(), Server.create()])
    // A partition starts only if it can ask for its snapshot.
    const store = await objectStore()
    for (const [i, node] of nodes.entries()) {
      node.settings = {
        config,
        env: {
          RESTATE_NODE_NAME: `node-${i + 1}`,
          RESTATE_METADATA_CLIENT__ADDRESSES: JSON.stringify(nodes.map(({ address }) => address)),
          RESTATE_WORKER__SNAPSHOTS__AWS_REGION: 'local',
          RESTATE_WORKER__SNAPSHOTS__AWS_ENDPOINT_URL: store.url,
          RESTATE_WORKER__SNAPSHOTS__AWS_ALLOW_HTTP: 'true',
          RESTATE_WORKER__SNAPSHOTS__AWS_ACCESS_KEY_ID: 'test',
          RESTATE_WORKER__SNAPSHOTS__AWS_SECRET_ACCESS_KEY: 'test',
        },
      }
      node.launch()
    }
    const cluster = new Cluster(nodes, store)
    await until(() => provision(cluster.node(0)), 'the cluster')
    for (const node of nodes) await node.ready()
    return cluster
  }

  node(i: number): Server {
    return this.nodes[i % this.nodes.length] as Server
  }

  /** Pauses a node, which neither answers nor closes its connections. */
  pause(i: number): void {
    process.kill(this.node(i).pid as number, 'SIGSTOP')
  }

  resume(i: number): void {
    process.kill(this.node(i).pid as number, 'SIGCONT')
  }

  /**
   * Does what an operator would. A call that ran on a partition when that lost its leader can stay `ready` for ever in
   * Restate 1.7: no node runs it, and the calls of its key wait behind it. It runs once the leader changes again, so that
   * the nodes are paused one after the other until it does.
   * @returns how often a call had been ready for half a minute
   */
  async freeStalled(signal: AbortSignal): Promise<number> {
    const wait = (ms: number) => setTimeout(ms, undefined, { signal }).catch(() => {})
    /** The calls that are ready, by the first node that answers. */
    const ready = async (): Promise<string[]> => {
      for (const node of this.nodes) {
        const rows = await node.ask(`select id from sys_invocation where status = 'ready'`).catch(() => [])
        if (rows.length > 0) return rows.map(({ id }) => String(id))
      }
      return []
    }
    const stillReady = async (before: string[]): Promise<string[]> =>
      (await ready()).filter((id) => before.includes(id))
    let stalled = 0
    while (!signal.aborted) {
      let calls = await ready()
      for (let turn = 0; turn < 3 && calls.length > 0; turn += 1) {
        await wait(10_000)
        calls = await stillReady(calls)
      }
      if (calls.length > 0 && !signal.aborted) stalled += 1
      for (let i = 0; i < this.nodes.length && calls.length > 0 && !signal.aborted; i += 1) {
        // One that does not answer is away already.
        if (
          (await this.node(i)
            .ask('select 1')
            .catch(() => undefined)) === undefined
        )
          continue
        this.pause(i)
        await wait(12_000)
        this.resume(i)
        await wait(4000)
        calls = await stillReady(calls)
      }
      await wait(5000)
    }
    return stalled
  }

  async remove(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.remove()))
    this.store.close()
  }
}
