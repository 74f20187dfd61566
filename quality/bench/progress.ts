import progress from 'cli-progress'

/** Work that takes a while, and is seen to go on. */
export async function watched<T>(
  what: string,
  total: number,
  work: (step: (by?: number) => void) => Promise<T>,
): Promise<T> {
  const bar = new progress.SingleBar(
    { format: `{bar} {percentage} %  ${what}`, noTTYOutput: true, notTTYSchedule: 5000, linewrap: null },
    progress.Presets.shades_classic,
  )
  bar.start(total, 0)
  try {
    return await work((by = 1) => bar.increment(by))
  } finally {
    bar.stop()
  }
}
