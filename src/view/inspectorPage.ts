import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import type { InspectionMessage } from './inspect'

/** The inspector's own page, which ours frames and hands the messages to. */
const inspector = new URL('https://stately.ai/inspect')

/** Only this machine: the inspector's own server listens on every interface, without a password. */
const host = '127.0.0.1'

/** How many messages whoever comes late still gets, beside the first one, which holds the definition. */
const kept = 5000

/** A page on this machine, and the messages that it shows. */
export type InspectorPage = {
  readonly url: string
  send(message: InspectionMessage): void
  close(): Promise<void>
}

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>报考 baokao</title>
<style>html, body { height: 100%; margin: 0 } iframe { width: 100%; height: 100%; border: 0 }</style>
<iframe src="${inspector}" title="Stately Inspector"></iframe>
<script>
  const frame = document.querySelector('iframe')
  const waiting = []
  let connected = false
  const hand = (message) => frame.contentWindow.postMessage(message, '${inspector.origin}')
  addEventListener('message', ({ origin, data }) => {
    if (origin !== '${inspector.origin}' || data?.type !== '@statelyai.connected') return
    connected = true
    waiting.splice(0).forEach(hand)
  })
  new WebSocket('ws://' + location.host).onmessage = ({ data }) => {
    const message = JSON.parse(data)
    if (connected) hand(message)
    else waiting.push(message)
  }
</script>
</html>
`

/**
 * Opens the page on a port of this machine, which no other can reach, nor any other page: browsers say where a
 * connection comes from, and only this page's own are taken.
 */
export async function openPage(port: number): Promise<InspectorPage> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    response.end(html)
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, host, done)
  })
  const url = `http://${host}:${(server.address() as AddressInfo).port}`
  const sockets = new WebSocketServer({
    server,
    verifyClient: ({ origin }: { origin?: string }) => origin === undefined || origin === url,
  })
  const messages: string[] = []
  sockets.on('connection', (socket) => {
    for (const message of messages) socket.send(message)
  })
  return {
    url,
    send(message) {
      const text = JSON.stringify(message)
      messages.push(text)
      if (messages.length > kept) messages.splice(1, 1)
      for (const client of sockets.clients) if (client.readyState === WebSocket.OPEN) client.send(text)
    },
    close() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      return new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      })
    },
  }
}
