import type { Millis } from '../time'

/** How long counts are kept, in milliseconds. */
const maxCountAge: Millis = 10_000

/** The number of different counts that are kept. */
const mostCounts = 1000

/** Keeps counts for some seconds, because each reads an index whole. */
export class CountCache {
  private kept = new Map<string, { at: Millis; counts: Promise<unknown> }>()

  constructor(private readonly now: () => Millis) {}

  /** @returns what `count` returns, or what it returned under the key at most ten seconds ago */
  get<T>(key: string, count: () => Promise<T>): Promise<T> {
    const now = this.now()
    const found = this.kept.get(key)
    if (found !== undefined && now - found.at < maxCountAge && now >= found.at)
      return found.counts as Promise<T>
    if (this.kept.size >= mostCounts) this.kept = new Map()
    const counts = count()
    this.kept.set(key, { at: now, counts })
    // A failure is not kept.
    counts.catch(() => this.kept.delete(key))
    return counts
  }
}
