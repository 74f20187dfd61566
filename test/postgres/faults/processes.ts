import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import type { Told } from './told'
import type { Load } from './worker'

/** Makes one file of the worker and all it needs. @returns its path */
export async function bundled(): Promise<string> {
  const outfile = join(tmpdir(), `baokao-worker-${randomUUID()}.cjs`)
  await build({
    entryPoints: ['test/postgres/faults/worker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['pg-native'],
    logLevel: 'error',
  })
  return outfile
}

/** A process of its own, and what it has told. */
export class Worker {
  readonly told: Told[] = []
  private readonly child: ChildProcess
  private readonly waiting = new Set<() => void>()
  private errors = ''
  /** Settles once it has gone and everything it told is read: whether it was killed or ended by itself. */
  readonly gone: Promise<void>

  /** @param signal kills it when aborted */
  constructor(bundle: string, load: Load, signal?: AbortSignal) {
    const child = spawn(process.execPath, [bundle, JSON.stringify(load)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal, killSignal: 'SIGKILL' }),
    })
    this.child = child
    child.stderr.on('data', (chunk: Buffer) => {
      this.errors += chunk.toString()
    })
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      this.told.push(JSON.parse(line) as Told)
      for (const wake of this.waiting) wake()
    })
    const read = new Promise((resolve) => lines.on('close', resolve))
    this.gone = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        if (signal === 'SIGKILL' || code === 0) read.then(() => resolve())
        else reject(new Error(`a worker ended by itself: ${this.errors}`))
      })
    })
    // Whoever waits hears of it; nobody has to.
    this.gone.catch(() => undefined)
  }

  /** Waits until it has told so many lines. @throws if it ends before */
  async tells(lines: number): Promise<void> {
    await Promise.race([
      this.gone.then(() => {
        if (this.told.length < lines) throw new Error('the worker ended too early')
      }),
      new Promise<void>((resolve) => {
        const wake = () => {
          if (this.told.length < lines) return
          this.waiting.delete(wake)
          resolve()
        }
        this.waiting.add(wake)
        wake()
      }),
    ])
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.gone
  }
}
