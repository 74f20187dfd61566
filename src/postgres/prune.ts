import type { Database, Statement } from './database'
import { instantText } from './millis'

/** Removes what was needed only for a time. */

/** The options of a pruning. */
export type PruneOptions = {
  /** An instant in ISO 8601 with an offset: only what was stored before it, by the database's clock, is removed. */
  before: string
  /** Once aborted, no further batch is removed. */
  signal?: AbortSignal
}

/** What a pruning has removed. */
export type Pruned = {
  /** The number of facts. */
  facts: number
  /** The number of refusals that repeats of a key were answered. */
  answers: number
}

const selectPage: Statement = {
  name: 'baokao_prune_page',
  text: 'select id from baokao.registration where id > $1 order by id limit $2',
}

const removeHandled: Statement = {
  name: 'baokao_prune',
  text: 'select removed_facts, removed_answers from baokao.remove($1::text[], $2::timestamptz, false)',
}

/** The number of registrations in a transaction. */
const pageSize = 500

/** Removes the facts that every consumer has handled, and the answers to repeats. Only the owner of the tables can. */
export async function prune(database: Database, { before, signal }: PruneOptions): Promise<Pruned> {
  const pruned: Pruned = { facts: 0, answers: 0 }
  const instant = instantText(before)
  for (let after = ''; signal?.aborted !== true; ) {
    const ids = (await database.run(selectPage, [after, pageSize])).map(({ id }) => id as string)
    const last = ids.at(-1)
    if (last === undefined) break
    const [removed] = await database.run(removeHandled, [ids, instant])
    pruned.facts += Number(removed?.removed_facts)
    pruned.answers += Number(removed?.removed_answers)
    after = last
  }
  return pruned
}
