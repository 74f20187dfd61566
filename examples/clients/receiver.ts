// #region receiver
import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

/** Receives facts. `act` acts on one and stores its id in one transaction, so that the same id acts once. */
export function receiver(secret: string, act: (id: string, fact: unknown) => Promise<void>): Server {
  const webhook = new Webhook(secret)
  return createServer(async (request, response) => {
    const body = await text(request)
    try {
      const { id, fact } = webhook.verify(body, request.headers as Record<string, string>) as {
        id: string
        fact: unknown
      }
      await act(id, fact)
      response.writeHead(204).end()
    } catch {
      response.writeHead(400).end() // not signed with our secret, or not stored: it is sent again
    }
  })
}
// #endregion receiver
