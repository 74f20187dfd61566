import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { type HistoryLine, monotonic } from '../history/history'
import type { Load } from './worker'

/** Bundles the worker into one file. @returns its path */
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

/** A worker in its own process, and its part of the history. */
export class Worker {
  readonly history: HistoryLine[] = []
  private readonly child: ChildProcess
  private readonly waiting = new Set<() => void>()
  private errors = ''
  /** Resolves once the process was killed or has succeeded and all its lines are read; rejects if it has failed. */
  readonly gone: Promise<void>

  /** @param signal kills the process when aborted */
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
      this.history.push(JSON.parse(line) as HistoryLine)
      for (const wake of this.waiting) wake()
    })
    const read = new Promise((resolve) => lines.on('close', resolve))
    this.gone = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        const killed = signal === 'SIGKILL'
        const gone: HistoryLine = {
          line: 'gone',
          process: load.name,
          time: monotonic(),
          ...(killed && { killed }),
        }
        if (killed || code === 0) read.then(() => this.history.push(gone)).then(() => resolve())
        else reject(new Error(`a worker failed: ${this.errors}`))
      })
    })
    // Prevents an unhandled rejection; callers that await `gone` still get the error.
    this.gone.catch(() => undefined)
  }

  /** Waits for the first `count` lines. @throws if the worker ends before them */
  async wrote(count: number): Promise<void> {
    await Promise.race([
      this.gone.then(() => {
        if (this.history.length < count) throw new Error('the worker ended too early')
      }),
      new Promise<void>((resolve) => {
        const wake = () => {
          if (this.history.length < count) return
          this.waiting.delete(wake)
          resolve()
        }
        this.waiting.add(wake)
        wake()
      }),
    ])
  }

  /** Kills the process with `kill -9`. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.gone
  }
}
