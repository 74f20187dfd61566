import { storable } from './storable'

/** The position of a fact: the log entry that emitted it, and its index in that entry, from 0. */
export type FactPosition = { registrationId: string; revision: number; n: number }

export const factId = ({ registrationId, revision, n }: FactPosition): string =>
  `${registrationId}/${revision}/${n}`

/** @returns `undefined` if the text is not the id of a fact */
export function parseFactId(id: string): FactPosition | undefined {
  const [, registrationId, revision, n] = /^(.+)\/(\d{1,9})\/(\d{1,4})$/s.exec(id) ?? []
  if (!storable(registrationId)) return undefined
  return { registrationId, revision: Number(revision), n: Number(n) }
}
