import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import type { InspectionMessage } from './inspect'

/** The page of the Stately inspector; the local page frames it and forwards the messages. */
const inspectorUrl = new URL('https://stately.ai/inspect')

/** Loopback only: the package's own server listens on every interface, without a password. */
const host = '127.0.0.1'

/** The maximum number of messages for a late connection. The first one, with the definition, is always kept. */
const maxBuffered = 5000

/** A local page that shows messages in the inspector. */
export type InspectorPage = {
  readonly url: string
  send(message: InspectionMessage): void
  close(): Promise<void>
}

const framePage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>报考 baokao</title>
<style>html, body { height: 100%; margin: 0 } iframe { width: 100%; height: 100%; border: 0 }</style>
<iframe src="${inspectorUrl}" title="Stately Inspector"></iframe>
<script>
  const frame = document.querySelector('iframe')
  const queue = []
  let connected = false
  const post = (message) => frame.contentWindow.postMessage(message, '${inspectorUrl.origin}')
  addEventListener('message', ({ origin, data }) => {
    if (origin !== '${inspectorUrl.origin}' || data?.type !== '@statelyai.connected') return
    connected = true
    queue.splice(0).forEach(post)
  })
  new WebSocket('ws://' + location.host).onmessage = ({ data }) => {
    const message = JSON.parse(data)
    if (connected) post(message)
    else queue.push(message)
  }
</script>
</html>
`

/**
 * Serves the page on 127.0.0.1. The WebSocket rejects browser connections from any other origin.
 * @param port 0 for any free port
 */
export async function openInspectorPage(port: number): Promise<InspectorPage> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    response.end(framePage)
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
      if (messages.length > maxBuffered) messages.splice(1, 1)
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
