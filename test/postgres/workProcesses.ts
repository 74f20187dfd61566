import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach } from 'vitest'
import { inProject } from '../support/files'

/** A process of `baokao work`. */
export type WorkProcess = {
  child: ChildProcessWithoutNullStreams
  ended: Promise<{ code: number | null; says: string }>
  /** The next line of its output. */
  line(): Promise<string>
  /** Waits until its errors match, which `since` were written. @returns their length */
  said(what: RegExp, since?: number): Promise<number>
}

/** Processes of `baokao work` for the tests of a file, which run in a folder of their own. */
export function workProcesses(): { folder: string; worker(url: string, ...args: string[]): WorkProcess } {
  const folder = mkdtempSync(join(tmpdir(), 'baokao-work-'))
  const running = new Set<ChildProcessWithoutNullStreams>()
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL')
    running.clear()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function worker(url: string, ...args: string[]): WorkProcess {
    const command = [inProject('dist/cli.js'), 'work', '--every', '0.05', ...args]
    const env = { PATH: process.env.PATH ?? '', LANG: 'C', DATABASE_URL: url }
    const child = spawn(process.execPath, command, { cwd: folder, env })
    running.add(child)
    let says = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      says += text
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    return {
      child,
      ended: once(child, 'close').then(([code]) => ({ code: code as number | null, says })),
      line: async () => (await lines.next()).value as string,
      async said(what, since = 0) {
        while (!what.test(says.slice(since))) {
          if (child.exitCode !== null) throw new Error(`the worker ended: ${says}`)
          await Promise.race([once(child.stderr, 'data'), once(child, 'close')])
        }
        return says.length
      },
    }
  }
  return { folder, worker }
}
