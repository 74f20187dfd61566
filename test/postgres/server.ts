import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import { freePort } from '../../examples/loopback'
import { postgresOn } from '../../examples/store/server'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string
    /** A file with an empty PGlite: to load it is several times as fast as to make one. */
    pglite: string | undefined
  }
}

async function emptyPGlite(file: string): Promise<void> {
  const lite = await PGlite.create()
  const data = await lite.dumpDataDir('none')
  await lite.close()
  writeFileSync(file, new Uint8Array(await data.arrayBuffer()))
}

/** Starts one server for all test files, which create their own databases. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'baokao-pglite-'))
  const file = join(folder, 'empty.tar')
  const { server, url } = await postgresOn(await freePort())
  await Promise.all([server.start(), emptyPGlite(file)])
  provide('postgres', url)
  provide('pglite', file)
  return async () => {
    rmSync(folder, { recursive: true })
    await server.stop()
  }
}
