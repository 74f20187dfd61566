import type { Snapshot } from '../engine/snapshot'
import type { Stored } from './record'

/** What a release kept, in whatever form it had. */
type Kept = { version: number }

/** Makes of one form the next. */
type Step = (kept: Kept) => Kept

/** The form in which registrations are kept. */
export const form = 1

/** By the form that they start from; a release that changes the form adds one. */
const released: Readonly<Record<number, Step>> = {}

/**
 * What was kept, in today's form: what an older release kept is brought up to it, step by step. What a newer one kept
 * has a snapshot that is none: all events are refused with `snapshot.malformed`, and it is left as it is.
 */
export function upgraded(kept: Kept, steps = released, to = form): Stored {
  let now = kept
  while (now.version !== to) {
    const step = steps[now.version]
    if (step === undefined) return { ...(kept as Stored), snapshot: {} as Snapshot }
    now = step(now)
  }
  return now as Stored
}
