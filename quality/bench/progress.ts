import progress from 'cli-progress'

/** Shows a progress bar while the work runs; `step` advances it. */
export async function withProgress<T>(
  title: string,
  total: number,
  work: (step: (by?: number) => void) => Promise<T>,
): Promise<T> {
  const bar = new progress.SingleBar(
    { format: `{bar} {percentage} %  ${title}`, noTTYOutput: true, notTTYSchedule: 5000, linewrap: null },
    progress.Presets.shades_classic,
  )
  bar.start(total, 0)
  try {
    return await work((by = 1) => bar.increment(by))
  } finally {
    bar.stop()
  }
}
