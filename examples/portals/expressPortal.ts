// #region express
import { getRequestListener } from '@hono/node-server'
import { createService, Unauthenticated } from 'baokao/http'
import type { Store } from 'baokao/postgres'
import express, { type Express } from 'express'

/** A portal on Express: its candidates reach their registrations under `/baokao`. */
export function expressPortal(
  store: Store,
  candidateOf: (cookie: string | null) => string | undefined,
): Express {
  const service = createService({
    store,
    // The portal's own session says who the candidate is.
    authenticate: ({ headers }) => {
      const id = candidateOf(headers.get('cookie'))
      if (id === undefined) throw new Unauthenticated('no session')
      return { role: 'candidate', id }
    },
  })
  const app = express()
  // Before `express.json()`, which would read the body.
  app.use('/baokao', getRequestListener(service.fetch))
  app.use(express.json())
  app.get('/', (_, response) => {
    response.send('考试报名')
  })
  return app
}
// #endregion express
