import type { Fact } from '../facts'
import type { LocalizedText } from '../language'
import type { Registrations } from '../registrations/registrations'
import { type Archive, type ArchivedLogRow, archivedParts, archivedRowOf } from './archiveEntry'
import { chainLink } from './chain'
import type { Row, Session, Statement } from './database'
import { StoreError } from './errors'
import { logColumns } from './queries'
import { comparedColumns, compareWithLog } from './repair'

/** Checks one registration. */

/** The head of a chain: the link after the entry of a revision. */
export type ChainHead = { revision: number; link: string }

/** Something that is not as the store wrote it. */
export type Tampering = {
  registrationId: string
  /** The number of the entry of the log, if it is one. */
  revision?: number
  problem: LocalizedText
}

export const problems = {
  changed: {
    zh: '日志记录被改动，或其前一条被删除、插入',
    en: 'the entry of the log was changed, or one before it removed or added',
  },
  missing: { zh: '日志缺少此条记录', en: 'the entry is missing in the log' },
  extra: { zh: '日志多出此条记录', en: 'the log has an entry that was not written by the store' },
  head: { zh: '所记链头与日志不符', en: 'the head of the chain is not that of the log' },
  archive: {
    zh: '归档内容与归档时的链头不符',
    en: 'the archive does not lead to the head of the chain at that time',
  },
  earlier: {
    zh: '与以前核验时的链头不符',
    en: 'the chain does not lead on from the head of an earlier verification',
  },
  snapshot: { zh: '所存状态与日志不符', en: 'what is stored is not what the log gives' },
  fact: { zh: '所存结果与日志不符', en: 'the facts of the entry are not what the log gives' },
  removed: { zh: '以前核验过的报名已不存在', en: 'the registration of an earlier verification is gone' },
  stray: { zh: '日志或结果不属于任何报名', en: 'there is a log, or there are facts, of no registration' },
} satisfies Record<string, LocalizedText>

/** The columns of a registration that is checked. */
export const checkedColumns = `r.id, r.archived, r.chain, r.archived_chain, ${comparedColumns}`
export type CheckedRow = Row & { id: string; chain: string | null; archived_chain: string | null }

const selectLog: Statement = {
  name: 'baokao_verify_log',
  text: `select ${logColumns}, digest, chain from baokao.log where registration_id = $1 order by revision`,
}

/** The facts that are there, and those that are open and must be. */
const selectFacts: Statement = {
  name: 'baokao_verify_facts',
  text: `
select coalesce(o.revision, d.revision) as revision, coalesce(o.n, d.n) as n, o.fact::text as fact
from (select * from baokao.outbox where registration_id = $1) o
full join (select distinct revision, n from baokao.delivery where registration_id = $1) d
on d.revision = o.revision and d.n = o.n`,
}

type Entry = ArchivedLogRow & { chain?: string | null }

/** What a check of a registration has found. */
type Checked = { problems: Tampering[]; head?: ChainHead; withoutArchive: boolean }

type CheckOptions = {
  registrations: Registrations
  archive: Archive | undefined
  earlier: ChainHead | undefined
}

/** Follows the chain through entries. @returns the link after the last one */
function follow(
  id: string,
  entries: readonly Entry[],
  {
    from,
    after,
    onLink,
  }: { from: string | null; after: number; onLink: (revision: number, link: string) => void },
  report: (problem: LocalizedText, revision?: number) => void,
): string | null {
  let link = from
  let revision = after
  for (const entry of entries) {
    revision += 1
    if (entry.revision !== revision) report(problems.missing, revision)
    revision = entry.revision
    // A registration may begin its chain later than its log.
    if (link === null && entry.chain === null) continue
    link = linkOf(link, id, entry)
    if (entry.chain !== undefined && link !== entry.chain) {
      report(problems.changed, revision)
      link = entry.chain ?? link
    }
    if (link !== null) onLink(revision, link)
  }
  return link
}

/** An entry that cannot be read has no link. */
function linkOf(link: string | null, id: string, entry: Entry): string | null {
  try {
    return chainLink(link, id, entry)
  } catch {
    return null
  }
}

const entriesOf = async (session: Session, id: string): Promise<Entry[]> =>
  (await session.run(selectLog, [id])).map((row) => ({
    ...archivedRowOf({ ...row, personal: null }),
    chain: row.chain as string | null,
  }))

/** The archived parts; `undefined` if some were not given. */
function partsOf(id: string, upTo: number, archive: Archive | undefined) {
  try {
    return archivedParts(id, upTo, archive)
  } catch (error) {
    if (error instanceof StoreError && error.code === 'archived') return undefined
    throw error
  }
}

/** The numbers of entries some facts of which are not those of the log; facts that were handled may be gone. */
function differingFacts(rows: readonly Row[], facts: ReadonlyMap<number, readonly Fact[]>): number[] {
  const differs = ({ revision, n, fact }: Row) =>
    fact === null || fact !== JSON.stringify(facts.get(Number(revision))?.[Number(n)])
  return [...new Set(rows.filter(differs).map(({ revision }) => Number(revision)))]
}

export async function checkRegistration(
  session: Session,
  row: CheckedRow,
  { registrations, archive, earlier }: CheckOptions,
): Promise<Checked> {
  const { id, chain: head } = row
  const [archived, upTo] = [Number(row.archived), Number(row.revision)]
  const found: Tampering[] = []
  const report = (problem: LocalizedText, revision?: number) =>
    found.push({ registrationId: id, ...(revision !== undefined && { revision }), problem })
  const links = new Map<number, string>()
  const onLink = (revision: number, link: string) => links.set(revision, link)
  const parts = partsOf(id, archived, archive)
  if (parts !== undefined && row.archived_chain !== null) {
    const entries = parts.flatMap(({ log }) => log)
    const link = follow(id, entries, { from: null, after: 0, onLink }, report)
    if (link !== row.archived_chain) report(problems.archive)
  }
  const entries = await entriesOf(session, id)
  const link = follow(id, entries, { from: row.archived_chain, after: archived, onLink }, report)
  for (const { revision } of entries.filter((entry) => entry.revision > upTo))
    report(problems.extra, revision)
  const last = entries.at(-1)?.revision ?? archived
  if (last < upTo) report(problems.missing, last + 1)
  if (link !== head) report(problems.head)
  const isLater = earlier !== undefined && (earlier.revision > archived || parts !== undefined)
  if (isLater && links.get(earlier.revision) !== earlier.link) report(problems.earlier, earlier.revision)
  if (parts !== undefined) {
    try {
      const compared = await compareWithLog(
        session,
        registrations,
        row,
        id,
        archive === undefined ? {} : { archive },
      )
      if (compared.columns.length + compared.tasks.length > 0) report(problems.snapshot)
      const facts = await session.run(selectFacts, [id])
      for (const revision of differingFacts(facts, compared.facts)) report(problems.fact, revision)
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'unreadable') throw error
      // Replaying what was changed may fail, too: one report is enough.
      if (found.length === 0) report(problems.snapshot)
    }
  }
  return {
    problems: found,
    withoutArchive: parts === undefined,
    ...(head !== null && { head: { revision: upTo, link: head } }),
  }
}
