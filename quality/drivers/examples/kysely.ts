// #region kysely
import { createStore, type EventInput, fromKysely, type StoreOptions } from 'baokao/postgres'
import type { Kysely } from 'kysely'

export type Tables = { visit: { registration: string; event: string } }

export function visits(db: Kysely<Tables>, options: StoreOptions) {
  const store = createStore(fromKysely(db), options)
  return (id: string, event: EventInput) =>
    db.transaction().execute(async (trx) => {
      const decision = await store.send(id, event, { tx: fromKysely(trx) })
      await trx.insertInto('visit').values({ registration: id, event: event.type }).execute()
      return decision
    })
}
// #endregion kysely
