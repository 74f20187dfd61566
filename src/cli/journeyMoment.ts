import { decide } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { JourneyRun } from '../journey'
import { instantShape } from '../schema/primitives'
import { formatInstant, parseInstant } from '../time'
import { WrongUse } from './files'
import { play } from './playJourney'

/** A registration at a moment of its journey. */
export type JourneyMoment = { snapshot: Snapshot; at: string }

/** After a step of the journey, counted from 1 (0 is the opening), or at an instant. */
function momentOf(run: JourneyRun, at: string | undefined): JourneyMoment {
  const opened = run.opened?.snapshot
  if (!opened) throw new WrongUse('the journey could not be opened', '报名未能开启')
  const moments: JourneyMoment[] = [
    { snapshot: opened, at: formatInstant(opened.context.at) },
    ...run.steps.map(({ decision, step }) => ({ snapshot: decision.snapshot, at: step.at })),
  ]
  const last = moments.length - 1
  if (at === undefined) return moments[last] as JourneyMoment
  if (/^\d+$/.test(at)) {
    const moment = moments[Number(at)]
    if (moment === undefined)
      throw new WrongUse(
        `--at ${at}: the journey has steps 0 (the opening) to ${last}`,
        `--at ${at}: 过程的步骤为 0（开启）至 ${last}`,
      )
    return moment
  }
  if (!instantShape().safeParse(at).success)
    throw new WrongUse(
      `--at ${at}: neither a step nor an instant such as 2024-04-08T10:00:00+08:00`,
      `--at ${at}: 既不是步骤，也不是 2024-04-08T10:00:00+08:00 这样的时刻`,
    )
  const instant = parseInstant(at)
  const reached = moments.filter((moment) => parseInstant(moment.at) <= instant).at(-1)
  if (reached === undefined)
    throw new WrongUse(`--at ${at}: before the journey opens`, `--at ${at}: 早于过程的开启`)
  return { snapshot: reached.snapshot, at }
}

/** A bank's notice may be dated before what the registration has reached. */
const latest = (at: string, { context }: Snapshot): string =>
  formatInstant(Math.max(parseInstant(at), context.at))

/**
 * Where a journey stands at a moment; deadlines due by then have passed.
 * @param at a step, counted from 1 (0 is the opening), or an instant; the last step unless told otherwise
 */
export function momentIn(file: string, at: string | undefined): JourneyMoment {
  const moment = momentOf(play(file).run, at)
  const { snapshot } = decide(moment.snapshot, {
    type: 'clock.advance',
    at: latest(moment.at, moment.snapshot),
    by: { role: 'clock', id: 'clock' },
  })
  return { snapshot, at: moment.at }
}
