// #region http
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { type EventInput, type Store, StoreError } from 'baokao/postgres'
import type { Pool } from 'pg'

/** Handles `POST /registrations/R/events` by a candidate; the body is an event without `at` and `by`. */
export function portal(store: Store, pool: Pool, userOf: (request: IncomingMessage) => string): Server {
  async function handle(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const [, id = ''] = /^\/registrations\/([^/]+)\/events$/.exec(request.url ?? '') ?? []
    const sent: unknown = await json(request).catch(() => null)
    if (sent === null) return { status: 400, body: { message: 'The body must be an event as JSON' } }
    // Never trust `at` and `by` of the body: the rules depend on them. `meta` is for ids of your own.
    const { at: _, meta: __, ...event } = sent as { type: string; at?: unknown; meta?: unknown }
    const by = { role: 'candidate', id: userOf(request) }
    const { 'idempotency-key': key } = request.headers // a repeated request is decided once
    if (key === undefined) return { status: 400, body: { message: 'Idempotency-Key is missing' } }
    const client = await pool.connect()
    try {
      await client.query('begin')
      const decision = await store.send(id, { ...event, by } as EventInput, {
        key: `${by.id} ${key}`,
        tx: client,
      })
      // Your own row in the same transaction: both are stored, or neither.
      await client.query('insert into visit (registration, event, accepted) values ($1, $2, $3)', [
        id,
        event.type,
        decision.accepted,
      ])
      await client.query('commit')
      if (decision.accepted) return { status: 200, body: { state: decision.snapshot?.value } }
      const { rule, message, issues } = decision.refusal
      const status = rule === 'registration.unknown' ? 404 : rule === 'event.malformed' ? 400 : 409
      return { status, body: { rule, message, issues } }
    } catch (error) {
      await client.query('rollback').catch(() => {}) // a lost connection has rolled back
      throw error
    } finally {
      client.release()
    }
  }

  return createServer(async (request, response: ServerResponse) => {
    const { status, body } = await handle(request).catch((error: unknown) => {
      const unavailable = error instanceof StoreError && error.code === 'unavailable'
      return {
        status: unavailable ? 503 : 500,
        body: { message: unavailable ? error.text : 'internal error' },
      }
    })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
}
// #endregion http
