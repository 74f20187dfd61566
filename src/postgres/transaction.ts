import { randomUUID } from 'node:crypto'
import { callSetting, type Database, type Queryable, type Session, type Statement, session } from './database'
import { hasSqlState, MisuseError } from './errors'
import { notifyIn } from './factSignal'
import { keyedQueue } from './keyedQueue'
import { shared } from './shared'

/** The transactions of callers. */

/**
 * A transaction of the caller: a `pg` client after `begin`, a PGlite transaction, or another object that runs queries.
 */
export type Transaction = Queryable

/** PostgreSQL refuses it outside a transaction, where each statement would be committed alone. */
const requireTransaction: Statement = {
  name: 'baokao_transaction',
  text: 'lock table baokao.migration in access share mode',
}

/** Names the call until the transaction ends. The name of the setting is not that of a schema, which would be replaced. */
const markTransaction: Statement = {
  name: 'baokao_mark',
  text: `select set_config('${callSetting}', $1, true)`,
}

const noTransaction = '25P01'

const ofLibraries = '; of another library, its transaction in its function, such as fromKysely(trx)'

/** The calls of a transaction run one after the other: two at once would decide on the same snapshot, and lose one. */
const queue = shared('baokao.transactions', () => keyedQueue<Transaction>())

/**
 * Runs work in a transaction of the caller.
 * @throws `TypeError` if `tx` is not a transaction, such as a pool, or a client before `begin`
 */
export function inTransaction<T>(
  tx: Transaction,
  {
    schema,
    sealing,
    listen,
    requireTables,
  }: Pick<Database, 'schema' | 'sealing' | 'listen' | 'requireTables'>,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  if (typeof tx?.query !== 'function')
    return Promise.reject(
      new MisuseError(`tx must be a transaction: an object with a function query${ofLibraries}`),
    )
  return queue(tx, async () => {
    const id = randomUUID()
    // The caller may roll back while the call runs: its writes must not be committed alone then, or by another user of the
    // connection.
    const own = session(tx, { prepared: false, schema, sealing, call: id })
    await own.run(requireTransaction).catch((error: unknown) => {
      if (!hasSqlState(error, noTransaction)) throw error
      throw new MisuseError(
        `tx must be a transaction: call begin first, and do not pass a pool${ofLibraries}`,
      )
    })
    await requireTables?.(own)
    await own.run(markTransaction, [id])
    // The store does not know when the caller commits.
    return work(listen ? { ...own, factsWritten: () => notifyIn(own, schema) } : own)
  })
}
