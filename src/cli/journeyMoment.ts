import type { Snapshot } from '../engine/snapshot'
import type { JourneyRun } from '../journey'
import { instantShape } from '../schema/primitives'
import { formatInstant, parseInstant } from '../time'
import type { Style } from './output'
import { runJourneyFile } from './runJourneyFile'
import { UsageError } from './usageError'

/** A snapshot of the journey, and the requested instant. */
type SnapshotAt = { snapshot: Snapshot; at: string }

function momentOf(run: JourneyRun, at: string | undefined): SnapshotAt {
  const opened = run.opened?.snapshot
  if (!opened) throw new UsageError('the journey could not be opened', '报名未能开启')
  const moments: SnapshotAt[] = [
    { snapshot: opened, at: formatInstant(opened.context.at) },
    ...run.steps.map(({ decision, step }) => ({ snapshot: decision.snapshot, at: step.at })),
  ]
  const last = moments.length - 1
  if (at === undefined) return moments[last] as SnapshotAt
  if (/^\d+$/.test(at)) {
    const moment = moments[Number(at)]
    if (moment === undefined)
      throw new UsageError(
        `--at ${at}: the journey has steps 0 (the opening) to ${last}`,
        `--at ${at}: 过程的步骤为 0（开启）至 ${last}`,
      )
    return moment
  }
  if (!instantShape().safeParse(at).success)
    throw new UsageError(
      `--at ${at}: neither a step nor an instant such as 2024-04-08T10:00:00+08:00`,
      `--at ${at}: 既不是步骤，也不是 2024-04-08T10:00:00+08:00 这样的时刻`,
    )
  const instant = parseInstant(at)
  const reached = moments.filter((moment) => parseInstant(moment.at) <= instant).at(-1)
  if (reached === undefined)
    throw new UsageError(`--at ${at}: before the journey opens`, `--at ${at}: 早于过程的开启`)
  return { snapshot: reached.snapshot, at }
}

/** The clock must not go back: a bank's settlement may be dated before the last event. */
const notBefore = ({ context }: Snapshot, at: string): string =>
  formatInstant(Math.max(parseInstant(at), context.at))

/**
 * Runs a journey up to a moment, including the deadlines that are due by then.
 * @param at a step, counted from 1 (0 is the opening), or an instant; by default the last step
 * @throws UsageError if the file cannot be run, or has no such moment
 */
export function journeyMoment(
  file: string,
  at: string | undefined,
  { registrations }: Pick<Style, 'registrations'>,
): SnapshotAt {
  const moment = momentOf(runJourneyFile(file, registrations).run, at)
  const { snapshot } = registrations.decide(moment.snapshot, {
    type: 'clock.advance',
    at: notBefore(moment.snapshot, moment.at),
    by: { role: 'clock', id: 'clock' },
  })
  return { snapshot, at: moment.at }
}
