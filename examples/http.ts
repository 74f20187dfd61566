// #region http
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { type EventInput, type Store, StoreError } from 'baokao/postgres'
import type { Pool } from 'pg'

/** `POST /registrations/R/events` by a candidate; the body is an event without `at` and `by`. */
export function portal(store: Store, pool: Pool, signedIn: (request: IncomingMessage) => string): Server {
  async function handle(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const [, id = ''] = /^\/registrations\/([^/]+)\/events$/.exec(request.url ?? '') ?? []
    // When and by whom is never taken from the body: it decides what is possible.
    const { at: _, ...event } = (await json(request)) as { type: string; at?: unknown }
    const by = { role: 'candidate', id: signedIn(request) }
    const { 'idempotency-key': click } = request.headers // the same click twice is one event
    if (click === undefined) return { status: 400, body: { message: 'Idempotency-Key is missing' } }
    const client = await pool.connect()
    try {
      await client.query('begin')
      const answer = await store.send(id, { ...event, by } as EventInput, {
        key: `${by.id} ${click}`,
        tx: client,
      })
      // A row of your own, in the same transaction: both are stored, or neither.
      await client.query('insert into visit (registration, event, accepted) values ($1, $2, $3)', [
        id,
        event.type,
        answer.accepted,
      ])
      await client.query('commit')
      if (answer.accepted) return { status: 200, body: { state: answer.snapshot?.value } }
      const { rule, message, issues } = answer.refusal
      const status = rule === 'registration.unknown' ? 404 : rule === 'event.malformed' ? 400 : 409
      return { status, body: { rule, message, issues } }
    } catch (error) {
      await client.query('rollback').catch(() => {}) // a connection that is gone has nothing to roll back
      throw error
    } finally {
      client.release()
    }
  }

  return createServer(async (request, response: ServerResponse) => {
    const { status, body } = await handle(request).catch((error: unknown) => {
      const away = error instanceof StoreError && error.code === 'unavailable'
      return { status: away ? 503 : 500, body: { message: away ? error.text : 'internal error' } }
    })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
}
// #endregion http
