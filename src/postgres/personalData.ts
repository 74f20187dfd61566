import type { RegistrationEvent } from '../events'
import { storable } from './arguments'
import type { Database, Session, Statement } from './database'
import { logColumns, logRowOf } from './queries'

type Profile = RegistrationEvent<'profile.submit'>['profile']

/** What was last given of a person, for whoever acts on a fact: where to write, what to print. */
export type PersonalData = Partial<Profile> & {
  /** Where the certificate is to be mailed. */
  mailingAddress?: string
}

const given: Statement = {
  name: 'baokao_person',
  text: `
select ${logColumns} from baokao.log
where registration_id = $1 and accepted
  and type in ('profile.submit', 'education.amend', 'correction.request', 'correction.approve',
    'certificate.requestMail')
order by revision`,
}

const erased: Statement = {
  name: 'baokao_erase',
  text: `
update baokao.log l
set personal = null, answer = case when l.rule = 'event.malformed' then null else l.answer end
from baokao.registration r
where r.candidate_id = $1 and l.registration_id = r.id and l.personal is not null
returning 1`,
}

type Changes = RegistrationEvent<'correction.request'>['changes']

/** Takes in one accepted event. A correction counts once it is approved. */
function mergeEvent(
  person: PersonalData,
  event: RegistrationEvent,
  pending: Map<string, Changes>,
): PersonalData {
  switch (event.type) {
    case 'profile.submit':
      return { ...person, ...event.profile }
    case 'education.amend':
      return { ...person, education: event.education }
    case 'certificate.requestMail':
      return { ...person, mailingAddress: event.address }
    case 'correction.request':
      pending.set(event.correctionId, event.changes)
      return person
    case 'correction.approve': {
      const { level, specialty, subjects, place, photo, ...personal } = pending.get(event.correctionId) ?? {}
      return { ...person, ...personal } as PersonalData
    }
    default:
      return person
  }
}

/** @returns `undefined` where there is nobody who gave anything, or it was erased */
export async function personalData(session: Session, id: string): Promise<PersonalData | undefined> {
  const rows = storable(id) ? await session.run(given, [id]) : []
  const pending = new Map<string, Changes>()
  const known = rows
    .filter((row) => row.personal !== null || row.type === 'correction.approve')
    .reduce(
      (so, row) => mergeEvent(so, logRowOf(row).event as RegistrationEvent, pending),
      {} as PersonalData,
    )
  return Object.keys(known).length === 0 ? undefined : known
}

/**
 * Erases what is personal in all registrations of a candidate. What happened stays on record, and replays to the same.
 * @returns how many log entries held something
 */
export async function erase(database: Database, candidateId: string): Promise<number> {
  if (!storable(candidateId)) return 0
  return (await database.run(erased, [candidateId])).length
}
