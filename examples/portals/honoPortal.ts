// #region hono
import { createService, Unauthenticated } from 'baokao/http'
import type { Store } from 'baokao/postgres'
import { Hono } from 'hono'

/** A portal on Hono, which runs on Node, Bun and Deno: its candidates reach their registrations under `/baokao`. */
export function honoPortal(store: Store, candidateOf: (cookie: string | null) => string | undefined): Hono {
  const service = createService({
    store,
    // The portal's own session says who the candidate is.
    authenticate: ({ headers }) => {
      const id = candidateOf(headers.get('cookie'))
      if (id === undefined) throw new Unauthenticated('no session')
      return { role: 'candidate', id }
    },
  })
  const app = new Hono()
  app.get('/', (context) => context.text('考试报名'))
  app.mount('/baokao', service.fetch)
  return app
}
// #endregion hono
