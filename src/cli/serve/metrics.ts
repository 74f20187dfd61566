import type { AnsweredRequest } from '../../http'
import type { StoreActivity } from '../../postgres'
import { loadPackage } from '../openDatabase'

/** What the service counts and measures, for Prometheus. */
export type ServiceMetrics = {
  answered: (request: AnsweredRequest) => void
  activity: (activity: StoreActivity) => void
  /** @returns the text for Prometheus, and its content type */
  read: () => Promise<{ text: string; contentType: string }>
}

/** Seconds: from a read in memory to a lease that waits. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Creates the metrics. No label has a value that a caller chooses. */
export async function createServiceMetrics(): Promise<ServiceMetrics> {
  const prom = await loadPackage('prom-client', () => import('prom-client'), 'serve')
  const register = new prom.Registry()
  const registers = [register]
  prom.collectDefaultMetrics({ register })
  const requests = new prom.Counter({
    name: 'baokao_http_requests_total',
    help: 'Requests that were answered',
    labelNames: ['operation', 'status'],
    registers,
  })
  const seconds = new prom.Histogram({
    name: 'baokao_http_request_seconds',
    help: 'The time that a request took',
    labelNames: ['operation'],
    buckets,
    registers,
  })
  const decisions = new prom.Counter({
    name: 'baokao_decisions_total',
    help: 'Events and openings that were decided',
    labelNames: ['type', 'accepted', 'repeated'],
    registers,
  })
  const delivered = new prom.Counter({
    name: 'baokao_deliveries_total',
    help: 'Attempts to deliver a fact to a webhook',
    labelNames: ['consumer', 'failed'],
    registers,
  })
  const fired = new prom.Counter({
    name: 'baokao_registrations_advanced_total',
    help: 'Registrations in which deadlines fired',
    registers,
  })
  const failures = new prom.Counter({
    name: 'baokao_store_failures_total',
    help: 'Calls of the store that failed',
    labelNames: ['call', 'code'],
    registers,
  })
  return {
    answered({ operation = 'none', status, milliseconds }) {
      requests.inc({ operation, status: String(status) })
      seconds.observe({ operation }, milliseconds / 1000)
    },
    activity(activity) {
      if (activity.kind === 'decided') {
        const { type, accepted, repeated } = activity
        decisions.inc({ type, accepted: String(accepted), repeated: String(repeated) })
      } else if (activity.kind === 'delivered')
        delivered.inc({ consumer: activity.consumer, failed: String(activity.failed) })
      else if (activity.kind === 'fired') fired.inc(activity.registrations)
      else failures.inc({ call: activity.call, code: activity.code })
    },
    read: async () => ({ text: await register.metrics(), contentType: register.contentType }),
  }
}
