import { fromTypeorm } from 'baokao/postgres'
import { DataSource } from 'typeorm'
import type { Connect } from './driver'
import { Visit, visits } from './examples/typeorm'

export const connect: Connect = async (url) => {
  const source = new DataSource({ type: 'postgres', url, entities: [Visit], poolSize: 5 })
  await source.initialize()
  return {
    database: fromTypeorm(source),
    visits: (options) => visits(source, options),
    begin: (work) => source.transaction((manager) => work(() => fromTypeorm(manager))),
    end: () => source.destroy(),
  }
}
