import * as drizzle from './drizzle.ts'
import * as knex from './knex.ts'
import * as kysely from './kysely.ts'
import * as postgresJs from './postgresJs.ts'
import * as prisma from './prisma.ts'
import * as typeorm from './typeorm.ts'

export const drivers = {
  Kysely: kysely.connect,
  Drizzle: drizzle.connect,
  Prisma: prisma.connect,
  'postgres.js': postgresJs.connect,
  TypeORM: typeorm.connect,
  Knex: knex.connect,
}

export const settings = {
  'Kysely with the plugin that renames columns': kysely.connectWithCamelCase,
  'Drizzle on postgres.js': drizzle.connectOnPostgresJs,
  'postgres.js that fetches no types': postgresJs.connectWithoutTypes,
}

export const renaming = {
  'postgres.js': postgresJs.connectWithCamelCase,
  Knex: knex.connectWithCamelCase,
}

export const impatient = {
  'that may take no time': prisma.connectInHaste,
  'that gets no connection': prisma.connectOnce,
}
