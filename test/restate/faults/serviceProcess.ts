import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { killOnExit } from '../../../examples/restate/server'

/** A report of a service. A line that was read proves that it happened. */
export type ServiceReport = { what: 'serves'; url: string } | { what: 'handled'; fact: string; when: number }

/** A handled fact, and the instant on the service's clock. */
export type HandledFact = Extract<ServiceReport, { what: 'handled' }>

/** How far the service's clock is ahead, in milliseconds, and its port. */
export type ServiceSettings = { ahead: number; port: number }

/**
 * Bundles a service into one file.
 * @param version the version that the bundled library reports
 * @returns the path of the file
 */
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

/** A service in its own process. */
export class Service {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @param onHandled called for each fact that the service handles */
  static async start(
    bundle: string,
    settings: object,
    onHandled: (report: HandledFact) => void,
  ): Promise<Service> {
    const child = spawn(process.execPath, [bundle, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    killOnExit(child)
    const url = await new Promise<string>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', () => reject(new Error('the service ended before it served')))
      createInterface({ input: child.stdout }).on('line', (line) => {
        const report = JSON.parse(line) as ServiceReport
        if (report.what === 'serves') resolve(report.url)
        else onHandled(report)
      })
    })
    return new Service(child, url)
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  /** Kills the process with `kill -9`. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'close')
    this.child.kill('SIGKILL')
    await gone
  }
}
