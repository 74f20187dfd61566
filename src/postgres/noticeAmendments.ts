import { type RegistrationEvent, senderOf, shapeOf } from '../events'
import { digestWithoutMeta } from '../persistence/digest'
import { anyInstant } from '../persistence/refusals'
import { ownKeyPrefix, storable } from '../persistence/storable'
import { aheadOf, type StoreTime } from '../persistence/timedEvent'
import type { EventInput } from '../persistence/types'
import { read } from '../schema/issues'
import { idShape } from '../schema/primitives'
import { formatInstant } from '../time'
import { guardHere, type Row, type Session, type Statement } from './database'
import { millisColumn, millisOf } from './millis'

/** The amendments of notices. Each is stored before it is sent, so that a registration that opens later gets it too. */

/** An event for all registrations of a notice: a change of its dates or values, or the cancellation of the exam. */
export type NoticeWideEvent = RegistrationEvent<'notice.amend' | 'exam.cancel'>

/** An amendment of a notice: the same for all its registrations, also for those that open later. */
export type StoredAmendment = {
  /** From 1, without gaps, in the order in which the registrations get them. */
  n: number
  /** The key that the caller gave. */
  key?: string
  /** Without its instant, and without `meta`. */
  event: EventInput<NoticeWideEvent>
  /** Its instant, in ISO 8601. */
  at: string
}

/** An amendment with the digest of its event. */
export type NumberedAmendment = StoredAmendment & { digest: string }

/** The text after `hashtextextended` needs a type where a driver does not give one. The seed is the code point of 报. */
const lockOf = 'hashtextextended($1::text, 25253)'

/**
 * Openings share the lock of their notice, so that they do not wait for one another. It is no lock of a row: openings that
 * share one overtake an amendment that waits for it, so that an amendment might wait as long as registrations are opened.
 */
const shareNotice: Statement = {
  name: 'baokao_notice_share',
  text: `select pg_advisory_xact_lock_shared(${lockOf})::text`,
}

/** Waits until the openings that have not seen the amendment are committed; later ones wait until it is. */
const lockNotice: Statement = {
  name: 'baokao_notice_lock',
  text: `select pg_advisory_xact_lock(${lockOf})::text`,
}

const amendmentColumns = `n, key, digest, event::text as event, ${millisColumn('at')}`

const selectAmendments: Statement = {
  name: 'baokao_amendments',
  text: `select ${amendmentColumns} from baokao.amendment where notice_id = $1 order by n`,
}

/**
 * Selects the same for an opening. A statement of its own after the lock, so that it sees what was committed while that one
 * waited. Under a stricter isolation level, which may hide it, the insert conflicts with the row that it has updated.
 */
const selectAtOpening: Statement = {
  name: 'baokao_amendments_open',
  text: `
with seen as (
  insert into baokao.notice (id)
  select $1::text where current_setting('transaction_isolation') <> 'read committed' ${guardHere}
  on conflict (id) do nothing
)
select ${amendmentColumns} from baokao.amendment where notice_id = $1::text order by n`,
}

/** Numbers an amendment by the row of its notice. */
const insertAmendment: Statement = {
  name: 'baokao_amend',
  text: `
with numbered as (
  insert into baokao.notice (id, amendments) values ($1::text, 1)
  on conflict (id) do update set amendments = notice.amendments + 1
  returning amendments as n
)
insert into baokao.amendment (notice_id, n, key, digest, at, event)
select $1::text, n, $2::text, $3::text, $4::timestamptz, $5::text::json from numbered
returning n`,
}

const amendmentOf = ({ n, key, digest, event, at }: Row): NumberedAmendment => ({
  n: Number(n),
  ...(key !== null && { key: key as string }),
  event: JSON.parse(event as string) as StoredAmendment['event'],
  at: formatInstant(millisOf(at)),
  digest: digest as string,
})

const amendmentsOf = async (session: Session, noticeId: string): Promise<NumberedAmendment[]> =>
  (await session.run(selectAmendments, [noticeId])).map(amendmentOf)

/** Lists the amendments of a notice, in their order. */
export async function listAmendments(session: Session, noticeId: string): Promise<StoredAmendment[]> {
  if (!storable(noticeId)) return []
  return (await amendmentsOf(session, noticeId)).map(({ digest: _, ...amendment }) => amendment)
}

/** Returns the amendments that an opening gets: no other is stored until its transaction ends. */
export async function amendmentsAtOpening(session: Session, noticeId: string): Promise<NumberedAmendment[]> {
  await session.run(shareNotice, [noticeId])
  return (await session.run(selectAtOpening, [noticeId])).map(amendmentOf)
}

/**
 * The key of an amendment in the log of a registration. It has the number, so that an earlier text can come again. No sender
 * may use it, or the registration would seem to have the amendment.
 */
export const logKeyOf = ({ n, digest }: Pick<NumberedAmendment, 'n' | 'digest'>): string =>
  `${ownKeyPrefix}notice ${n} ${digest.slice(0, 32)}`

/** A checked amendment that is not stored yet. */
type GivenAmendment = Omit<NumberedAmendment, 'n'>

/**
 * Checks an amendment before it is stored, because every registration of the notice will get it.
 * @throws `RangeError` that names what is wrong
 */
export function checkAmendment(
  noticeId: string,
  given: EventInput<NoticeWideEvent>,
  time: StoreTime,
): Omit<GivenAmendment, 'key'> {
  const fail = (issues: { path: string; en: string }[]): never => {
    throw new RangeError(`sendToNotice: ${issues.map(({ path, en }) => `${path} ${en}`.trim()).join('; ')}`)
  }
  const { issues: idIssues } = read(idShape(), noticeId)
  if (idIssues || !storable(noticeId)) fail([{ path: 'noticeId', en: 'must be the id of a notice' }])
  const { at: dated, ...event } = { ...given }
  if (event.type !== 'notice.amend' && event.type !== 'exam.cancel')
    return fail([{ path: 'type', en: 'must be notice.amend or exam.cancel' }])
  const { issues } = read(shapeOf(event.type), { ...event, at: dated === undefined ? anyInstant : dated })
  if (issues) fail(issues)
  const sender = senderOf(event.type)
  if (event.by.role !== sender) fail([{ path: 'by.role', en: `must be ${sender}` }])
  if (aheadOf(dated, time)) fail([{ path: 'at', en: 'must not be in the future' }])
  const { meta: _, ...kept } = event
  const at = formatInstant(dated === undefined ? time.now : Date.parse(dated))
  return { event: kept as StoredAmendment['event'], at, digest: digestWithoutMeta(kept) }
}

/**
 * Stores an amendment, unless it is the one under the same key, or without a key the latest one of the same event.
 * @param dry whether nothing is stored
 * @returns the amendments of the notice up to this one; `undefined` if the key names another
 */
export async function keepAmendment(
  session: Session,
  noticeId: string,
  given: GivenAmendment,
  dry: boolean,
): Promise<NumberedAmendment[] | undefined> {
  await session.run(lockNotice, [noticeId])
  const all = await amendmentsOf(session, noticeId)
  const { key, digest, at, event } = given
  const same = key === undefined ? all.at(-1) : all.find((one) => one.key === key)
  if (same?.digest === digest) return all.slice(0, same.n)
  if (same !== undefined && key !== undefined) return undefined
  if (!dry) await session.run(insertAmendment, [noticeId, key ?? null, digest, at, JSON.stringify(event)])
  return [...all, { ...given, n: all.length + 1 }]
}
