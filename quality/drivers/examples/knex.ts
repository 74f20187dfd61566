// #region knex
import { createStore, type EventInput, fromKnex, type StoreOptions } from 'baokao/postgres'
import type { Knex } from 'knex'

export function visits(knex: Knex, options: StoreOptions) {
  const store = createStore(fromKnex(knex), options)
  return (id: string, event: EventInput) =>
    knex.transaction(async (trx) => {
      const decision = await store.send(id, event, { tx: fromKnex(trx) })
      await trx('visit').insert({ registration: id, event: event.type })
      return decision
    })
}
// #endregion knex
