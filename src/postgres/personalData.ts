import type { RegistrationEvent } from '../events'
import { storable } from '../persistence/storable'
import type { Database, Session, Statement } from './database'
import { logColumns, logRowOf } from './queries'
import { openEntries } from './sealing'

type Profile = RegistrationEvent<'profile.submit'>['profile']

/** The latest personal data of a candidate. Handlers of facts need it for letters and certificates. */
export type PersonalData = Partial<Profile> & {
  /** The postal address for the certificate. */
  mailingAddress?: string
}

const selectGiven: Statement = {
  name: 'baokao_personal_data',
  text: `
select ${logColumns} from baokao.log
where registration_id = $1 and accepted
  and type in ('profile.submit', 'education.amend', 'correction.request', 'correction.approve',
    'certificate.requestMail')
order by revision`,
}

const lockCandidateOnly: Statement = {
  name: 'baokao_erase_lock',
  text: 'select id from baokao.candidate where id = $1 for update',
}

const erasePersonal: Statement = {
  name: 'baokao_erase',
  text: `
with erased as (
  update baokao.registration set secret = null where candidate_id = $1 returning id
)
update baokao.log l set personal = null
from erased r
where l.registration_id = r.id and l.personal is not null
returning 1`,
}

type Changes = RegistrationEvent<'correction.request'>['changes']

/** Applies an accepted event. A correction applies when it is approved. */
function mergeEvent(
  data: PersonalData,
  event: RegistrationEvent,
  pending: Map<string, Changes>,
): PersonalData {
  switch (event.type) {
    case 'profile.submit':
      return { ...data, ...event.profile }
    case 'education.amend':
      return { ...data, education: event.education }
    case 'certificate.requestMail':
      return { ...data, mailingAddress: event.address }
    case 'correction.request':
      pending.set(event.correctionId, event.changes)
      return data
    case 'correction.approve': {
      const { level, specialty, subjects, place, photo, ...personal } = pending.get(event.correctionId) ?? {}
      return { ...data, ...personal } as PersonalData
    }
    default:
      return data
  }
}

/**
 * Returns the latest personal data given in a registration.
 * @returns `undefined` if the candidate has given none, or it was erased
 */
export async function personalData(session: Session, id: string): Promise<PersonalData | undefined> {
  const sealed = storable(id) ? await session.run(selectGiven, [id]) : []
  const rows = await openEntries(session.sealing, id, sealed)
  const pending = new Map<string, Changes>()
  const data = rows
    .filter((row) => row.personal !== null || row.type === 'correction.approve')
    .reduce(
      (before, row) => mergeEvent(before, logRowOf(row).event as RegistrationEvent, pending),
      {} as PersonalData,
    )
  return Object.keys(data).length === 0 ? undefined : data
}

const selectLive: Statement = {
  name: 'baokao_erase_live',
  text: 'select id from baokao.registration where candidate_id = $1 and not ended limit 1',
}

/** The options of an erasure. */
export type EraseOptions = {
  /** Erases only if all registrations of the candidate have ended; `false` by default. */
  ended?: boolean
}

/**
 * Erases the personal data in all registrations of a candidate, and the secret under which the digests of its events were made.
 * The log stays, and replays to the same snapshot.
 * @returns the number of log entries that held personal data; `undefined` if a registration has not ended, as asked
 */
export async function erase(
  database: Database,
  candidateId: string,
  { ended = false }: EraseOptions = {},
): Promise<number | undefined> {
  if (!storable(candidateId)) return 0
  const run = async (session: Session) => (await session.run(erasePersonal, [candidateId])).length
  if (!ended) return run(database)
  return database.transaction(async (tx) => {
    // Opening a registration, and continuing an ended one, take the same lock.
    await tx.run(lockCandidateOnly, [candidateId])
    const [live] = await tx.run(selectLive, [candidateId])
    return live === undefined ? run(tx) : undefined
  })
}
