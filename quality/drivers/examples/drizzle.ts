// #region drizzle
import { createStore, type EventInput, fromDrizzle, type StoreOptions } from 'baokao/postgres'
import { sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { pgTable, text } from 'drizzle-orm/pg-core'

const visit = pgTable('visit', { registration: text().primaryKey(), event: text().notNull() })

export function visits(db: NodePgDatabase, options: StoreOptions) {
  const store = createStore(fromDrizzle(db, sql), options)
  return (id: string, event: EventInput) =>
    db.transaction(async (tx) => {
      const decision = await store.send(id, event, { tx: fromDrizzle(tx, sql) })
      await tx.insert(visit).values({ registration: id, event: event.type })
      return decision
    })
}
// #endregion drizzle
