import { type ArchivedLogRow, type ArchivedRegistration, archivedRowOf } from './archiveEntry'
import { chainLink } from './chain'
import type { Row, Session, Statement } from './database'
import { logColumns } from './queries'
import { problems, type Report } from './tampering'

/** Follows the chain of a registration. */

/** The head of a chain: the link after the entry of a revision. */
export type ChainHead = { revision: number; link: string }

/** An entry as it is stored: in the log, or without these columns in an archive. */
export type CheckedEntry = Omit<ArchivedLogRow, 'answer'> & {
  chain?: string | null
  /** The text of the columns. */
  raw?: { fired: string | null; facts: number; isErased: boolean }
  /** The answer under its key; `undefined` if there is none, or it was removed. */
  answer?: unknown
}

const selectLog: Statement = {
  name: 'baokao_verify_log',
  text: `
select ${logColumns}, digest, answer, facts, chain from baokao.log where registration_id = $1 order by revision`,
}

function parsedAnswer(answer: unknown): unknown {
  try {
    return answer === null ? undefined : JSON.parse(answer as string)
  } catch {
    return null
  }
}

/** Reads what the store has of a log, with placeholders for personal data. */
export const checkedEntries = async (session: Session, id: string): Promise<CheckedEntry[]> =>
  (await session.run(selectLog, [id])).map((row: Row) => ({
    ...archivedRowOf({ ...row, personal: null, answer: null }),
    answer: parsedAnswer(row.answer),
    chain: row.chain as string | null,
    raw: {
      fired: row.fired as string | null,
      facts: Number(row.facts),
      isErased: row.personal === null || (row.personal as string).startsWith('"'),
    },
  }))

/** An entry that cannot be read has no link. */
function linkOf(link: string | null, id: string, entry: CheckedEntry): string | null {
  try {
    return chainLink(link, id, entry)
  } catch {
    return null
  }
}

/** The links of a chain, by the revisions of their entries. */
export type Links = Map<number, string>

/** Follows the chain through stored entries. @returns the link after the last one */
function follow(
  id: string,
  entries: readonly CheckedEntry[],
  { from, after, links }: { from: string | null; after: number; links: Links },
  report: Report,
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
    if (link !== entry.chain) {
      report(problems.changed, revision)
      link = entry.chain ?? link
    }
    if (link !== null) links.set(revision, link)
  }
  return link
}

/** Follows a chain that begins with the first of the entries. */
function linksFrom(id: string, entries: readonly CheckedEntry[]): Links {
  const links: Links = new Map()
  let link: string | null = null
  for (const entry of entries) {
    link = linkOf(link, id, entry)
    if (link !== null) links.set(entry.revision, link)
  }
  return links
}

/** The links of archived entries. An archive does not say with which of them their chain begins. */
function archivedLinks(id: string, entries: readonly CheckedEntry[], last: string): Links | undefined {
  for (let first = 0; first < entries.length; first += 1) {
    const links = linksFrom(id, entries.slice(first))
    if (links.get(entries.at(-1)?.revision ?? 0) === last) return links
  }
  return undefined
}

/** The registration whose chain is followed. */
type Chained = { id: string; chain: string | null; archived_chain: string | null }

/**
 * Checks the chain of a registration against its head.
 * @param upTo its revision
 * @param parts its archived parts; `undefined` if some were not given
 * @returns the links of all entries that are there
 */
export function checkChain(
  { id, chain, archived_chain: archivedChain }: Chained,
  { archived, upTo }: { archived: number; upTo: number },
  parts: readonly ArchivedRegistration[] | undefined,
  entries: readonly CheckedEntry[],
  report: Report,
): Links {
  let links: Links = new Map()
  if (parts !== undefined && archived > 0) {
    const old: CheckedEntry[] = parts.flatMap(({ log }) => log)
    for (const [i, { revision }] of old.entries()) if (revision !== i + 1) report(problems.missing, i + 1)
    const found = archivedChain === null ? undefined : archivedLinks(id, old, archivedChain)
    if (archivedChain !== null && found === undefined) report(problems.archive)
    links = found ?? links
  } else if (archived > 0 && archivedChain !== null) links.set(archived, archivedChain)
  const link = follow(id, entries, { from: archivedChain, after: archived, links }, report)
  for (const { revision } of entries.filter((entry) => entry.revision > upTo))
    report(problems.extra, revision)
  const last = entries.at(-1)?.revision ?? archived
  if (last < upTo) report(problems.missing, last + 1)
  if (link !== chain) report(problems.head)
  return links
}
