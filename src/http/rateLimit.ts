import type { Millis } from '../time'
import { Problem } from './problem'

/** Limits how many requests a caller sends, because a refused event is a row of the log for ever. */

/** What a caller has left. */
type Bucket = { tokens: number; at: Millis }

/** The number of callers that are remembered. A forgotten one may send as many at once as a new one. */
const mostBuckets = 100_000

const tooMany = (): Problem =>
  new Problem(
    429,
    { zh: '请求过于频繁，请稍后重试。', en: 'Too many requests: try again later.' },
    { headers: { 'retry-after': '1' } },
  )

/** A bucket for each caller, which fills up within a second. */
export class RateLimit {
  private buckets = new Map<string, Bucket>()

  constructor(private readonly now: () => Millis) {}

  /** @throws `Problem` 429 if the caller has sent more than `perSecond` */
  take(caller: string, perSecond: number): void {
    const now = this.now()
    const { tokens, at } = this.buckets.get(caller) ?? { tokens: perSecond, at: now }
    const filled = Math.min(perSecond, tokens + (Math.max(0, now - at) / 1000) * perSecond)
    if (filled < 1) throw tooMany()
    if (this.buckets.size >= mostBuckets) this.buckets = new Map()
    this.buckets.set(caller, { tokens: filled - 1, at: now })
  }
}
