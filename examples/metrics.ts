// #region metrics
import type { StoreActivity, StoreOptions } from 'baokao/postgres'

/** What both OpenTelemetry and a client of Prometheus have, or five lines around them. */
export type Meter = {
  count(name: string, labels: Record<string, string>, value?: number): void
  milliseconds(name: string, labels: Record<string, string>, value: number): void
}

/** Counts what a store does: `createStore(pool, { onActivity: measuring(meter) })`. */
export function measuring(meter: Meter): NonNullable<StoreOptions['onActivity']> {
  return (activity: StoreActivity) => {
    switch (activity.kind) {
      case 'decided': {
        const { type, accepted, rule = '', repeated, milliseconds, attempts = 1 } = activity
        const labels = { type, accepted: String(accepted), rule, repeated: String(repeated) }
        meter.count('baokao_decisions', labels)
        if (milliseconds !== undefined) meter.milliseconds('baokao_decision', { type }, milliseconds)
        if (attempts > 1) meter.count('baokao_retries', { type }, attempts - 1)
        return
      }
      case 'delivered': {
        const { consumer, type, failed, milliseconds } = activity
        meter.count('baokao_deliveries', { consumer, type, failed: String(failed) })
        meter.milliseconds('baokao_delivery', { consumer, type }, milliseconds)
        return
      }
      case 'fired':
        return meter.count('baokao_deadlines', {}, activity.registrations)
      case 'failed':
        return meter.count('baokao_failures', { call: activity.call, code: activity.code })
    }
  }
}
// #endregion metrics
