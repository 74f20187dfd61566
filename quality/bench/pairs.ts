import { watched } from './progress'

/**
 * Ratios, each measured within one run: two things in turn, block by block, and the median of the blocks' ratios, so
 * that a machine that is slow or busy is so for both.
 */

/** What was wanted and what was measured. */
export type Row = { what: string; wanted: string; measured: string; fine: boolean; detail: string }

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Microseconds an event, of work on so many. */
export async function each(events: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return ((performance.now() - start) / events) * 1000
}

/** Does something for everyone, so many at the same moment. */
export async function together<T>(
  width: number,
  everyone: readonly T[],
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const waiting = everyone.values()
  const worker = async () => {
    for (const one of waiting) await work(one)
  }
  await Promise.all(Array.from({ length: width }, worker))
}

/** Blocks that only warm up. */
export const warming = 4

type Two = {
  what: string
  /** How many times as quick the one has to be; left out where it only stands beside others. */
  wanted?: number
  pairs: number
  /** Each does a block, and says how long an event took. */
  one: () => Promise<number>
  other: () => Promise<number>
}

/** How many times as quick one thing is as another. */
export function quicker({ what, wanted, pairs, one, other }: Two): Promise<Row> {
  return watched(what, warming + pairs, async (step) => {
    const blocks: { one: number; other: number }[] = []
    for (let i = 0; i < warming + pairs; i += 1) {
      const pair = { one: await one(), other: await other() }
      if (i >= warming) blocks.push(pair)
      step()
    }
    const ratio = median(blocks.map((pair) => pair.other / pair.one))
    const times = (['one', 'other'] as const).map((name) => median(blocks.map((pair) => pair[name])))
    return {
      what,
      wanted: wanted === undefined ? 'to compare' : `at least ${wanted.toFixed(2)}`,
      measured: ratio.toFixed(2),
      fine: wanted === undefined || ratio >= wanted,
      detail: `${times.map((time) => `${time.toFixed(0)} µs`).join(' : ')} an event`,
    }
  })
}
