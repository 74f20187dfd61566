// #region postgresJs
import { createStore, type EventInput, fromPostgresJs, type StoreOptions } from 'baokao/postgres'
import type { Sql } from 'postgres'

export function visits(sql: Sql, options: StoreOptions) {
  const store = createStore(fromPostgresJs(sql), options)
  return (id: string, event: EventInput) =>
    sql.begin(async (tx) => {
      const decision = await store.send(id, event, { tx: fromPostgresJs(tx) })
      await tx`insert into visit (registration, event) values (${id}, ${event.type})`
      return decision
    })
}
// #endregion postgresJs
