import type { Issue } from '../schema/issues'
import type { Engine } from './engine'
import { isSnapshot, type Snapshot } from './snapshot'

/** Says which provisions decided a snapshot, and which the functions have that were called. */
export function lawIssue({ law: own }: Engine, { law = [] }: Snapshot): Issue {
  const list = (ids: readonly string[], none: string) => (ids.length > 0 ? ids.join(', ') : none)
  return {
    path: 'law',
    zh: `该快照适用的地方规定为 ${list(law, '无')}，当前适用的为 ${list(own, '无')}`,
    en: `the snapshot was decided under the provisions ${list(law, 'none')}; those here are ${list(own, 'none')}`,
  }
}

function isOfAnotherLaw(engine: Engine, snapshot: Snapshot): boolean {
  try {
    return !engine.takes(snapshot.law) && isSnapshot(snapshot)
  } catch {
    return false
  }
}

/**
 * For functions that cannot refuse, and whose result would hide the mistake.
 * @throws RangeError for a valid snapshot of a law that the engine does not take
 */
export function assertLaw(engine: Engine, snapshot: Snapshot): void {
  if (isOfAnotherLaw(engine, snapshot))
    throw new RangeError(
      `${lawIssue(engine, snapshot).en}. Call the function of the same name of its createRegistrations.`,
    )
}
