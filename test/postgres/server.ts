import type { TestProject } from 'vitest/node'
import { freePort } from '../../examples/loopback'
import { postgresOn } from '../../examples/store/server'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string
  }
}

/** Starts one server for all test files, which create their own databases. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { server, url } = await postgresOn(await freePort())
  await server.start()
  provide('postgres', url)
  return () => server.stop()
}
