import { type Decision, decide, type Fact, type RegistrationEvent, type Snapshot } from 'baokao'

/** What an application keeps: yours. */
export type Tables = {
  load(id: string): Promise<Snapshot>
  save(id: string, snapshot: Snapshot): Promise<void>
  queue(id: string, facts: readonly Fact[]): Promise<void>
}

/** Runs work in one transaction of your database. */
export type Transact = <T>(work: (tables: Tables) => Promise<T>) => Promise<T>

// #region embedding
/** One event, one transaction: your database, your HTTP, our decision. */
export function handle(transact: Transact, id: string, event: RegistrationEvent): Promise<Decision> {
  return transact(async (tables) => {
    const decision = decide(await tables.load(id), event)
    await tables.save(id, decision.snapshot) // after a refusal too: it may have fired deadlines
    await tables.queue(id, decision.facts) // what to act on: mails, seats, refunds
    return decision // 200, or 409 with decision.refusal.message.zh
  })
}
// #endregion
