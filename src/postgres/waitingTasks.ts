import type { Snapshot } from '../engine/snapshot'
import { type TaskId, taskIdsOf } from '../tasks'
import { formatInstant } from '../time'

/** Computes how the rows of `baokao.task` change with a registration. */

/** Where a registration is examined, and at which level; empty until it has chosen. */
export type PlaceAndLevel = { place: string; level: string }

export function placeOf({ context }: Snapshot): PlaceAndLevel {
  const { place = '', level = '' } = context.application ?? {}
  return { place, level }
}

/** The changes of the rows of a registration. */
export type TaskChanges = {
  ended: TaskId[]
  begun: { task: TaskId; since: string }[]
  /** Tasks that go on at another place or level. */
  moved: TaskId[]
}

/** The tasks that wait after a decision, and since when: new ones since its instant. */
export function tasksAfter<Since extends string | undefined>(
  waiting: ReadonlyMap<TaskId, Since>,
  snapshot: Snapshot,
): Map<TaskId, Since | string> {
  const at = formatInstant(snapshot.context.at)
  return new Map(
    taskIdsOf(snapshot).map((task) => [task, waiting.has(task) ? (waiting.get(task) as Since) : at]),
  )
}

/** The tasks of a registration that takes one event after the other. */
export class WaitingTasks {
  private readonly before: readonly TaskId[]
  private readonly placeBefore: PlaceAndLevel
  private place: PlaceAndLevel
  /** The tasks that wait now. Those that have begun since the row was read have their instant. */
  private now: ReadonlyMap<TaskId, string | undefined>

  /** @param snapshot a valid snapshot, as it is stored */
  constructor(snapshot: Snapshot) {
    this.before = taskIdsOf(snapshot)
    this.placeBefore = placeOf(snapshot)
    this.place = this.placeBefore
    this.now = new Map(this.before.map((task) => [task, undefined]))
  }

  /** Takes the snapshot after a decision: its new tasks wait since its instant. */
  becomes(snapshot: Snapshot): void {
    this.now = tasksAfter(this.now, snapshot)
    this.place = placeOf(snapshot)
  }

  get changes(): TaskChanges {
    const { now, before } = this
    const { place, level } = this.placeBefore
    const moved = this.place.place !== place || this.place.level !== level
    return {
      ended: before.filter((task) => !now.has(task)),
      begun: [...now].flatMap(([task, since]) => (since === undefined ? [] : { task, since })),
      moved: moved ? before.filter((task) => now.has(task) && now.get(task) === undefined) : [],
    }
  }
}
