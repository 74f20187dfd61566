import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'

/** A way to the test server that can be cut. */
export type Relay = {
  url: string
  /** Resets every connection, and refuses new ones. */
  cut(): Promise<void>
  /** Accepts connections again, on the same port. */
  mend(): Promise<void>
}

/** Listens on the loopback, and passes everything on to the server of a URL. */
export async function relayTo(url: string): Promise<Relay> {
  const { hostname, port } = new URL(url)
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = dial(Number(port), hostname)
    const pass = (from: Socket, to: Socket): void => {
      open.add(from)
      from.on('error', () => {})
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
    pass(client, upstream)
    pass(upstream, client)
  })
  const listen = (port: number) =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve)
    })
  await listen(0)
  const through = new URL(url)
  const own = (server.address() as AddressInfo).port
  through.port = String(own)
  return {
    url: through.href,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.resetAndDestroy()
      }),
    mend: () => listen(own),
  }
}
