import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll } from 'vitest'
import { keyDigest } from '../../src/http'
import { assertPresent } from '../../src/schema/primitives'
import { inProject } from '../support/files'

/** A process of `baokao serve`. */
export type ServeProcess = {
  child: ChildProcess
  url: string
  admin: string
  /** The tokens of a demonstration, by role. */
  tokens: Record<string, string>
  /** What it has written to both outputs. */
  written: () => string
  ended: Promise<{ code: number | null; signal: string | null }>
}

/** The key of the portal of these tests. */
export const portalKey = 'a-long-key-of-the-portal'

/** Starts processes of `baokao serve` for the tests of a file, which end with them. */
export function serveProcesses(): {
  folder: string
  options: string[]
  start: (env: Record<string, string>, ...args: string[]) => Promise<ServeProcess>
} {
  const folder = mkdtempSync(join(tmpdir(), 'baokao-serve-'))
  const running = new Set<ChildProcess>()
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  const actAs = ['candidate', 'office', 'verifier', 'gateway']
  const key = { sha256: keyDigest(portalKey), role: 'portal', id: 'portal', actAs, places: ['100000'] }
  writeFileSync(join(folder, 'keys.json'), JSON.stringify([key]))

  async function start(env: Record<string, string>, ...args: string[]): Promise<ServeProcess> {
    const command = [inProject('dist/cli.js'), 'serve', '--admin-port', '0', ...args]
    const child = spawn(process.execPath, command, {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', LANG: 'C', ...env },
    })
    running.add(child)
    let written = ''
    const tokens: Record<string, string> = {}
    const ended = once(child, 'close').then(([code, signal]) => {
      running.delete(child)
      return { code, signal }
    })
    const listening = new Promise<{ at: string; admin: string }>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        createInterface({ input: assertPresent(stream ?? undefined) }).on('line', (line) => {
          written += `${line}\n`
          const [, role, token] = /^(portal|office|verifier|gateway) (\S+)$/.exec(line) ?? []
          if (role !== undefined && token !== undefined) tokens[role] = token
          if (line.includes('"listening"')) resolve(JSON.parse(line))
        })
      void ended.then(({ code }) => reject(new Error(`it ended with ${code}: ${written}`)))
    })
    const { at, admin } = await listening
    return { child, url: at, admin, tokens, written: () => written, ended }
  }
  const options = ['--keys', 'keys.json', '--notices', inProject('data/notices'), '--port', '0']
  return { folder, options, start }
}

/** Sends JSON to a process of the service. */
export async function post(
  url: string,
  path: string,
  { token, actor, key, body }: { token: string; actor?: string; key?: string; body: unknown },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(actor !== undefined && { 'baokao-actor': actor }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
