import { PrismaPg } from '@prisma/adapter-pg'
import { fromPrisma } from 'baokao/postgres'
import type { Connect } from './driver'
import { visits } from './examples/prisma'
import { PrismaClient } from './prisma/client/client'

const connectWith =
  (max: number, transactionOptions: { maxWait: number; timeout: number }): Connect =>
  async (url) => {
    const prisma = new PrismaClient({
      adapter: new PrismaPg({ connectionString: url, max }),
      transactionOptions,
    })
    return {
      database: fromPrisma(prisma),
      visits: (options) => visits(prisma, options),
      begin: (work) => prisma.$transaction((tx) => work(() => fromPrisma(tx))),
      end: () => prisma.$disconnect(),
    }
  }

export const connect: Connect = connectWith(5, { maxWait: 60_000, timeout: 60_000 })
export const connectInHaste: Connect = connectWith(5, { maxWait: 60_000, timeout: 1 })
export const connectOnce: Connect = connectWith(1, { maxWait: 1, timeout: 60_000 })
