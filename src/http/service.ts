import { Hono } from 'hono'
import document from '../../data/openapi.json'
import type { Operation } from './call'
import { clockOperation, operations } from './operations'
import { performing } from './performCall'
import { notFound, Problem } from './problem'
import type { ServiceOptions } from './serviceOptions'

/** The registrations of a store over HTTP. It has no rule of its own: the store decides. */
export type Service = {
  /** Answers a request. Never throws. */
  fetch(request: Request): Promise<Response>
  /** The description of the service, in OpenAPI 3.1. */
  openapi(): object
}

const methodNotAllowed = (allowed: readonly Operation[]) => () =>
  new Problem(
    405,
    { zh: '该路径不支持此方法。', en: 'The path does not support this method.' },
    { headers: { allow: allowed.map(({ method }) => method).join(', ') } },
  )

/**
 * Creates the service of a store: a function from a request to a response, for any server. If it is mounted under a
 * prefix, the server removes that from the path.
 * @param options `authenticate` finds out who calls: `keyAuthentication`, `tokenAuthentication`, or your own
 * @example
 * ```ts
 * import { PGlite } from '@electric-sql/pglite'
 * import { createService, keyAuthentication, keyDigest } from 'baokao/http'
 * import { createStore } from 'baokao/postgres'
 *
 * const store = createStore(await PGlite.create())
 * await store.migrate()
 * const authenticate = keyAuthentication([{ sha256: keyDigest('secret'), role: 'portal', id: 'portal' }])
 * const service = createService({ store, authenticate })
 * const headers = { authorization: 'Bearer secret' }
 * const response = await service.fetch(new Request('http://localhost/registrations', { headers }))
 * response.status // 200
 * ```
 */
export function createService(options: ServiceOptions): Service {
  const perform = performing(options)
  const app = new Hono()
  const all = options.moveClock === undefined ? operations : [...operations, clockOperation]
  for (const operation of all) {
    const { method, path } = operation
    const pattern = path.replace(/\{(\w+)\}/g, ':$1')
    app.on(method, pattern, ({ req }) =>
      perform({ request: req.raw, path, operation, params: req.param() as Record<string, string> }),
    )
  }
  for (const path of new Set(all.map((one) => one.path))) {
    const refuse = methodNotAllowed(all.filter((one) => one.path === path))
    app.all(path.replace(/\{(\w+)\}/g, ':$1'), ({ req }) =>
      perform({ request: req.raw, path, params: {}, refuse }),
    )
  }
  app.notFound(({ req }) => perform({ request: req.raw, path: '-', params: {}, refuse: notFound }))
  return { fetch: async (request) => app.fetch(request), openapi: () => document }
}
