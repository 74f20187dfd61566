import type { Decision } from '../engine/decide'
import type { Refusal } from '../engine/refusal'
import type { FiredDeadline } from '../engine/run'
import type { Snapshot } from '../engine/snapshot'
import type { Fact } from '../facts'
import { asStored } from '../persistence/refusals'
import { storable } from '../persistence/storable'
import type { StoredDecision } from '../persistence/types'
import type { RuleId } from '../rules'
import type { Row, Session, Statement } from './database'

/** Reads the decisions that were stored under keys, and answers repeats with them. */

/** What a repeat is answered, besides the snapshot as it stands then. */
type KeptAnswer = { refusal?: Refusal; facts: Fact[]; fired: FiredDeadline[] }

/** The decision stored under a key. */
export type KeptDecision = {
  digest: string
  revision: number
  /** The rule that refused; `null` if it was accepted. */
  rule: RuleId | null
  /** Absent if something of it was pruned, archived or erased. */
  answer?: KeptAnswer
}

/** The identity of a stored decision: a registration and an idempotency key. */
export const answerKey = (id: string, key: string): string => JSON.stringify([id, key])

/** An idempotency key of a registration. */
export type KeyOf = { id: string; key: string }

const keptColumns = `l.registration_id, l.key, l.digest, l.revision, l.rule, l.fired::text as fired,
  l.answer, l.facts, (select json_agg(o.fact order by o.n)::text from baokao.outbox o
    where o.registration_id = l.registration_id and o.revision = l.revision) as emitted`

// A separate statement: in a join with the locking statement it would miss keys committed while that one waits for
// locks.
const readKeys: Statement = {
  name: 'baokao_keys',
  text: `
select ${keptColumns}
from unnest($1::text[], $2::text[]) as k(id, key)
join baokao.log l on l.registration_id = k.id and l.key = k.key`,
}

const readOpening: Statement = {
  name: 'baokao_opening',
  text: `select ${keptColumns} from baokao.log l where l.registration_id = $1 and l.revision = 1`,
}

const readArchivedKeys: Statement = {
  name: 'baokao_archived_keys',
  text: `
select a.registration_id, a.key, a.digest, a.revision, a.rule
from unnest($1::text[], $2::text[]) as k(id, key)
join baokao.archived_key a on a.registration_id = k.id and a.key = k.key`,
}

/** @returns `undefined` if something of the answer was removed */
function answerOf({ rule, answer, facts, emitted, fired }: Row): KeptAnswer | undefined {
  const parsed = JSON.parse((emitted as string | null) ?? '[]') as Fact[]
  if (parsed.length !== Number(facts) || (rule !== null && answer === null)) return undefined
  return {
    ...(rule !== null && { refusal: JSON.parse(answer as string) as Refusal }),
    facts: parsed,
    fired: JSON.parse((fired as string | null) ?? '[]') as FiredDeadline[],
  }
}

function keptDecisionOf(row: Row, answer?: KeptAnswer): KeptDecision {
  const { digest, rule } = row as Pick<KeptDecision, 'digest' | 'rule'>
  return { digest, revision: Number(row.revision), rule, ...(answer && { answer }) }
}

/**
 * Reads the decisions under keys.
 * @param archived the registrations with archived entries; only their keys are also looked for among those
 * @returns the decisions by `answerKey`; none for a key that is new
 */
export async function keptDecisions(
  session: Session,
  keys: readonly KeyOf[],
  archived: ReadonlySet<string>,
): Promise<Map<string, KeptDecision>> {
  const kept = new Map<string, KeptDecision>()
  const readWith = async (statement: Statement, some: readonly KeyOf[]): Promise<Row[]> =>
    some.length === 0 ? [] : session.run(statement, [some.map(({ id }) => id), some.map(({ key }) => key)])
  const mapKey = ({ registration_id, key }: Row) => answerKey(registration_id as string, key as string)
  const usable = keys.filter(({ key }) => storable(key))
  for (const row of await readWith(readKeys, usable))
    kept.set(mapKey(row), keptDecisionOf(row, answerOf(row)))
  // After the log: a key moves from there to here.
  const old = usable.filter(({ id }) => archived.has(id))
  for (const row of await readWith(readArchivedKeys, old)) kept.set(mapKey(row), keptDecisionOf(row))
  return kept
}

/** Reads the decision of the opening of a registration that exists. */
export async function keptOpening(session: Session, id: string): Promise<KeptDecision | undefined> {
  const [row] = await session.run(readOpening, [id])
  if (row !== undefined) return keptDecisionOf(row, answerOf(row))
  const [archived] = await session.run(readArchivedKeys, [[id], ['']])
  return archived && keptDecisionOf(archived)
}

/**
 * The answer to a repeat.
 * @param snapshot the registration as it stands now
 * @param refuse refuses by a rule, where the refusal itself was removed
 */
export function repeatOf(
  { rule, answer, revision }: KeptDecision,
  snapshot: Snapshot,
  refuse: (rule: RuleId) => Decision,
): StoredDecision {
  const { refusal, facts = [], fired = [] } = structuredClone(answer) ?? {}
  const accepted: Decision = { accepted: true, snapshot, facts, fired }
  const refused = (by: RuleId): Decision =>
    refusal ? { accepted: false, refusal, snapshot, facts, fired } : refuse(by)
  const decision = rule === null ? accepted : refused(rule)
  return { ...asStored(decision, revision, true), ...(answer === undefined && { expired: true }) }
}
