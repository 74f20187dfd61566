import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadPackage } from '../openDatabase'
import { UsageError } from '../usageError'
import type { Listening } from './serveSettings'

/** The limits of a server against slow and many clients. */
export type ServerLimits = { timeoutMs: number; connections: number }

/** A server that listens. */
export type StartedServer = {
  /** Its URL, or the path of its socket. */
  where: string
  /** Takes no more requests, and resolves when those that it has are answered, or after the time. */
  close: (withinMs: number) => Promise<void>
}

/** @returns when the server listens. @throws UsageError if the address is taken or not allowed */
function listen(server: Server, listening: Listening): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const where = 'path' in listening ? listening.path : `${listening.host}:${listening.port}`
      reject(new UsageError(`${where}: ${code ?? message}`))
    })
    server.listen(listening, resolve)
  })
}

/** Starts a server. A client that is slow to send its request is answered `408`. */
export async function startServer(
  fetch: (request: Request) => Promise<Response>,
  listening: Listening,
  { timeoutMs, connections }: ServerLimits,
): Promise<StartedServer> {
  const { createAdaptorServer } = await loadPackage(
    '@hono/node-server',
    () => import('@hono/node-server'),
    'serve',
  )
  const server = createAdaptorServer({
    fetch,
    serverOptions: {
      requestTimeout: timeoutMs,
      headersTimeout: timeoutMs,
      connectionsCheckingInterval: Math.min(1000, timeoutMs),
      keepAliveTimeout: 5000,
      maxHeaderSize: 16 * 1024,
    },
  }) as Server
  server.maxConnections = connections
  await listen(server, listening)
  const address = server.address() as AddressInfo | string
  const host = typeof address === 'string' ? address : address.address
  return {
    where:
      typeof address === 'string'
        ? address
        : `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: (withinMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), withinMs)
        server.close(() => {
          clearTimeout(timer)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}
