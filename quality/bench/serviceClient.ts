import { connect, type Socket } from 'node:net'
import { parentPort } from 'node:worker_threads'
import { concurrently, microsPerEvent } from './compare'

/** The client of the bench: a thread that sends requests on connections that it keeps, with as little work as it can. */

/** What the thread sends: the events of each registration, one after the other. */
export type ClientWork = {
  port: number
  key: string
  connections: number
  registrations: { id: string; events: { actor: string; body: string }[] }[]
}

/** A connection on which one request is under way at a time. */
class Connection {
  private received = ''
  private resolve: (status: number) => void = () => {}

  constructor(private readonly socket: Socket) {
    socket.setNoDelay()
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.received += text
      const end = this.received.indexOf('\r\n\r\n')
      const [, length] = /content-length: (\d+)/i.exec(this.received.slice(0, end)) ?? []
      if (end < 0 || length === undefined || this.received.length < end + 4 + Number(length)) return
      const status = Number(this.received.slice(9, 12))
      if (status !== 200) throw new Error(this.received)
      this.received = ''
      this.resolve(status)
    })
  }

  send(request: string): Promise<number> {
    return new Promise((resolve) => {
      this.resolve = resolve
      this.socket.write(request)
    })
  }
}

const open = new Map<number, Connection[]>()

function connectionsTo({ port, connections }: ClientWork): Connection[] {
  const known = open.get(port)
  if (known !== undefined) return known
  const made = Array.from({ length: connections }, () => new Connection(connect(port, '127.0.0.1')))
  open.set(port, made)
  return made
}

function requestOf(
  key: string,
  id: string,
  n: number,
  { actor, body }: { actor: string; body: string },
): string {
  return [
    `POST /registrations/${id}/events HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${key}`,
    `Baokao-Actor: ${actor}`,
    `Idempotency-Key: event-${n}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

parentPort?.on('message', async (work: ClientWork) => {
  const free = [...connectionsTo(work)]
  const { registrations, key } = work
  const events = registrations.reduce((sum, one) => sum + one.events.length, 0)
  const micros = await microsPerEvent(events, () =>
    concurrently(work.connections, registrations, async ({ id, events }) => {
      const connection = free.pop()
      if (connection === undefined) throw new Error('no connection is free')
      for (const [n, event] of events.entries()) await connection.send(requestOf(key, id, n, event))
      free.push(connection)
    }),
  )
  parentPort?.postMessage(micros)
})
