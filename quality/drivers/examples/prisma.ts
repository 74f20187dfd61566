// #region prisma
import { createStore, type EventInput, fromPrisma, type StoreOptions } from 'baokao/postgres'
import type { PrismaClient } from '../prisma/client/client'

export function visits(prisma: PrismaClient, options: StoreOptions) {
  const store = createStore(fromPrisma(prisma), options)
  return (id: string, event: EventInput) =>
    prisma.$transaction(async (tx) => {
      const decision = await store.send(id, event, { tx: fromPrisma(tx) })
      await tx.visit.create({ data: { registration: id, event: event.type } })
      return decision
    })
}
// #endregion prisma
