import { digestOf } from '../persistence/digest'
import type { ArchivedRegistration } from './archiveEntry'
import type { Row, Session, Statement } from './database'
import type { ReplayStep } from './replay'
import { problems, type Report } from './tampering'

/** Compares the facts of a registration, in outbox, deliveries and archive, with those of its log. */

/** A pause after a failure has at most 30 days. A dead letter has an error. */
const selectFacts: Statement = {
  name: 'baokao_verify_facts',
  text: `
select coalesce(o.revision, d.revision) as revision, coalesce(o.n, d.n) as n, o.fact::text as fact, o.type,
  o.seq::float8 as position, d.revision is not null and (o.seq is null or d.wrong
    or d.first <> o.seq or d.last <> o.seq or d.first_type <> o.type or d.last_type <> o.type) as misdelivered
from (select * from baokao.outbox where registration_id = $1) o
full join (
  select revision, n, min(seq) as first, max(seq) as last, min(type) as first_type, max(type) as last_type,
    bool_or(dead_at is not null and error is null or try_after > clock_timestamp() + interval '31 days') as wrong
  from baokao.delivery where registration_id = $1 group by revision, n) d
on d.revision = o.revision and d.n = o.n
order by 1, 2`,
}

/** A stored fact, with its type and its position. */
type CheckedFact = { revision: number; n: number; type: unknown; position: number; fact: unknown }

/** Reads the facts that the store has. */
async function storedFacts(session: Session, id: string, report: Report): Promise<CheckedFact[]> {
  const rows = await session.run(selectFacts, [id])
  const facts: CheckedFact[] = []
  for (const row of rows) {
    const revision = Number(row.revision)
    if (row.fact === null) report(problems.fact, revision)
    else facts.push(factOf(row, revision))
    if (row.misdelivered === true && row.fact !== null) report(problems.delivery, revision)
  }
  return facts
}

const factOf = (row: Row, revision: number): CheckedFact => ({
  revision,
  n: Number(row.n),
  type: row.type,
  position: Number(row.position),
  fact: JSON.parse(row.fact as string),
})

/** The facts of archived parts. An entry of a part has its facts there. */
const archivedFacts = (parts: readonly ArchivedRegistration[], report: Report): CheckedFact[] =>
  parts.flatMap(({ after, revision: last, facts }) =>
    facts.map((fact) => {
      if (fact.revision <= after || fact.revision > last) report(problems.fact, fact.revision)
      return { ...fact, type: fact.fact?.type }
    }),
  )

/**
 * Checks the facts of a registration. Those that were handled may be gone.
 * @param steps what the log gives; `undefined` if some of it is not there
 * @returns how many facts of the log are gone
 */
export async function checkFacts(
  session: Session,
  { id, archived }: { id: string; archived: number },
  parts: readonly ArchivedRegistration[],
  steps: readonly ReplayStep[] | undefined,
  report: Report,
): Promise<number> {
  const wrong = new Set<number>()
  const stored = await storedFacts(session, id, (problem, revision) => {
    if (problem === problems.fact) wrong.add(revision ?? 0)
    else report(problem, revision)
  })
  const kept = archivedFacts(parts, (_, revision) => wrong.add(revision ?? 0))
  for (const { revision } of stored) if (revision <= archived) wrong.add(revision)
  let position = 0
  const seen = new Set<string>()
  for (const one of [...kept, ...stored]) {
    const right = steps?.[one.revision - 1]?.facts[one.n]
    const differs =
      steps !== undefined && (digestOf(one.fact) !== digestOf(right) || one.type !== right?.type)
    if (differs || one.position <= position) wrong.add(one.revision)
    position = one.position
    seen.add(`${one.revision} ${one.n}`)
  }
  for (const revision of wrong) report(problems.fact, revision)
  const all = steps?.reduce((sum, { facts }) => sum + facts.length, 0) ?? seen.size
  return Math.max(0, all - seen.size)
}
