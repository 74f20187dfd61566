import { holdsPlace } from '../persistence/areas'
import type { RegistrationAccess } from '../persistence/types'
import type { RegistrationFilter } from '../postgres'
import type { Caller } from './caller'

/** Which registrations a caller reaches. The store asks it of the row on which it decides. */

type Reached = Pick<RegistrationAccess, 'candidateId' | 'snapshot'>

/** Whether an office reaches a registration: by its place, or before one is chosen by those of its notice. */
function isInPlaces(places: readonly string[], { snapshot }: Reached): boolean {
  const { application, terms } = snapshot.context
  const { place } = application ?? {}
  return place === undefined || place === ''
    ? terms.places.some((one) => holdsPlace(places, one))
    : holdsPlace(places, place)
}

/**
 * Whether an actor reaches a registration. The verifier and the gateway send events to any: money that nobody waits for is
 * taken, to be owed back.
 */
export const reaches =
  ({ role, id, places = [] }: Caller) =>
  (registration: Reached): boolean => {
    if (role === 'candidate') return registration.candidateId === id
    // A snapshot that cannot be read has no place; the store answers for it.
    if (role === 'office')
      return registration.snapshot.context !== undefined && isInPlaces(places, registration)
    return true
  }

/** The registrations that an actor may list. */
export function filterOf({ role, id, places = [] }: Caller): RegistrationFilter {
  if (role === 'candidate') return { candidateId: id }
  return role === 'office' ? { within: places } : {}
}
