import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** A free port of the loopback. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

/** Polls until a condition holds. @throws if it does not hold within `minutes` */
export async function until(holds: () => Promise<unknown>, what: string, minutes = 1): Promise<void> {
  const end = performance.now() + minutes * 60_000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`timed out after ${minutes} min: ${what}`)
    await setTimeout(20)
  }
}
