// #region desk
import type { FoundRegistration, QueuePosition, Store } from 'baokao/postgres'
import { titles } from 'baokao/titles'

/** A line of a clerk's desk. */
export type Line = { registrationId: string; since: string; task: string }

/** A page of what waits for the office at some places, and where the next page begins. */
export async function deskPage(
  store: Store,
  places: string[],
  after?: QueuePosition,
): Promise<{ lines: Line[]; next: QueuePosition | undefined }> {
  const query = { waitsFor: 'office', places, orderBy: 'waiting', limit: 20 } as const
  const found = await store.find(after === undefined ? query : { ...query, after })
  return { lines: found.flatMap(linesOf), next: positionOf(found.at(-1)) }
}

/** A registration can wait for several decisions of the office: its report is checked, and its name is corrected. */
const linesOf = ({ registrationId, tasks }: FoundRegistration): Line[] =>
  tasks
    .filter(({ by }) => by === 'office')
    .map(({ task, since }) => ({ registrationId, since, task: titles.tasks[task].zh }))

const positionOf = (last: FoundRegistration | undefined): QueuePosition | undefined =>
  last?.waitingSince === undefined
    ? undefined
    : { registrationId: last.registrationId, waitingSince: last.waitingSince }
// #endregion
