// #region embedding
import { type Decision, decide, type Fact, type RegistrationEvent, type Snapshot } from 'baokao'

/** Your tables, within a transaction. */
export type Tables = {
  load(id: string): Promise<Snapshot>
  save(id: string, snapshot: Snapshot): Promise<void>
  queue(id: string, facts: readonly Fact[]): Promise<void>
}

export async function handle(tables: Tables, id: string, event: RegistrationEvent): Promise<Decision> {
  const decision = decide(await tables.load(id), event)
  await tables.save(id, decision.snapshot) // also after a refusal, which may have fired deadlines
  await tables.queue(id, decision.facts) // your workers act on them: mails, seats, refunds
  return decision // 200, or 409 with decision.refusal.message.zh
}
// #endregion
