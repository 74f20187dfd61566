import type { Decision } from '../decide'
import { digestOf } from '../keeping/digest'
import { against, isEnded, matters, type Sent, unreadable } from '../keeping/standing'
import type { Snapshot } from '../snapshot'
import type { Millis } from '../time'
import type { Database, Row, Session, Statement } from './database'
import { Docket, type Key, type RegistrationRow } from './docket'
import { type Family, lockFamilies, spread, writeFamilies } from './family'
import { keyIssues, storable } from './texts'
import { Turns } from './turns'
import { writeDockets } from './writing'

/** An event on its way to a registration; under the same `key` it is decided once. */
export type Item = {
  id: string
  event: Sent
  key?: string
  /** Whether a refusal is not kept under the key, so that the event may be sent again once nothing stands against it. */
  retryRefused?: boolean
}

/** Where there is no such registration, the snapshot is `null`. */
export type Answer = Decision<Snapshot | null>

const columns = 'r.id, r.candidate_id, r.exam, r.exam_year, r.sitting, r.notice_id, r.revision, r.snapshot'

const readOne: Statement = {
  name: 'baokao_read',
  text: `
select ${columns}, clock_timestamp() as now, l.digest, l.answer
from baokao.registration r
left join baokao.log l on l.registration_id = r.id and l.key = $2
where r.id = $1`,
}

const lockMany: Statement = {
  name: 'baokao_lock',
  text: `
select ${columns}, clock_timestamp() as now from baokao.registration r
where r.id = any($1::text[]) order by r.id for update`,
}

const lockAll: Statement = {
  name: 'baokao_lock_all',
  text: `
select ${columns}, clock_timestamp() as now from baokao.registration r
where r.candidate_id = any($1::text[]) order by r.id for update`,
}

// Not together with the locking: that would miss a key committed while it waited.
const readKeys: Statement = {
  name: 'baokao_keys',
  text: `
select l.registration_id, l.key, l.digest, l.answer
from unnest($1::text[], $2::text[]) as k(id, key)
join baokao.log l on l.registration_id = k.id and l.key = k.key`,
}

/** What was answered under a key; an answer that was erased is given anew. */
type Answered = { digest: string; answer: string | null }

const place = (id: string, key: string): string => JSON.stringify([id, key])

/** When it is: the database's clock, so that many machines agree, unless the store was given another. */
export type Clock = (() => Millis) | undefined

export const docketOf = (row: Row, clock: Clock): Docket =>
  new Docket(row as unknown as RegistrationRow, clock?.() ?? new Date(row.now as string | Date).getTime())

/** Events that are decided together: the registrations, what was answered before, and the candidates where they matter. */
class Sitting {
  readonly dockets: Map<string, Docket>
  private readonly families: Map<string, Family> | undefined

  constructor(
    dockets: readonly Docket[],
    private readonly answers: Map<string, Answered>,
    families?: readonly Family[],
  ) {
    this.dockets = new Map(dockets.map((docket) => [docket.row.id, docket]))
    this.families = families && new Map(families.map((family) => [family.id, family]))
  }

  /** @returns the answer, or `undefined` where the candidate has to be locked first */
  take({ id, event, key, retryRefused = false }: Item): Answer | undefined {
    const docket = this.dockets.get(id)
    if (docket === undefined) return unknown(event)
    const sent = docket.stamped(event)
    const issues = key === undefined ? undefined : keyIssues(key)
    if (issues !== undefined) return docket.refusal(sent, 'event.malformed', issues)
    const under = key === undefined ? undefined : { key, digest: digestOf(event) }
    const answered = under && this.answers.get(place(id, under.key))
    if (under && answered) {
      if (answered.digest !== under.digest) return docket.refusal(sent, 'event.key-reused')
      return answered.answer === null ? docket.consider(sent) : (JSON.parse(answered.answer) as Decision)
    }
    return this.decide(docket, sent, under, retryRefused)
  }

  private decide(
    docket: Docket,
    event: ReturnType<Docket['stamped']>,
    under: Key | undefined,
    retryRefused: boolean,
  ) {
    let decision = docket.consider(event)
    // What the library cannot read, or fails at, is left as it is.
    if (!decision.accepted && unreadable.has(decision.refusal.rule)) return decision
    const returns = isEnded(docket.snapshot) && !isEnded(decision.snapshot)
    const told = matters(decision.facts)
    if (this.families === undefined && (returns || told)) return undefined
    if (returns && this.rivals(docket)) decision = docket.refusal(event, 'registration.exists')
    const key = retryRefused && !decision.accepted ? undefined : under
    docket.keep(event, decision, key)
    if (key) {
      const answer = JSON.stringify(decision)
      this.answers.set(place(docket.row.id, key.key), { digest: key.digest, answer })
    }
    const family = this.families?.get(docket.row.candidate_id)
    if (family && matters(decision.facts)) {
      const kin = [...this.dockets.values()].filter(({ row }) => row.candidate_id === family.id)
      spread(family, kin, { docket, at: event.at, facts: decision.facts })
    }
    return decision
  }

  /** Whether another registration of the candidate for the same exam, year and sitting is live. */
  private rivals({ row }: Docket): boolean {
    return [...this.dockets.values()].some(
      (other) =>
        other.row !== row &&
        !isEnded(other.snapshot) &&
        (['candidate_id', 'exam', 'exam_year', 'sitting'] as const).every(
          (key) => other.row[key] === row[key],
        ),
    )
  }

  async write(session: Session): Promise<boolean> {
    const written = await writeDockets(session, [...this.dockets.values()])
    if (written && this.families) await writeFamilies(session, [...this.families.values()])
    return written
  }
}

const unknown = (event: unknown): Answer => ({
  accepted: false,
  refusal: against('registration.unknown', event, undefined),
  snapshot: null,
  facts: [],
  fired: [],
})

async function answersTo(session: Session, items: readonly Item[]): Promise<Map<string, Answered>> {
  const keyed = items.filter(({ key }) => key !== undefined && storable(key))
  if (keyed.length === 0) return new Map()
  const rows = await session.run(readKeys, [keyed.map(({ id }) => id), keyed.map(({ key }) => key)])
  return new Map(
    rows.map(({ registration_id, key, digest, answer }) => [
      place(registration_id as string, key as string),
      { digest, answer } as Answered,
    ]),
  )
}

/**
 * Decides events in a transaction that is open, the candidates locked first and then all their registrations: for
 * whatever reaches past one registration, and within a caller's own transaction.
 */
export async function sendAmongFamilies(
  session: Session,
  clock: Clock,
  items: readonly Item[],
): Promise<Answer[]> {
  const families = await lockFamilies(session, idsOf(items))
  const rows = await session.run(lockAll, [families.map(({ id }) => id)])
  const dockets = rows.map((row) => docketOf(row, clock))
  const sitting = new Sitting(dockets, await answersTo(session, items), families)
  const answers = items.map((item) => sitting.take(item) as Answer)
  await sitting.write(session)
  return answers
}

/**
 * Decides events in a transaction that is open, their registrations locked.
 * @returns `undefined` where one of them reaches past its registration: then nothing was written
 */
export async function sendLocked(
  session: Session,
  clock: Clock,
  items: readonly Item[],
): Promise<Answer[] | undefined> {
  const rows = await session.run(lockMany, [idsOf(items)])
  const sitting = new Sitting(
    rows.map((row) => docketOf(row, clock)),
    await answersTo(session, items),
  )
  const answers: Answer[] = []
  for (const item of items) {
    const answer = sitting.take(item)
    if (answer === undefined) return undefined
    answers.push(answer)
  }
  await sitting.write(session)
  return answers
}

const idsOf = (items: readonly Item[]): string[] => [...new Set(items.map(({ id }) => id).filter(storable))]

/** How often an event is decided on what somebody else may be changing, before the row is locked. */
const hopes = 3

/** Of the whole process: its event loop is what is shared. */
const turns = new Turns()

/** Decides one event without a lock: written only if nobody was quicker. */
async function sendHopefully(database: Database, clock: Clock, item: Item): Promise<Answer | undefined> {
  for (let i = 0; i < hopes; i += 1) {
    const key = item.key !== undefined && storable(item.key) ? item.key : null
    const [row] = storable(item.id) ? await database.run(readOne, [item.id, key]) : []
    if (row === undefined) return unknown(item.event)
    await turns.next()
    const answered = row.digest === null ? [] : [[place(item.id, key ?? ''), row as Answered] as const]
    const sitting = new Sitting([docketOf(row, clock)], new Map(answered))
    const answer = sitting.take(item)
    if (answer === undefined) return undefined
    if (await sitting.write(database)) return answer
  }
  return undefined
}

/** Decides one event, in the caller's transaction or in one of its own. */
export async function send(
  database: Database,
  clock: Clock,
  item: Item,
  tx: Session | undefined,
): Promise<Answer> {
  const among = async (session: Session) => (await sendAmongFamilies(session, clock, [item]))[0] as Answer
  if (tx !== undefined) return among(tx)
  return (await sendHopefully(database, clock, item)) ?? database.transaction(among)
}
