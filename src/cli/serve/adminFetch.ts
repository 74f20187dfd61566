import type { LocalizedText } from '../../language'
import { type Store, StoreError } from '../../postgres'
import type { ServiceMetrics } from './metrics'

/** Whether the process stops, which a balancer should know before it does. */
export type Lifecycle = { stopping: boolean }

const json = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

/** How long the database may take to show that it works, in milliseconds. */
const readyWithin = 2000

/** Why requests cannot be answered; `undefined` if they can. */
async function reasonAgainst(store: Store, { stopping }: Lifecycle): Promise<LocalizedText | undefined> {
  if (stopping) return { zh: '正在停止。', en: 'It is stopping.' }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<LocalizedText>((resolve) => {
    const slow = { zh: '数据库没有应答。', en: 'The database does not answer.' }
    timer = setTimeout(() => resolve(slow), readyWithin)
  })
  // Reads a table, so that one without tables, or with those of another version, is not ready.
  const works = store.find({ limit: 0 }).then(
    () => undefined,
    (error: unknown) =>
      error instanceof StoreError ? error.text : { zh: '数据库操作失败。', en: 'The database failed.' },
  )
  try {
    return await Promise.race([works, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Answers the admin port: `/healthz`, `/readyz` and `/metrics`. */
export const adminFetch =
  (store: Store, metrics: ServiceMetrics, lifecycle: Lifecycle) =>
  async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (pathname === '/healthz') return json(200, { healthy: true })
    if (pathname === '/readyz') {
      const why = await reasonAgainst(store, lifecycle)
      return why === undefined ? json(200, { ready: true }) : json(503, { ready: false, why })
    }
    if (pathname !== '/metrics') return json(404, {})
    const { text, contentType } = await metrics.read()
    return new Response(text, { headers: { 'content-type': contentType } })
  }
