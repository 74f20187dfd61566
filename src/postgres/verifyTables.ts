import { digestOf, digestWithoutMeta } from '../persistence/digest'
import type { Database, Row, Session, Statement } from './database'
import { groupBy } from './groupBy'
import { problems, type Tampering } from './tampering'
import { carryOversIn } from './verifyLog'

/** Checks what belongs to no single registration. */

const selectAmendments: Statement = {
  name: 'baokao_verify_amendments',
  text: `
select coalesce(n.id, a.notice_id) as id, n.amendments, a.n, a.digest, a.event::text as event
from baokao.notice n full join baokao.amendment a on a.notice_id = n.id
where $1::text is null or coalesce(n.id, a.notice_id) = $1 order by 1, a.n`,
}

/** The digests of the amendments of a notice, in their order. */
export const amendmentDigests = async (session: Session, noticeId: string): Promise<string[]> =>
  (await session.run(selectAmendments, [noticeId])).flatMap(({ n, digest }) =>
    n === null ? [] : [digest as string],
  )

/** Finds notices whose amendments have a gap, another number than their notice says, or a digest of another event. */
async function changedNotices(session: Session): Promise<Tampering[]> {
  const notices = groupBy(await session.run(selectAmendments, [null]), ({ id }) => id as string)
  const isRight = (rows: readonly Row[]) => {
    const amendments = rows.filter(({ n }) => n !== null)
    return (
      Number(rows[0]?.amendments ?? Number.NaN) === amendments.length &&
      amendments.every(
        ({ n, digest, event }, i) =>
          Number(n) === i + 1 && digestWithoutMeta(JSON.parse(event as string)) === digest,
      )
    )
  }
  return [...notices].flatMap(([noticeId, rows]) =>
    isRight(rows) ? [] : [{ noticeId, problem: problems.notice }],
  )
}

const selectDocuments: Statement = {
  name: 'baokao_verify_documents',
  text: 'select hash, body from baokao.document where hash > $1 order by hash limit $2',
}

const isDocument = ({ hash, body }: Row): boolean => {
  try {
    return digestOf(JSON.parse(body as string)) === hash
  } catch {
    return false
  }
}

const selectCandidates: Statement = {
  name: 'baokao_verify_candidates',
  text: `
select c.id, c.carry_over,
  array(select r.id from baokao.registration r where r.candidate_id = c.id) as registrations
from baokao.candidate c where c.id > $1 order by c.id limit $2`,
}

/** Each registration finds what is missing of its own; what is of none remains. */
function carriesOwn({ carry_over, registrations }: Row): boolean {
  const own = new Set(registrations as string[])
  return [...carryOversIn(carry_over).keys()].every((id) => own.has(id))
}

const selectConsumers: Statement = {
  name: 'baokao_verify_consumers',
  text: `
select distinct d.consumer from baokao.delivery d
where not exists (select from baokao.consumer c where c.name = d.consumer and c.removed_at is null) order by 1`,
}

const selectStray: Statement = {
  name: 'baokao_verify_stray',
  text: `
select distinct s.registration_id as id
from (select registration_id from baokao.log union all select registration_id from baokao.outbox
  union all select registration_id from baokao.delivery union all select registration_id from baokao.task
  union all select registration_id from baokao.archived_key) s
where not exists (select from baokao.registration r where r.id = s.registration_id)
order by 1 limit 1000`,
}

const pageSize = 100

async function* pagesOf(session: Session, statement: Statement, by: string): AsyncGenerator<Row[]> {
  for (let after = ''; ; ) {
    const page = await session.run(statement, [after, pageSize])
    yield page
    const last = page.at(-1)
    if (last === undefined) return
    after = last[by] as string
  }
}

/** Checks candidates, notices, documents and deliveries, and finds rows of no registration. */
export async function checkTables(database: Database, signal?: AbortSignal): Promise<Tampering[]> {
  const found = await changedNotices(database)
  for await (const page of pagesOf(database, selectCandidates, 'id')) {
    if (signal?.aborted) return found
    for (const row of page)
      if (!carriesOwn(row)) found.push({ candidateId: row.id as string, problem: problems.foreignCarryOver })
  }
  for await (const page of pagesOf(database, selectDocuments, 'hash'))
    for (const row of page)
      if (!isDocument(row)) found.push({ document: row.hash as string, problem: problems.document })
  for (const { consumer } of await database.run(selectConsumers))
    found.push({ consumer: consumer as string, problem: problems.consumer })
  for (const { id } of await database.run(selectStray))
    found.push({ registrationId: id as string, problem: problems.stray })
  return found
}
