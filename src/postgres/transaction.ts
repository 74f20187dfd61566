import { type Queryable, type Session, type Statement, session } from './database'
import { sqlStateOf } from './errors'
import { keyedQueue } from './keyedQueue'

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

const noTransaction = '25P01'

/** The calls of a transaction run one after the other: two at once would decide on the same snapshot, and lose one. */
const queue = keyedQueue<Transaction>()

/**
 * Runs work in a transaction of the caller.
 * @throws `TypeError` if `tx` is not a transaction, such as a pool, or a client before `begin`
 */
export function inTransaction<T>(
  tx: Transaction,
  schema: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  if (typeof tx?.query !== 'function')
    return Promise.reject(new TypeError('tx must be a transaction: an object with a function query'))
  return queue(tx, async () => {
    const own = session(tx, { prepared: false, schema })
    await own.run(requireTransaction).catch((error: unknown) => {
      if (sqlStateOf(error) !== noTransaction) throw error
      throw new TypeError('tx must be a transaction: call begin first, and do not pass a pool')
    })
    return work(own)
  })
}
