import { withProgress } from './progress'

/**
 * Ratios of two speeds. Both sides run in the same process, in alternating blocks, and the ratio is the median over the
 * blocks, so that a slow or busy machine slows both sides alike.
 */

export type Row = { name: string; target: string; measured: string; passed: boolean; detail: string }

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Runs work on that number of events. @returns microseconds per event */
export async function microsPerEvent(events: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return ((performance.now() - start) / events) * 1000
}

/** Runs work on every item, at most `limit` at the same time. */
export async function concurrently<T>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: limit }, worker))
}

/** Pairs of blocks that run before the measured ones. */
export const warmupPairs = 4

type Comparison = {
  name: string
  /** The least ratio to reach; without it the row is only for information. */
  target?: number
  pairs: number
  /** Both run a block and return the microseconds per event. */
  subject: () => Promise<number>
  baseline: () => Promise<number>
}

/** Measures how many times as fast as the baseline the subject is. */
export function compareSpeed({ name, target, pairs, subject, baseline }: Comparison): Promise<Row> {
  return withProgress(name, warmupPairs + pairs, async (step) => {
    const blocks: { subject: number; baseline: number }[] = []
    for (let i = 0; i < warmupPairs + pairs; i += 1) {
      const pair = { subject: await subject(), baseline: await baseline() }
      if (i >= warmupPairs) blocks.push(pair)
      step()
    }
    const ratio = median(blocks.map((pair) => pair.baseline / pair.subject))
    const times = (['subject', 'baseline'] as const).map((side) => median(blocks.map((pair) => pair[side])))
    return {
      name,
      target: target === undefined ? 'to compare' : `at least ${target.toFixed(2)}`,
      measured: ratio.toFixed(2),
      passed: target === undefined || ratio >= target,
      detail: `${times.map((time) => `${time.toFixed(0)} µs`).join(' : ')} an event`,
    }
  })
}
