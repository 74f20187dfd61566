import { PrismaPg } from '@prisma/adapter-pg'
import { fromPrisma } from 'baokao/postgres'
import type { Connect } from './driver'
import { visits } from './examples/prisma'
import { PrismaClient } from './prisma/client/client'

export const connect: Connect = async (url) => {
  const adapter = new PrismaPg({ connectionString: url, max: 5 })
  const prisma = new PrismaClient({ adapter, transactionOptions: { maxWait: 60_000, timeout: 60_000 } })
  return {
    database: fromPrisma(prisma),
    visits: (options) => visits(prisma, options),
    begin: (work) => prisma.$transaction((tx) => work(() => fromPrisma(tx))),
    end: () => prisma.$disconnect(),
  }
}
