import pg from 'pg'
import { createStore } from '../../../src/postgres'
import type { Evidence, PlantedFault } from '../history/plantedFaults'
import { faultyStores } from './faultyStores'
import { localLoad } from './localLoad'
import { lossyProxy } from './lossyProxy'
import { randomFrom } from './scenarios'

const poolOn = (url: string): pg.Pool => new pg.Pool({ connectionString: url, max: 8 }).on('error', () => {})

/**
 * Plays five candidates with three registrations each, on an empty database.
 * @param fault the fault that the store has on purpose
 */
export async function shortLoad(url: string, seed: number, fault?: PlantedFault): Promise<Evidence> {
  const { prepare, database, wrap } = fault === undefined ? {} : faultyStores[fault]
  const proxy = await lossyProxy(url, randomFrom(seed), 0.3)
  const [pool, lossy] = [poolOn(url), poolOn(proxy.url)]
  try {
    await createStore(pool).migrate()
    if (prepare !== undefined) await pool.query(prepare)
    const load = await localLoad({
      pool,
      lossy,
      seed,
      // The first candidate forfeits the commitment, is owed a refund, and opens another registration.
      plainly: [0, 2],
      isOver: (next) => next >= 15,
      ...(database && { database: database(pool), lossy: database(lossy) }),
      ...(wrap && { wrap }),
    })
    return await load.finish()
  } finally {
    await Promise.all([pool.end(), lossy.end()])
    await proxy.close()
  }
}
