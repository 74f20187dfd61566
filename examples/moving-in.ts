// #region shadow
import type { OpenInput, RegistrationEvent } from 'baokao'
import { type Store, shadow, type TheirOutcome } from 'baokao/postgres'

/** What the old system decided: an opening or an event, and its answer. */
export type OldDecision = { id: string; theirs: TheirOutcome } & (
  | { open: OpenInput }
  | { event: RegistrationEvent }
)

/** Decides what the old system has decided, and says where the decisions differ: one line for each rule. */
export async function compare(store: Store, feed: AsyncIterable<OldDecision>): Promise<string[]> {
  const beside = shadow(store, { states: { PAID: 'registered', UNPAID: 'paying' } })
  for await (const one of feed) {
    if ('open' in one) await beside.open(one.open, one.theirs)
    else await beside.send(one.id, one.event, one.theirs)
  }
  return beside.report().differences.map(({ kind, event, rule, cites = [], registrations, examples }) => {
    const [first] = examples
    return `${kind} ${event} ${rule ?? ''} §${cites.join(' §')}: ${registrations}, such as ${first?.registrationId}`
  })
}
// #endregion
