import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { killOnExit } from '../../../examples/restate/server'

/** What a service tells of itself. A line in the reader's hands means that it happened. */
export type Told = { what: 'serves'; url: string } | { what: 'handled'; fact: string; when: number }

/** How far its clock is ahead, in milliseconds, and where it listens. */
export type Setting = { ahead: number; port: number }

/** Makes one file of the service and all it needs, as of some version of the library. @returns its path */
export async function bundled(version?: string, entry = 'test/restate/faults/service.ts'): Promise<string> {
  const outfile = join(tmpdir(), `baokao-service-${randomUUID()}.mjs`)
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
    plugins: [
      {
        name: 'version',
        setup({ onLoad }) {
          if (version === undefined) return
          onLoad({ filter: /\/package\.json$/ }, async ({ path }) => {
            const manifest = JSON.parse(await readFile(path, 'utf8'))
            return { contents: JSON.stringify({ ...manifest, version }), loader: 'json' }
          })
        },
      },
    ],
  })
  return outfile
}

/** A service in a process of its own. */
export class Service {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts one; `hear` is told of each fact that it handles. */
  static async start(bundle: string, setting: object, hear: (told: Told) => void): Promise<Service> {
    const child = spawn(process.execPath, [bundle, JSON.stringify(setting)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    killOnExit(child)
    const url = await new Promise<string>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', () => reject(new Error('the service ended before it served')))
      createInterface({ input: child.stdout }).on('line', (line) => {
        const told = JSON.parse(line) as Told
        if (told.what === 'serves') resolve(told.url)
        else hear(told)
      })
    })
    return new Service(child, url)
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'close')
    this.child.kill('SIGKILL')
    await gone
  }
}
