import { connect, createServer, type Socket } from 'node:net'

/**
 * A proxy before a PostgreSQL server that loses answers: after a client has sent a commit, or a statement that writes
 * alone, it may cut the connection, before or after the server has answered. The server gets everything.
 */
export type LossyProxy = { url: string; close(): Promise<void> }

/** What a client sends to store something: the commit of a transaction, or the name of a statement. */
const writes = ['commit', 'baokao_write', 'baokao_append'].map((text) => Buffer.from(text))

/** @param random gives numbers from 0 to 1 @param loss the part of the writes whose answer is lost */
export async function lossyProxy(url: string, random: () => number, loss: number): Promise<LossyProxy> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    // A cut connection fails at the other end.
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  const server = createServer((given) => {
    const client = keep(given.setNoDelay())
    const upstream = keep(connect(Number(port), hostname).setNoDelay())
    let lost: 'no' | 'soon' | 'yes' = 'no'
    const cut = () => {
      lost = 'yes'
      client.destroy()
      upstream.end()
    }
    client.on('data', (chunk) => {
      if (lost !== 'no') return
      upstream.write(chunk)
      if (!writes.some((text) => chunk.includes(text)) || random() >= loss) return
      lost = 'soon'
      if (random() < 0.5) cut()
    })
    upstream.on('data', (chunk) => {
      if (lost === 'no') client.write(chunk)
      else if (lost === 'soon') cut()
    })
    client.on('close', () => upstream.end())
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = new URL(url)
  own.port = String((server.address() as { port: number }).port)
  return {
    url: own.toString(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
