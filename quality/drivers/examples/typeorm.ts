// #region typeorm
import { createStore, type EventInput, fromTypeorm, type StoreOptions } from 'baokao/postgres'
import { type DataSource, EntitySchema } from 'typeorm'

export const Visit = new EntitySchema<{ registration: string; event: string }>({
  name: 'visit',
  columns: { registration: { type: 'text', primary: true }, event: { type: 'text' } },
})

export function visits(source: DataSource, options: StoreOptions) {
  const store = createStore(fromTypeorm(source), options)
  return (id: string, event: EventInput) =>
    source.transaction(async (manager) => {
      const decision = await store.send(id, event, { tx: fromTypeorm(manager) })
      await manager.insert(Visit, { registration: id, event: event.type })
      return decision
    })
}
// #endregion typeorm
